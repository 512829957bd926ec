import { useState } from "react";
import type { ReactNode } from "react";

export interface MoreOfProps {
  /** How many are shown at first. */
  readonly most: number;
  /** What they are, for the button of a list with items of its own: `listings`. Without it the button stands in the line. */
  readonly what?: string;
  readonly children: readonly ReactNode[];
}

/** The first of many, the rest behind a button. */
export function MoreOf({ most, what, children }: MoreOfProps): React.JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  // One more alone is no more to read than the button.
  if (isOpen || children.length <= most + 1) return <>{children}</>;
  const rest = children.length - most;
  const open = (): void => setIsOpen(true);
  return <>{children.slice(0, most)} {what === undefined ? <button type="button" className="small quiet" onClick={open}>and {rest} more</button> : <li><button type="button" onClick={open}>Show {rest} more {what}</button></li>}</>;
}
