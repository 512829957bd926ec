import { useEffect, useRef } from "react";
import { explain } from "../client/explain.ts";
import type { MorePages } from "../client/use-more-pages.ts";
import { count } from "../format/numbers.ts";
import { Foreign } from "./foreign.tsx";

export interface MoreButtonProps {
  readonly pages: MorePages<unknown>;
  /** What the list holds: `files`. */
  readonly what: string;
  /** What the button says. @default `Show more ${what}` */
  readonly label?: string;
  /** How many there are in all; `undefined` when that is not known. */
  readonly total?: number | undefined;
}

/** Below a list that goes on: how much of it is shown, and the way to more. */
export function MoreButton({ pages: { rows, hasMore, isPaged, isAsking, error, showMore }, what, label = `Show more ${what}`, total }: MoreButtonProps): React.JSX.Element | null {
  const status = useRef<HTMLSpanElement>(null);
  const hadMore = useRef(hasMore);
  useEffect(() => {
    // The button goes with the last page; the focus would fall to the top of the page.
    if (hadMore.current && !hasMore) status.current?.focus();
    hadMore.current = hasMore;
  }, [hasMore]);
  if (!isPaged) return null;
  const shown = total === undefined ? `${count(rows.length)} ${what} shown${hasMore ? ", more may follow" : ""}` : `${count(rows.length)} of ${count(total)} ${what} shown`;
  return (
    <div className="row">
      {hasMore && <button type="button" className="small" aria-disabled={isAsking} onClick={isAsking ? undefined : showMore}>{isAsking ? "Asking…" : label}</button>}
      <span ref={status} tabIndex={-1} role="status" className="small muted">{shown}</span>
      {error !== undefined && <span role="alert" className="small">{explain(error).title}. {explain(error).sentences.map((sentence) => <Foreign key={sentence} text={sentence} />)}</span>}
    </div>
  );
}
