import { useMorePages } from "../../client/use-more-pages.ts";
import type { Page } from "../../client/use-more-pages.ts";
import { count } from "../../format/numbers.ts";
import { SourceClaimsMore } from "../../generated/source-page.ts";
import type { ClaimKind, ClaimRowFragment, SourceClaimsMoreQuery, SourcePageQuery } from "../../generated/types.ts";
import { FoldedClaims } from "../../parts/folded-claims.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Section } from "../../parts/section.tsx";
import { systemLevels } from "../../words/trust.ts";
import styles from "./source-page.module.css";

type Source = NonNullable<SourcePageQuery["source"]>;
type Trust = NonNullable<Source["trust"]>;

/** What people ask of a source, each with the kinds of claims that answer it. */
const questions: readonly { readonly title: string; readonly kinds: readonly ClaimKind[]; readonly without: string }[] = [
  { title: "Who operates it", kinds: ["SOURCE_OPERATOR"], without: "Not known: no claim names its operator." },
  { title: "Who can change what it lists", kinds: ["CONTROL_AUTHORITY"], without: "Not known: no claim says who can change its entries. That does not mean that nobody can." },
  { title: "What of it can change", kinds: ["REFERENCE_IMMUTABILITY"], without: "Not known: no claim says whether a name can come to mean other bytes." },
  { title: "Whether a change can be seen", kinds: ["CHANGE_HISTORY"], without: "Not known: no claim says whether changes can be seen." },
];

/** Who operates a source, and what of it can be changed by whom, as claims with their evidence. */
export function SourceTrustSection({ source: { id, trust } }: { readonly source: Pick<Source, "id" | "trust"> }): React.JSX.Element {
  return (
    <Section id="trust" title="Who operates it, and who can change it">
      {trust === null ? <p>Not known: the configuration no longer names this source, so nothing of it is checked.</p> : <Trust id={id} trust={trust} />}
    </Section>
  );
}

function Trust({ id, trust }: { readonly id: string; readonly trust: Trust }): React.JSX.Element {
  const pages = useMorePages({ first: pageOf(trust.claims), document: SourceClaimsMore, variablesAt: (after) => ({ id, after }), pageOf: moreOf });
  const asked = new Set(questions.flatMap(({ kinds }) => kinds));
  const others = pages.rows.filter(({ kind }) => !asked.has(kind));
  return (
    <div className="stack">
      <Level trust={trust} />
      {questions.map(({ title, kinds, without }) => {
        const claims = pages.rows.filter(({ kind }) => kinds.includes(kind));
        return <div key={title}><h3 className={styles.question}>{title}</h3>{claims.length === 0 ? <p className="muted">{pages.hasMore ? "Not among the claims that are shown." : without}</p> : <FoldedClaims claims={claims} />}</div>;
      })}
      {others.length > 0 && <div><h3 className={styles.question}>What else is claimed of it</h3><FoldedClaims claims={others} /></div>}
      <MoreButton pages={pages} what="claims" />
    </div>
  );
}

function Level({ trust: { systemLevel, systemMissingForNext, counts } }: { readonly trust: Trust }): React.JSX.Element {
  const { label, note, tone } = systemLevels[systemLevel];
  return (
    <div className="card stack">
      <div className="row"><span>Level of its system:</span><Mark tone={tone}>{label}</Mark><span className="small">{note}</span></div>
      {systemMissingForNext.length > 0 && (
        <div className="small">
          <p className={styles.missing}>For the next level:</p>
          <ul>{systemMissingForNext.map((sentence) => <li key={sentence}><Foreign text={sentence} maxLength={400} /></li>)}</ul>
        </div>
      )}
      <p className={`small muted ${styles.missing}`}>Claims: {count(counts.verified)} verified here, {count(counts.asserted)} asserted, {count(counts.unknown)} unknown, {count(counts.failed)} contradicted. Those that do not apply are left out. These are no score.</p>
    </div>
  );
}

function pageOf({ nodes, pageInfo }: Trust["claims"]): Page<ClaimRowFragment> {
  return { rows: nodes, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined };
}

function moreOf({ source }: SourceClaimsMoreQuery): Page<ClaimRowFragment> | undefined {
  const claims = source?.trust?.claims;
  return claims === undefined ? undefined : pageOf(claims);
}
