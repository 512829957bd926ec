import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { useLocation } from "react-router";
import styles from "./section.module.css";
import { useNarrow } from "./use-narrow.ts";

export interface SectionProps {
  /** For the address: `#offers`. */
  readonly id: string;
  readonly title: string;
  /** Beside the title, such as a count. */
  readonly aside?: ReactNode;
  /** Closed at first where the window is narrow, unless the address names it. @default false */
  readonly folds?: boolean;
  readonly children: ReactNode;
}

/** A part of a page with a heading that can be linked to. */
export function Section({ id, title, aside, folds = false, children }: SectionProps): React.JSX.Element {
  const isNarrow = useNarrow();
  if (folds && isNarrow) return <Folded id={id} title={title} aside={aside}>{children}</Folded>;
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={styles.section}>
      <div className={styles.head}>
        <h2 id={`${id}-title`}><a href={`#${id}`}>{title}</a></h2>
        {aside !== undefined && <div className="small muted">{aside}</div>}
      </div>
      {children}
    </section>
  );
}

function Folded({ id, title, aside, children }: Omit<SectionProps, "folds">): React.JSX.Element {
  const { hash } = useLocation();
  const isLinked = hash === `#${id}`;
  const [isOpen, setOpen] = useState(isLinked);
  useEffect(() => {
    if (isLinked) setOpen(true);
  }, [isLinked]);
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={styles.folded}>
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2 id={`${id}-title`}>{title}</h2>
          {aside !== undefined && <span className="small muted">{aside}</span>}
        </summary>
        <div className={styles.inside}>{children}</div>
      </details>
    </section>
  );
}
