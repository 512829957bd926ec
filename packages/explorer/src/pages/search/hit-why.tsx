import type { SearchPageHitFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { whySentence } from "./hit-words.ts";
import styles from "./hit.module.css";

/** Why a hit is here, and who says what is shown of it. */
export function HitWhy({ edge: { why, score, node } }: { readonly edge: SearchPageHitFragment }): React.JSX.Element {
  const leading = node.listings.nodes[0];
  const offer = node.offers.nodes[0];
  return (
    <div className={styles.reasons}>
      <ul>
        {why.map((signal) => <li key={`${signal.name} ${signal.note ?? ""}`}><Foreign text={whySentence(signal, node.popularity)} maxLength={300} /> <span className="muted">{signal.value > 0 && "+"}{Number(signal.value.toFixed(2))}</span></li>)}
      </ul>
      <p className="muted">Together {Number(score.toFixed(2))}, which compares within this answer only and says nothing of quality.</p>
      {leading !== undefined && <p className="muted">Its facts are those of {leading.source.title}, whose listing leads{node.popularity.asOf !== null && <>; use as of <Moment at={node.popularity.asOf} /></>}. Where other sources disagree, its page says so.</p>}
      {offer !== undefined && <p className="muted">The price is that of <Foreign text={offer.provider} maxLength={60} />, stated by {offer.source.title}, <Moment at={offer.asOf} />. Nothing proves that a service runs these weights.</p>}
    </div>
  );
}
