import { Link } from "react-router";
import type { ComparePageResolutionFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { paths } from "../../paths.ts";
import { confidenceWord, resolutionOutcomes } from "../../words/resolution.ts";
import { useReferences } from "./use-references.ts";
import styles from "./compare-page.module.css";

interface UnresolvedReference {
  readonly resolution: ComparePageResolutionFragment;
  /** Its place among the references of the address. */
  readonly place: number;
}

/** References without exactly one model, each with what could be meant. The comparison goes on with the others. */
export function Unresolved({ unresolved }: { readonly unresolved: readonly UnresolvedReference[] }): React.JSX.Element | null {
  const { references, change } = useReferences();
  if (unresolved.length === 0) return null;
  return (
    <ul className={`plain ${styles.unresolved}`} aria-label="References that are not compared">
      {unresolved.map(({ resolution: { reference, outcome, message, candidates }, place }) => (
        <li key={place} className="card">
          <div className="row">
            <code><Foreign text={reference} maxLength={200} /></code>
            <Mark tone={resolutionOutcomes[outcome].tone} title={resolutionOutcomes[outcome].note}>{resolutionOutcomes[outcome].label}</Mark>
            <Link className="small" to={paths.resolve(reference)}>Look it up</Link>
            <button type="button" className="small" onClick={() => change(references.toSpliced(place, 1))}>Take it away</button>
          </div>
          {message !== null && <p className="small"><Foreign text={message} maxLength={400} /></p>}
          {candidates.length > 0 && (
            <ul>
              {candidates.map(({ model, reason, confidence }) => (
                <li key={model.id}>
                  <button type="button" className="small" onClick={() => change(references.with(place, model.id))}>Compare this one</button>{" "}
                  <Link to={paths.model(model.id)}><Foreign text={model.name} /></Link>{model.publisher !== null && <> by <Foreign text={model.publisher.name} /></>}: <span className="small"><Foreign text={reason} />; {confidenceWord(confidence)}</span>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
