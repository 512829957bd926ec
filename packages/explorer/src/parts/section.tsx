import type { ReactNode } from "react";
import styles from "./section.module.css";

export interface SectionProps {
  /** For the address: `#offers`. */
  readonly id: string;
  readonly title: string;
  /** Beside the title, such as a count. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading that can be linked to. */
export function Section({ id, title, aside, children }: SectionProps): React.JSX.Element {
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
