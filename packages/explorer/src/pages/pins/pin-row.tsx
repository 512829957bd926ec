import { Link } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { PinsPageResultFragment } from "../../generated/types.ts";
import { Digest } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { paths } from "../../paths.ts";
import { decisionOutcomes } from "../../words/policies.ts";
import { confidenceWord } from "../../words/resolution.ts";
import styles from "./pins-page.module.css";

export interface PinRowProps {
  readonly reference: string;
  /** `undefined` until it was tried. */
  readonly result: PinsPageResultFragment | undefined;
  readonly remove: () => void;
  readonly replace: (reference: string) => void;
}

/** One reference of the list, and what came of it. */
export function PinRow({ reference, result, remove, replace }: PinRowProps): React.JSX.Element {
  return (
    <>
      <div className={styles.rowHead}>
        <Link to={paths.resolve(reference)}><code><Foreign text={reference} maxLength={200} /></code></Link>
        {result === undefined && <Mark tone="plain">not pinned yet</Mark>}
        {result !== undefined && (result.pin === null ? <Mark tone="caution">no pin</Mark> : <Mark tone="accent">pinned</Mark>)}
        <button type="button" className="small" aria-label={`Take off: ${reference}`} onClick={remove}>Take off</button>
      </div>
      {typeof result?.problem === "string" && <p><Foreign text={result.problem} maxLength={600} /></p>}
      {result !== undefined && result.pin === null && result.resolution.candidates.length > 0 && (
        <ul>
          {result.resolution.candidates.map(({ model, reason, confidence }) => (
            <li key={model.id}><button type="button" className="small" onClick={() => replace(model.id)}>Take this one</button> <Link to={paths.model(model.id)}><Foreign text={model.name} /></Link>{model.publisher !== null && <> by <Foreign text={model.publisher.name} /></>}: <span className="small"><Foreign text={reason} />; {confidenceWord(confidence)}</span></li>
          ))}
        </ul>
      )}
      {result !== undefined && result.pin !== null && <Pinned pin={result.pin} />}
    </>
  );
}

function Pinned({ pin: { model, listing, revision, fileCount, digest, decision, createdAt } }: { readonly pin: NonNullable<PinsPageResultFragment["pin"]> }): React.JSX.Element {
  const { label, note, tone } = decisionOutcomes[decision.outcome];
  const open = decision.rules.filter(({ outcome }) => outcome === "FAIL" || outcome === "UNKNOWN");
  return (
    <>
      <dl className={styles.facts}>
        <div><dt>Decision when it was pinned</dt><dd><Mark tone={tone} title={note}>{label}</Mark><br /><span className="small muted"><Foreign text={decision.policy.title} />, <Moment at={createdAt} to="minute" /></span></dd></div>
        <div><dt>Model</dt><dd><Link to={paths.model(model.id)}><Foreign text={model.name} /></Link>{model.publisher !== null && <> by <Foreign text={model.publisher.name} /></>}<br /><span className="small muted"><Foreign text={listing.key} maxLength={120} />, at {listing.source.title}</span></dd></div>
        <div><dt>Files</dt><dd>{counted(fileCount, "file")}</dd></div>
        <div><dt>Revision</dt><dd><Digest value={revision} what="the pinned revision" /></dd></div>
        <div><dt>Digest of the pin</dt><dd><Digest value={digest} what="the digest of the pin" /></dd></div>
      </dl>
      {open.length > 0 && (
        <details className="small">
          <summary>{counted(open.length, "rule")} failed or could not be decided</summary>
          <ul>{open.map(({ rule, outcome, explanation }) => <li key={rule.key}><strong><Foreign text={rule.title} /></strong> ({outcome === "FAIL" ? "fails" : "unknown"}): <Foreign text={explanation} maxLength={400} /></li>)}</ul>
          <p><Link to={paths.trust(listing.key)}>The whole report</Link></p>
        </details>
      )}
    </>
  );
}
