import { memo, useEffect, useId, useRef, useState } from "react";
import type { ReactNode } from "react";
import { counted } from "../../format/numbers.ts";
import { FacetsAwaited } from "./awaited.tsx";
import styles from "./facet-place.module.css";
import { Facets } from "./facets.tsx";
import type { FacetsProps } from "./facets.tsx";
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

/** The conditions: beside the hits, or, where there is no room, in a dialog over the page. */
export const FacetPlace = memo(function FacetPlace({ total, chosen, facets, isSearched, ...props }: FacetPlaceProps): React.JSX.Element {
  const isWide = useWide();
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const shown = facets === undefined && isSearched ? <FacetsAwaited /> : <Facets {...props} facets={facets ?? []} />;
  if (isWide) return <aside aria-label="Conditions"><h2 className="only-heard">Conditions</h2>{shown}</aside>;
  const closed = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <>
      <button ref={opener} type="button" className={styles.opener} aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => setOpen(true)}>Conditions{chosen > 0 && ` (${chosen} chosen)`}</button>
      {isOpen && <FacetDialog onClosed={closed} close={total === undefined ? "Show models" : `Show ${counted(total, "model")}`}>{shown}</FacetDialog>}
    </>
  );
});

interface FacetDialogProps {
  readonly onClosed: () => void;
  /** What its last button says. */
  readonly close: string;
  readonly children: ReactNode;
}

/** Stands over the page and keeps the focus; Escape and the last button close it. */
function FacetDialog({ onClosed, close, children }: FacetDialogProps): React.JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const title = useId();
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    heading.current?.focus();
    return () => opened?.close();
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={title} onClose={({ currentTarget }) => !currentTarget.open && onClosed()}>
      <h2 ref={heading} id={title} tabIndex={-1} className={styles.heading}>Conditions</h2>
      {children}
      <div className={styles.end}><button type="button" className={`primary ${styles.show}`} onClick={() => dialog.current?.close()}>{close}</button></div>
    </dialog>
  );
}
