import { useState } from "react";
import type { ReactNode } from "react";

/** The first of many words in a line, the rest behind a button. */
export function MoreOf({ most, children }: { readonly most: number; readonly children: readonly ReactNode[] }): React.JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  // One more alone is no more to read than the button.
  if (isOpen || children.length <= most + 1) return <>{children}</>;
  return <>{children.slice(0, most)} <button type="button" className="small quiet" onClick={() => setIsOpen(true)}>and {children.length - most} more</button></>;
}
