import { createContext, use } from "react";
import { Link } from "react-router";
import { depths } from "../words/policies.ts";

/** Where the same is looked at with the largest budget; `undefined` where that is not to be had, such as when it is what is shown. */
export const FurtherLook = createContext<string | undefined>(undefined);

/** The way to look further, beside a sentence that asks for it; nothing where there is none. */
export function LookFurther(): React.JSX.Element | null {
  const to = use(FurtherLook);
  return to === undefined ? null : <Link className="button small" title={depths.DEEP.note} preventScrollReset to={to}>{depths.DEEP.label}</Link>;
}
