import styles from "./awaited.module.css";

/** Stands where the conditions will, until something was counted. */
export function FacetsAwaited(): React.JSX.Element {
  return (
    <div className={styles.facets}>
      {[7, 6, 7, 7, 7].map((values, group) => (
        <div key={group} className={styles.group} aria-hidden="true">
          <div className={styles.legend} />
          {Array.from({ length: values }, (_, value) => <div key={value} className={styles.value} />)}
        </div>
      ))}
    </div>
  );
}

/** Stands where the first hits will. It reaches below the window, so that nothing under it is seen to move. */
export function HitsAwaited(): React.JSX.Element {
  return (
    <div className={styles.hits}>
      <p role="status" className="only-heard">Loading models</p>
      {Array.from({ length: 8 }, (_, hit) => (
        <div key={hit} className={styles.hit} aria-hidden="true"><div className={styles.name} /><div className={styles.line} /><div className={styles.line} /></div>
      ))}
    </div>
  );
}
