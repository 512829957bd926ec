import { useState } from "react";
import type { ReactNode } from "react";

/** The first of many, the rest behind a button. */
export function MoreOf({ most, children }: { readonly most: number; readonly children: readonly ReactNode[] }): React.JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen || children.length <= most) return <>{children}</>;
  return <>{children.slice(0, most)} <button type="button" className="small quiet" onClick={() => setIsOpen(true)}>and {children.length - most} more</button></>;
}
