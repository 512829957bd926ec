import styles from "./model-nav.module.css";

export interface NavEntry {
  /** Of its section. */
  readonly id: string;
  readonly title: string;
  /** How many entries it has. None is not shown: it may be that nobody knows. */
  readonly count?: number | undefined;
}

/** Links to the sections. It stays in sight: at the side, or above on narrow screens, where it scrolls sideways by itself. */
export function ModelNav({ entries }: { readonly entries: readonly NavEntry[] }): React.JSX.Element {
  return (
    <nav className={styles.nav} aria-label="Sections of this page">
      <ul>
        {entries.map(({ id, title, count }) => <li key={id}><a href={`#${id}`}>{title}{count !== undefined && count > 0 && <> <span className={styles.count}>{count}</span></>}</a></li>)}
      </ul>
    </nav>
  );
}
