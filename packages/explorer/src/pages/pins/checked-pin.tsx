import { useRef, useState } from "react";
import { Link } from "react-router";
import type { CombinedError } from "@urql/core";
import { act } from "../../client/action.ts";
import { counted } from "../../format/numbers.ts";
import { MakePins } from "../../generated/pins-page.ts";
import type { PinOutcome, PinsPageResultFragment, PolicyChoiceFragment } from "../../generated/types.ts";
import { Digest } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { useKeptFocus } from "../../parts/use-kept-focus.ts";
import { paths } from "../../paths.ts";
import { defaultPolicy } from "../../policy/policy-param.ts";
import { pinOutcomes } from "../../words/pins.ts";
import { decisionOutcomes } from "../../words/policies.ts";
import type { CheckRow } from "./check-rows.ts";
import { DriftView } from "./drift-view.tsx";
import type { LockDocument } from "./lock-file.ts";
import styles from "./pins-page.module.css";

export interface CheckedPinProps {
  readonly row: CheckRow;
  readonly outcome: PinOutcome | undefined;
  readonly policies: readonly PolicyChoiceFragment[];
  readonly isRenewed: boolean;
  /** Takes a new entry for the old one. */
  readonly renew: (document: LockDocument) => void;
}

/** One entry of a lock file, held against the present. */
export function CheckedPin({ row: { entry, result }, outcome, policies, isRenewed, renew }: CheckedPinProps): React.JSX.Element {
  const problem = "problem" in entry ? entry.problem : (result?.problem ?? undefined);
  return (
    <>
      <div className={styles.rowHead}>
        {outcome === undefined ? <Mark tone="plain">not asked yet</Mark> : <Mark tone={pinOutcomes[outcome].tone} title={pinOutcomes[outcome].note}>{pinOutcomes[outcome].label}</Mark>}
        <code><Foreign text={entry.requested ?? `entry ${entry.place + 1}`} maxLength={200} /></code>
        {isRenewed && <Mark tone="accent">pinned anew</Mark>}
      </div>
      {outcome === "UNCHANGED" && result !== undefined && <p>All that can be told is as it was pinned, checked <Moment at={result.checkedAt} to="minute" />.</p>}
      {outcome === "UNREACHABLE" && <p>It is not known whether it changed; that is no drift.</p>}
      {problem !== undefined && <p><Foreign text={problem} maxLength={800} /></p>}
      {result?.drifts.map((drift) => <DriftView key={drift.kind} drift={drift} />)}
      {"document" in entry && <Pinned document={entry.document} modelId={result?.model?.id} />}
      {"document" in entry && result !== undefined && outcome !== "UNCHANGED" && !isRenewed && <Renewal document={entry.document} policies={policies} renew={renew} />}
    </>
  );
}

function Pinned({ document, modelId }: { readonly document: LockDocument; readonly modelId: string | undefined }): React.JSX.Element {
  const { revision, pinnedAt } = document;
  return (
    <p className="small muted">
      {typeof revision === "string" && <>Pinned at <Digest value={revision} what="the pinned revision" /></>}
      {typeof pinnedAt === "string" && <>, <Moment at={pinnedAt} to="minute" /></>}
      {modelId !== undefined && <>. <Link to={paths.model(modelId)}>The model</Link>, <Link to={paths.trust(modelId)}>its trust</Link></>}
    </p>
  );
}

/** Makes the pin of now and shows it; the old one is replaced only then, and only on a second word. */
function Renewal({ document, policies, renew }: Pick<CheckedPinProps, "policies" | "renew"> & { readonly document: LockDocument }): React.JSX.Element | null {
  const [state, setState] = useState<{ readonly isAsking: boolean; readonly result?: PinsPageResultFragment; readonly error?: CombinedError }>({ isAsking: false });
  const said = useRef<HTMLParagraphElement>(null);
  const kept = useKeptFocus(() => said.current);
  const requested = document["requested"];
  if (typeof requested !== "string") return null;
  const policy = policyIdOf(document);
  const known = policies.find(({ id }) => id === policy);
  const ask = async (): Promise<void> => {
    if (state.isAsking) return;
    setState({ isAsking: true });
    const acted = await act(MakePins, { references: [requested], policy: { id: known?.id ?? defaultPolicy } });
    if (acted.status === "FAILED") setState({ isAsking: false, error: acted.error });
    else setState({ isAsking: false, ...(acted.data.pin?.[0] !== undefined && { result: acted.data.pin[0] }) });
  };
  const { result, error, isAsking } = state;
  return (
    <div className={styles.renewal} {...kept}>
      {result === undefined && <button type="button" className="small" aria-disabled={isAsking} onClick={() => void ask()}>{isAsking ? "Asking…" : "Update this pin: show what it would be now"}</button>}
      {error !== undefined && <AnswerProblem error={error} again={() => void ask()} />}
      {result !== undefined && (result.pin === null
        ? <p ref={said} tabIndex={-1}>There is no pin of now: <Foreign text={result.problem ?? "the endpoint does not say why"} maxLength={400} /></p>
        : (
          <>
            <p ref={said} tabIndex={-1}>Now: <Mark tone={decisionOutcomes[result.pin.decision.outcome].tone} title={decisionOutcomes[result.pin.decision.outcome].note}>{decisionOutcomes[result.pin.decision.outcome].label}</Mark> <span className="small muted"><Foreign text={result.pin.decision.policy.title} />{known === undefined && policy !== undefined && <>; the policy of the pin, <Foreign text={policy} />, is not one of this gateway</>}</span>, <Digest value={result.pin.revision} what="the revision of now" />, {counted(result.pin.fileCount, "file")}</p>
            <button type="button" className="small" onClick={() => isLockDocument(result.pin?.document) && renew(result.pin.document)}>Take this for the old entry</button>
          </>
        ))}
    </div>
  );
}

function policyIdOf({ policy }: LockDocument): string | undefined {
  return isLockDocument(policy) && typeof policy["id"] === "string" ? policy["id"] : undefined;
}

function isLockDocument(value: unknown): value is LockDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
