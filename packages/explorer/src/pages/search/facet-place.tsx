import { memo, useRef, useState } from "react";
import { counted } from "../../format/numbers.ts";
import { FacetsAwaited } from "./awaited.tsx";
import { Facets } from "./facets.tsx";
import type { FacetsProps } from "./facets.tsx";
import styles from "./search-page.module.css";
import { useWide } from "./use-wide.ts";

export interface FacetPlaceProps extends Omit<FacetsProps, "facets"> {
  /** `undefined` while nothing was counted yet. */
  readonly facets: FacetsProps["facets"] | undefined;
  /** Whether counts will come at all. */
  readonly isSearched: boolean;
  readonly total: number | undefined;
  /** How many conditions there are. */
  readonly chosen: number;
}

/** The conditions: beside the hits, or, where there is no room, behind a button above them. */
export const FacetPlace = memo(function FacetPlace({ total, chosen, facets, isSearched, ...props }: FacetPlaceProps): React.JSX.Element {
  const isWide = useWide();
  const [isOpen, setOpen] = useState(false);
  const summary = useRef<HTMLElement>(null);
  const shown = facets === undefined && isSearched ? <FacetsAwaited /> : <Facets {...props} facets={facets ?? []} />;
  if (isWide) return <aside className={styles.aside} aria-label="Conditions"><h2 className="only-heard">Conditions</h2>{shown}</aside>;
  const close = (): void => {
    setOpen(false);
    summary.current?.focus();
  };
  return (
    <details className={styles.narrow} open={isOpen} onToggle={({ currentTarget, target }) => target === currentTarget && setOpen(currentTarget.open)} onKeyDown={({ key }) => key === "Escape" && isOpen && close()}>
      <summary ref={summary}>Conditions{chosen > 0 && ` (${chosen} chosen)`}</summary>
      {isOpen && (
        <>
          {shown}
          <button type="button" className={`primary ${styles.show}`} onClick={close}>{total === undefined ? "Show models" : `Show ${counted(total, "model")}`}</button>
        </>
      )}
    </details>
  );
});
