import { Link } from "react-router";
import { Foreign, foreignTitle } from "../../parts/foreign.tsx";
import { paths } from "../../paths.ts";
import type { Column } from "./columns.ts";
import { moveId } from "./use-moves.ts";
import styles from "./comparison-table.module.css";

/** The name of a column, short: a screen reader says it before each cell. */
export function ColumnHead({ column: { letter, model } }: { readonly column: Column }): React.JSX.Element {
  return <><span className={styles.letter}>{letter}</span> <Link to={paths.model(model.id)}><Foreign text={model.name} maxLength={80} /></Link></>;
}

export interface AskedAsProps {
  readonly column: Column;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly move: (by: -1 | 1) => void;
  readonly remove: () => void;
}

/** What a column was asked as, and the buttons that move it and take it away. */
export function AskedAs({ column: { letter, model, resolution }, isFirst, isLast, move, remove }: AskedAsProps): React.JSX.Element {
  const { listing, revision, readAs, reference, message } = resolution;
  return (
    <div className={styles.columnHead}>
      <div className="small">{model.publisher === null ? "publisher not stated" : <>by <Foreign text={model.publisher.name} maxLength={60} /></>}{listing !== null && <>, at {listing.source.title}</>}</div>
      <div className="small muted">Asked as <code><Foreign text={reference} maxLength={60} /></code>{readAs.length > 0 && <>, read as <Foreign text={readAs.join(", ")} maxLength={80} /></>}{revision !== null && <>, at <code title={foreignTitle(revision)}><Foreign text={revision.slice(0, 12)} /></code></>}</div>
      {message !== null && <div className="small"><Foreign text={message} maxLength={160} /></div>}
      <div className={styles.moves}>
        <button id={moveId(letter, -1)} type="button" className="small" aria-label={`Move ${letter}, ${model.name}, to the left`} aria-disabled={isFirst} onClick={() => move(-1)}>←</button>
        <button id={moveId(letter, 1)} type="button" className="small" aria-label={`Move ${letter}, ${model.name}, to the right`} aria-disabled={isLast} onClick={() => move(1)}>→</button>
        <button type="button" className="small" aria-label={`Remove ${letter}, ${model.name}`} onClick={remove}>Remove</button>
      </div>
    </div>
  );
}
