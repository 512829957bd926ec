import type { ReactNode } from "react";
import { fileName, saveText } from "./save-text.ts";

export interface SaveButtonProps {
  /** Name of the file. Whatever could lead elsewhere is taken out of it. */
  readonly name: string;
  readonly text: string;
  /** @default "application/json" */
  readonly type?: string;
  readonly children: ReactNode;
}

/** Saves a text as a file. */
export function SaveButton({ name, text, type = "application/json", children }: SaveButtonProps): React.JSX.Element {
  return <button type="button" className="small" onClick={() => saveText(fileName(name), type, text)}>{children}</button>;
}
