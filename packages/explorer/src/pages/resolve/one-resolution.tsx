import { useEffect } from "react";
import { Link } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { ResolvePage } from "../../generated/resolve-page.ts";
import type { ResolvePageQuery } from "../../generated/types.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Mark } from "../../parts/mark.tsx";
import { AnswerProblem, Problem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { SourceOutcomes } from "../../parts/source-outcomes.tsx";
import { paths } from "../../paths.ts";
import { resolutionOutcomes } from "../../words/resolution.ts";
import { chainWords } from "../../words/chains.ts";
import { CandidateList } from "./candidate-list.tsx";
import { DigestFiles } from "./digest-files.tsx";
import { entriesOfContract } from "./entries-of-contract.ts";
import type { ContractEntries } from "./entries-of-contract.ts";
import { ExampleList } from "./example-list.tsx";
import { ModelFacts, ModelName } from "./model-line.tsx";
import { NamedListing } from "./named-listing.tsx";
import { NextSteps } from "./next-steps.tsx";
import { wholeDigest } from "./pasted.ts";
import { SameAsAnswer } from "./same-as-answer.tsx";
import { SameAsBox } from "./same-as-box.tsx";
import { SameModelAnswer } from "./same-model-answer.tsx";
import styles from "./resolve-page.module.css";

type Resolution = NonNullable<ResolvePageQuery["resolve"]>;

/** How many candidates the document of this page asks for. */
const mostEntries = 10;

/** What became of one text, and whether it means the same as `other`. */
export function OneResolution({ reference, other }: { readonly reference: string; readonly other: string | undefined }): React.JSX.Element {
  const digest = wholeDigest(reference);
  const { data, isCurrent, error, again, isAsking } = useAnswer(ResolvePage, { reference, digests: digest === undefined ? [] : [digest], isDigest: digest !== undefined, other: other ?? "", withOther: other !== undefined });
  const isThere = data !== undefined && isCurrent;
  useEffect(() => {
    // A candidate that was chosen leads to its own answer; the list that had the focus is gone.
    if (!isThere || location.hash === "") return;
    const section = document.getElementById(location.hash.slice(1));
    section?.scrollIntoView();
    section?.querySelector<HTMLElement>("h2 a")?.focus({ preventScroll: true });
  }, [isThere, reference]);
  if (error !== undefined) return <AnswerProblem error={error} again={again} />;
  if (data === undefined || !isCurrent) return <Loading what={`what “${reference.slice(0, 80)}” means; sources may be asked`} lines={10} />;
  const { resolve, modelsByDigest, other: second } = data;
  if (resolve === null) return <Problem title="The endpoint gave no reading"><button type="button" onClick={again}>Ask again</button></Problem>;
  const contract = contractOf(resolve);
  return (
    <div aria-busy={isAsking}>
      <Outcome resolution={resolve} contract={contract} again={again} isAsking={isAsking} />
      {resolve.outcome !== "NOT_RECOGNIZED" && <SameAsBox />}
      {second !== undefined && second !== null && <SameAsAnswer first={resolve} second={second} contract={contract} />}
      {modelsByDigest?.map((match) => <DigestFiles key={match.digest} match={match} />)}
      {resolve.outcome === "RESOLVED" && <><SameModelAnswer resolution={resolve} /><NamedListing resolution={resolve} /></>}
      {resolve.outcome !== "RESOLVED" && resolve.candidates.length > 0 && (
        <Section id="candidates" title={contract === undefined ? candidatesTitle(resolve) : "Entries of the contract"} aside={`${resolve.candidates.length} shown${contract === undefined ? ", the likeliest reading first" : ""}`}>
          <CandidateList candidates={resolve.candidates} reference={resolve.reference} areEntries={contract !== undefined} />
        </Section>
      )}
      {resolve.outcome === "NOT_RECOGNIZED" && <Section id="forms" title="What is read"><ExampleList /></Section>}
      {resolve.sources.length > 0 && <Section id="sources" title="How the sources fared"><SourceOutcomes outcomes={resolve.sources} /></Section>}
    </div>
  );
}

function candidatesTitle({ outcome, candidates }: Resolution): string {
  if (outcome === "AMBIGUOUS") return candidates.length === 1 ? "It could be this one" : "It could be one of these";
  return outcome === "UNREACHABLE" ? "What is stored here and could be meant" : "Not the same, but called alike";
}

function contractOf({ reference, outcome, listing, candidates }: Resolution): ContractEntries | undefined {
  return entriesOfContract(reference, outcome === "RESOLVED" ? [listing] : candidates.map((candidate) => candidate.listing));
}

/** That an address is no model, and what is known of the contract there. */
function Contract({ contract: { chainIds, count } }: { readonly contract: ContractEntries }): React.JSX.Element {
  return (
    <p className={styles.message}>
      This is the address of a contract that holds entries of a registry: it is not itself a model. {count >= mostEntries ? `At least ${count}` : count} of its entries {count === 1 ? "is" : "are"} known here, counting one for each model. It is on {chainIds.map(chainWords).join(", and on ")}. An entry says what whoever registered it wrote.
    </p>
  );
}

function Outcome({ resolution, contract, again, isAsking }: { readonly resolution: Resolution; readonly contract: ContractEntries | undefined; readonly again: () => void; readonly isAsking: boolean }): React.JSX.Element {
  const { reference, outcome, readAs, message, model, listing, sources } = resolution;
  const { label, note, tone } = resolutionOutcomes[outcome];
  const silent = sources.filter(({ status }) => status === "FAILED" || status === "PARTIAL");
  return (
    <section className={`card ${styles.outcome}`} aria-labelledby="outcome">
      <div className="row"><Mark tone={contract === undefined ? tone : "caution"}>{contract === undefined ? label : outcome === "RESOLVED" ? "a contract, of which one entry is known" : "a contract, not a model"}</Mark><span className="small muted">{readAs.length === 0 ? "Read as nothing that is known here" : <>Read as {readAs.map((each, at) => <span key={each}>{at > 0 && ", and as "}<Foreign text={each} /></span>)}</>}</span></div>
      <div role="status"><h2 id="outcome">{model !== null && outcome === "RESOLVED" ? <ModelName model={model} /> : contract === undefined ? note : "A contract that holds entries of a registry"}</h2></div>
      <p className={styles.pasted}><span className="only-heard">What was pasted: </span><code><Foreign text={reference} maxLength={1_024} multiline /></code> <CopyButton text={reference} what="what was pasted" /></p>
      {contract !== undefined && <Contract contract={contract} />}
      {message !== null && message !== note && (contract === undefined || outcome !== "AMBIGUOUS") && <p className={styles.message}><Foreign text={message} maxLength={800} /></p>}
      {outcome === "UNREACHABLE" && (
        <p className={styles.message}>{silent.length === 0 ? "Which source is silent stands below." : <>No answer came from {silent.map(({ source }) => source.title).join(", ")}.</>} <button type="button" className="small" onClick={again} disabled={isAsking}>Ask again</button></p>
      )}
      {(outcome === "NOT_FOUND" || outcome === "NOT_RECOGNIZED") && <p><Link className="button" to={paths.search({ q: reference })}>Search for these words</Link></p>}
      {model !== null && <ModelFacts model={model} />}
      {model !== null && outcome === "RESOLVED" && <NextSteps modelId={model.id} listingKey={listing?.key} reference={reference} />}
      {model !== null && outcome !== "RESOLVED" && <p>Stored here, and perhaps meant: <ModelName model={model} /></p>}
    </section>
  );
}
