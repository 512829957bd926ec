import type { ReactNode } from "react";
import styles from "./claim-view.module.css";

/** One fact of a claim or of its evidence, in a `dl`. Without a value it is not shown, or `without` says why there is none. */
export function ClaimFact({ name, children, without }: { readonly name: string; readonly children: ReactNode; readonly without?: string }): React.JSX.Element | null {
  const isThere = children !== null && children !== undefined && children !== false && children !== "";
  if (!isThere && without === undefined) return null;
  return <div className={styles.fact}><dt>{name}</dt><dd>{isThere ? children : <span className="muted">{without}</span>}</dd></div>;
}
