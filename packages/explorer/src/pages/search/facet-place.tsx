import { memo, useRef, useState } from "react";
import { counted } from "../../format/numbers.ts";
import { Facets } from "./facets.tsx";
import type { FacetsProps } from "./facets.tsx";
import styles from "./search-page.module.css";
import { useWide } from "./use-wide.ts";

/** The conditions: beside the hits, or, where there is no room, behind a button above them. */
export const FacetPlace = memo(function FacetPlace({ total, chosen, ...props }: FacetsProps & { readonly total: number | undefined; readonly chosen: number }): React.JSX.Element {
  const isWide = useWide();
  const [isOpen, setOpen] = useState(false);
  const summary = useRef<HTMLElement>(null);
  if (isWide) return <aside className={styles.aside} aria-label="Conditions"><h2 className="only-heard">Conditions</h2><Facets {...props} /></aside>;
  const close = (): void => {
    setOpen(false);
    summary.current?.focus();
  };
  return (
    <details className={styles.narrow} open={isOpen} onToggle={({ currentTarget, target }) => target === currentTarget && setOpen(currentTarget.open)} onKeyDown={({ key }) => key === "Escape" && isOpen && close()}>
      <summary ref={summary}>Conditions{chosen > 0 && ` (${chosen} chosen)`}</summary>
      {isOpen && (
        <>
          <Facets {...props} />
          <button type="button" className={`primary ${styles.show}`} onClick={close}>{total === undefined ? "Show models" : `Show ${counted(total, "model")}`}</button>
        </>
      )}
    </details>
  );
});
