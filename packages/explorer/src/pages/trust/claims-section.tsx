import { useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import { client } from "../../client/client.ts";
import { count, counted } from "../../format/numbers.ts";
import { TrustPageClaims } from "../../generated/trust-page.ts";
import type { ClaimRowFragment, TrustPageReportFragment } from "../../generated/types.ts";
import { claimAnchor } from "../../parts/claim-anchor.ts";
import { ClaimList } from "../../parts/claim-view.tsx";
import { Opening } from "../../parts/opening.tsx";
import { Section } from "../../parts/section.tsx";
import { useNarrow } from "../../parts/use-narrow.ts";
import { ruleValues } from "../../policy/rule-values.ts";
import { claimKinds } from "../../words/claims.ts";
import { byKind, effectsInWords } from "./claim-areas.ts";
import { ClaimFilters } from "./claim-filters.tsx";
import { filterOf, grouped, meets } from "./group-claims.ts";
import type { GroupName } from "./group-claims.ts";
import styles from "./trust-page.module.css";

export interface ClaimsSectionProps {
  readonly listing: string;
  readonly claims: TrustPageReportFragment["claims"];
  readonly counts: TrustPageReportFragment["counts"];
}

/** Groups whose first claims are in sight, whatever their kind. */
const openGroups: ReadonlySet<GroupName> = new Set(["against", "caution"]);
/** Claims of such a group before the rest is folded by kind. */
const mostOpen = 5;

/** All claims, what speaks against it first, with filters in the address. */
export function ClaimsSection({ listing, claims, counts }: ClaimsSectionProps): React.JSX.Element {
  const [query] = useSearchParams();
  const { hash } = useLocation();
  const { shown: known, rest, more, problem } = useMoreClaims(listing, claims);
  const filter = filterOf(query, ruleValues);
  const shown = known.filter((claim) => meets(claim, filter) || `#${claimAnchor(claim.id)}` === hash);
  return (
    <Section id="claims" title="Claims" aside={counted(claims.totalCount, "claim")}>
      <dl className={styles.counts}>
        <div><dd>{count(counts.verified)}</dd><dt>verified here</dt></div>
        <div><dd>{count(counts.asserted)}</dd><dt>asserted</dt></div>
        <div><dd>{count(counts.unknown)}</dd><dt>unknown</dt></div>
        <div><dd>{count(counts.failed)}</dd><dt>contradicted</dt></div>
      </dl>
      <p className="small muted">Counts by how the claims are known, and no score: a verified claim can speak against it. What does not apply, and what is said beside the listing, is in none of them.</p>
      <ClaimFilters claims={known} filter={filter} hidden={known.length - shown.length} />
      {grouped(shown).map(({ name, title, note, claims: group }) => (
        <div key={name} className={styles.group}>
          <h3>{title} <span className="muted small">{counted(group.length, "claim")}</span></h3>
          <p className="small muted">{note}</p>
          {filter.kind === undefined ? <Areas claims={group} mostOpen={openGroups.has(name) ? mostOpen : 0} /> : <ClaimList claims={group} />}
        </div>
      ))}
      {known.length === 0 && <p>No claim is known of this listing yet.</p>}
      {problem !== "" && <p role="alert">{problem}</p>}
      {rest > 0 && <p><button type="button" onClick={more}>Show {count(Math.min(rest, 100))} more of {counted(rest, "claim")}</button></p>}
    </Section>
  );
}

/** The first claims in sight, the others by kind: those of one kind are folded with their number, and where the window is narrow a single one is too. */
function Areas({ claims, mostOpen: most }: { readonly claims: readonly ClaimRowFragment[]; readonly mostOpen: number }): React.JSX.Element {
  const isNarrow = useNarrow();
  return (
    <div className={styles.areas}>
      {most > 0 && <ClaimList claims={claims.slice(0, most)} />}
      {byKind(claims.slice(most)).map(({ kind, claims: those }) => (those.length === 1 && !isNarrow
        ? <ClaimList key={kind} claims={those} />
        : (
          <Opening key={kind} summary={<><span>{claimKinds[kind].label}</span> <span className="small muted">{effectsInWords(those)}</span></>} holds={those.map(({ id }) => claimAnchor(id))}>
            <ClaimList claims={those} />
          </Opening>
        )))}
    </div>
  );
}

type Page = TrustPageReportFragment["claims"];

/** The claims beyond the first page, as they are asked for: of what is stored, so that nothing is checked again. */
function useMoreClaims(listing: string, first: Page): { readonly shown: readonly ClaimRowFragment[]; readonly rest: number; readonly more: () => void; readonly problem: string } {
  const [added, setAdded] = useState<{ readonly to: Page; readonly pages: readonly Page[] }>({ to: first, pages: [] });
  const [problem, setProblem] = useState("");
  const pages = added.to === first ? added.pages : [];
  const last = pages.at(-1) ?? first;
  const shown = [...new Map([first, ...pages].flatMap(({ nodes }) => nodes).map((claim) => [claim.id, claim])).values()];
  const more = (): void => {
    if (last.pageInfo.endCursor === null) return;
    void client.query(TrustPageClaims, { listing: `listing:${listing}`, after: last.pageInfo.endCursor }).toPromise().then(({ data }) => {
      const node = data?.node;
      const next = node !== undefined && node !== null && "trust" in node ? node.trust?.claims : undefined;
      setProblem(next === undefined ? "The rest of the claims could not be read. Try again." : "");
      if (next !== undefined) setAdded({ to: first, pages: [...pages, next] });
    });
  };
  return { shown, rest: last.pageInfo.hasNextPage ? first.totalCount - shown.length : 0, more, problem };
}
