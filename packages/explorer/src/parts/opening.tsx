import { useState } from "react";
import type { ReactNode } from "react";
import { useLocation } from "react-router";
import styles from "./opening.module.css";

export interface OpeningProps {
  /** What is inside, in a few words and with its number. */
  readonly summary: ReactNode;
  /** Anchors of what is inside: an address that names one opens it. */
  readonly holds: readonly string[];
  readonly children: ReactNode;
}

/** A part of a page that is closed until somebody opens it, or an address names something in it. */
export function Opening({ summary, holds, children }: OpeningProps): React.JSX.Element {
  const { hash } = useLocation();
  const isLinked = holds.includes(hash.slice(1));
  const [isOpen, setOpen] = useState(isLinked);
  const [seen, setSeen] = useState(hash);
  // While rendering and not after it, so that what is named can be scrolled to as soon as it is there.
  if (seen !== hash) {
    setSeen(hash);
    if (isLinked) setOpen(true);
  }
  return (
    <details className={styles.opening} open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{summary}</summary>
      <div className={styles.inside}>{children}</div>
    </details>
  );
}
