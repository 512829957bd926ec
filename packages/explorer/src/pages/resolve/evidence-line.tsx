import type { ResolvePageEvidenceFragment } from "../../generated/types.ts";
import { Digest } from "../../parts/copy.tsx";
import { rawEvidencePath } from "../../parts/evidence-words.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Outside } from "../../parts/outside.tsx";

/** Where a reason can be looked up; what is the same for a reader stands once. */
export function EvidenceLines({ evidence }: { readonly evidence: readonly ResolvePageEvidenceFragment[] }): React.JSX.Element {
  return <>{[...new Map(evidence.map((each) => [JSON.stringify({ ...each, digest: null }), each]))].map(([key, each]) => <EvidenceLine key={key} evidence={each} />)}</>;
}

function EvidenceLine({ evidence }: { readonly evidence: ResolvePageEvidenceFragment }): React.JSX.Element {
  const raw = rawEvidencePath(evidence.digest);
  return (
    <span className="small">
      {evidence.__typename === "DigestEvidence" && <>Two digests were held against each other: <Digest value={evidence.left} what="the first digest" />, stated by <Foreign text={evidence.leftFrom} />, and <Digest value={evidence.right} what="the second digest" />, stated by <Foreign text={evidence.rightFrom} />. </>}
      {evidence.__typename === "ChainEvidence" && <>Block {evidence.blockNumber} of chain {evidence.chainId}, contract <code><Foreign text={evidence.address} /></code>{evidence.transactionHash !== null && <>, transaction <Digest value={evidence.transactionHash} what="the transaction" /></>}. </>}
      {evidence.sourceUrl !== null && <>Read at <Outside href={evidence.sourceUrl}><Foreign text={evidence.sourceUrl} maxLength={120} /></Outside>, </>}
      {evidence.sourceUrl === null && "Read "}<Moment at={evidence.retrievedAt} />
      {raw !== undefined && <>; <a href={raw}>the raw evidence</a></>}.
    </span>
  );
}
