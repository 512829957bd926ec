import type { ReactNode } from "react";

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
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = document.createElement("a");
    link.href = url;
    link.download = fileName(name);
    link.click();
    URL.revokeObjectURL(url);
  };
  return <button type="button" className="small" onClick={save}>{children}</button>;
}

/** A name that every file system takes. */
export function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "").slice(0, 120) || "file";
}
