import styles from "./loading.module.css";

/** Says that something is on its way. Holds the room that it will take, so that nothing moves when it comes. */
export function Loading({ what, lines = 6 }: { readonly what: string; readonly lines?: number }): React.JSX.Element {
  return (
    <div className={styles.place}>
      <p role="status" className="only-heard">Loading {what}</p>
      {Array.from({ length: lines }, (_, line) => <div key={line} className={styles.line} aria-hidden="true" />)}
    </div>
  );
}
