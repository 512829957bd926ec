import type { ModelPageQuery, ModelPageQueryVariables } from "../../generated/types.ts";
import type { ChosenPolicy } from "../../policy/policy-param.ts";
import { AgainstSection } from "./against-section.tsx";
import { AlternativesSection } from "./alternatives-section.tsx";
import { ArtifactsSection } from "./artifacts-section.tsx";
import { AskAgain } from "./ask-again.tsx";
import { ConflictsSection } from "./conflicts-section.tsx";
import { EvaluationsSection } from "./evaluations-section.tsx";
import { FactsSection } from "./facts-section.tsx";
import { HistorySection } from "./history-section.tsx";
import { LineageSection } from "./lineage-section.tsx";
import { CandidatesSection, ListingsSection } from "./listings-section.tsx";
import { LoadSection } from "./load-section.tsx";
import { MemorySection } from "./memory-section.tsx";
import { KeyFacts, ModelHead } from "./model-head.tsx";
import { ModelNav } from "./model-nav.tsx";
import type { NavEntry } from "./model-nav.tsx";
import { MovedNotice } from "./moved-notice.tsx";
import { OffersSection } from "./offers-section.tsx";
import { ProgramsSection } from "./programs-section.tsx";
import { StateNotice } from "./state-notice.tsx";
import { TrustSummary } from "./trust-summary.tsx";
import styles from "./model-view.module.css";

export interface ModelViewProps {
  /** The id of the address. */
  readonly id: string;
  readonly answer: ModelPageQuery & { readonly model: NonNullable<ModelPageQuery["model"]> };
  /** The variables of the request. */
  readonly asked: ModelPageQueryVariables;
  /** While the answer to changed inputs is awaited. */
  readonly isAsking: boolean;
  /** `undefined`: the usual one. */
  readonly policy: ChosenPolicy | undefined;
  readonly onPolicy: (policy: ChosenPolicy | undefined) => void;
  /** Reads the page anew. */
  readonly onAgain: () => void;
}

/** The page of one model, what matters most first. */
export function ModelView({ id, answer, asked, isAsking, policy, onPolicy, onAgain }: ModelViewProps): React.JSX.Element {
  const { model, policies, changes } = answer;
  const leading = model.listings.nodes.find(({ link }) => link.kind === "LEADING");
  const sourceCount = new Set(model.listings.nodes.map(({ source }) => source.id)).size;
  return (
    <>
      <ModelHead model={model}>{leading !== undefined && <AskAgain key={model.id} id={model.id} listing={leading} onAnswer={onAgain} />}</ModelHead>
      <MovedNotice asked={id} model={model} moved={answer.moved} />
      <div className={styles.notices}><StateNotice listings={model.listings} /></div>
      <KeyFacts model={model} />
      <div className={styles.page}>
        <ModelNav entries={entriesOf(answer)} />
        <div className={styles.body}>
          <AgainstSection id={model.id} trust={model.trust} conflicts={model.conflicts} />
          <TrustSummary id={model.id} trust={model.trust} policies={policies} policy={policy} onPolicy={onPolicy} />
          <LoadSection model={model} />
          <OffersSection offers={model.offers} />
          <AlternativesSection model={model} />
          <FactsSection model={model} />
          <ConflictsSection conflicts={model.conflicts} sourceCount={sourceCount} hasContradiction={(model.trust?.conflicts ?? []).length > 0 || (model.trust?.against.nodes ?? []).some(({ status }) => status === "FAILED")} />
          <MemorySection memory={model.memory} isAsking={isAsking} />
          <ListingsSection listings={model.listings} />
          <CandidatesSection candidateListings={model.candidateListings} />
          <EvaluationsSection model={model} />
          <LineageSection model={model} />
          <ArtifactsSection model={model} />
          {changes !== null && <HistorySection changes={changes.nodes} pageInfo={changes.pageInfo} id={model.id} />}
          <ProgramsSection model={model} asked={asked} />
        </div>
      </div>
    </>
  );
}

function entriesOf({ model }: ModelViewProps["answer"]): readonly NavEntry[] {
  const { conflicts, listings, candidateListings, offers, memory, evaluations, artifacts, alternatives } = model;
  return [
    { id: "against", title: "Against it" },
    { id: "trust", title: "Trust" },
    { id: "load", title: "Load it" },
    { id: "offers", title: "Services", count: offers.totalCount },
    { id: "alternatives", title: "Also worth a look", count: alternatives?.length },
    { id: "facts", title: "Facts" },
    { id: "conflicts", title: "Disagreements", count: conflicts.length },
    { id: "memory", title: "Memory", count: memory.length },
    { id: "listings", title: "Listings", count: listings.totalCount },
    ...(candidateListings.length === 0 ? [] : [{ id: "candidates", title: "Not joined", count: candidateListings.length }]),
    { id: "evaluations", title: "Evaluations", count: evaluations?.totalCount ?? undefined },
    { id: "lineage", title: "Lineage" },
    { id: "artifacts", title: "Files", count: artifacts?.totalCount ?? undefined },
    { id: "history", title: "History" },
    { id: "programs", title: "For programs" },
  ];
}
