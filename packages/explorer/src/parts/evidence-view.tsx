import { bytes, count, counted } from "../format/numbers.ts";
import type { ClaimRowFragment } from "../generated/types.ts";
import { finalities } from "../words/claims.ts";
import { ClaimFact } from "./claim-fact.tsx";
import styles from "./claim-view.module.css";
import { Command, CopyButton, Digest } from "./copy.tsx";
import { agreement, evidenceNames, rawEvidencePath } from "./evidence-words.ts";
import { FileDigest } from "./file-digest.tsx";
import { Foreign } from "./foreign.tsx";
import { Moment } from "./moment.tsx";
import { Outside } from "./outside.tsx";

/** One piece of evidence of a claim. */
export type ClaimEvidence = ClaimRowFragment["evidence"][number];

/** Evidence with all its fields, a link to its raw bytes, and the command to check it again. */
export function EvidenceView({ evidence, place }: { readonly evidence: ClaimEvidence; readonly place: number }): React.JSX.Element {
  const { digest, retrievedAt, sourceUrl, reproduce } = evidence;
  const raw = rawEvidencePath(digest);
  return (
    <div className={styles.evidence}>
      <p className={styles.head}>{place}. {evidenceNames[evidence.__typename]}</p>
      <dl className={styles.facts}>
        <Fields evidence={evidence} />
        <ClaimFact name="Read"><Moment at={retrievedAt} to="second" withAge /></ClaimFact>
        <ClaimFact name="Read where" without="no address is known">{sourceUrl !== null && <Outside href={sourceUrl}><Foreign text={sourceUrl} maxLength={160} /></Outside>}</ClaimFact>
        <ClaimFact name="Raw bytes that decided" without="not kept here">{digest !== null && <><Digest value={digest} what="the digest of the raw evidence" /> {raw !== undefined && <a href={raw}>raw bytes</a>}</>}</ClaimFact>
      </dl>
      {reproduce === null
        ? <p className="small muted">No command is known that checks it again.</p>
        : <div><p className="small muted">Check it again, without believing this gateway. Read the command before you run it.</p><Command text={reproduce} what={`the command that checks evidence ${place} again`} /></div>}
    </div>
  );
}

function Fields({ evidence }: { readonly evidence: ClaimEvidence }): React.JSX.Element {
  switch (evidence.__typename) {
    case "ChainEvidence": return <ChainFields evidence={evidence} />;
    case "DigestEvidence": return (
      <>
        <ClaimFact name="One digest"><FileDigest value={evidence.left} what="the first digest" /> <Foreign text={evidence.leftFrom} maxLength={300} /></ClaimFact>
        <ClaimFact name="Held against"><FileDigest value={evidence.right} what="the second digest" /> <Foreign text={evidence.rightFrom} maxLength={300} /></ClaimFact>
        <ClaimFact name="They are">{evidence.left === evidence.right ? "the same" : "not the same"}</ClaimFact>
      </>
    );
    case "ScanEvidence": return (
      <>
        <ClaimFact name="Scanner, as stated by others"><Foreign text={evidence.scanner} maxLength={120} /></ClaimFact>
        <ClaimFact name="Its own word">“<Foreign text={evidence.verdict} maxLength={300} />”</ClaimFact>
        <ClaimFact name="File" without="it speaks of all files">{evidence.path !== null && <code><Foreign text={evidence.path} maxLength={300} /></code>}</ClaimFact>
        <ClaimFact name="Revision that was scanned" without="not stated">{evidence.revision !== null && <code><Foreign text={evidence.revision} maxLength={120} /></code>}</ClaimFact>
      </>
    );
    case "StaticAnalysisEvidence": return (
      <>
        <ClaimFact name="File" without="the list of files">{evidence.path !== null && <code><Foreign text={evidence.path} maxLength={300} /></code>}</ClaimFact>
        <ClaimFact name="Read of it">{bytes(evidence.bytesRead)}{evidence.bytesRead >= 1024 && ` (${count(evidence.bytesRead)} bytes)`}</ClaimFact>
        <ClaimFact name="Found" without="nothing of what this method looks for, in what was read">{evidence.findings.length > 0 && <Lines lines={evidence.findings} most={100} />}</ClaimFact>
      </>
    );
    case "SignatureEvidence": return (
      <>
        <ClaimFact name="Form"><Foreign text={evidence.format} maxLength={60} /></ClaimFact>
        <ClaimFact name="Signer, exactly"><code><Foreign text={evidence.signer} maxLength={500} /></code> <CopyButton text={evidence.signer} what="the signer" /></ClaimFact>
        <ClaimFact name="Who vouches for the signer" without="nobody: it is a bare key">{evidence.issuer !== null && <Foreign text={evidence.issuer} maxLength={300} />}</ClaimFact>
        <ClaimFact name="Entry in the transparency log" without="none">{evidence.transparencyLogIndex}</ClaimFact>
        <ClaimFact name="Covers">{counted(evidence.coveredFiles, "file")}</ClaimFact>
        <ClaimFact name="Leaves out">{evidence.unsignedFileCount === 0 ? "no file of the listing" : <>{counted(evidence.unsignedFileCount, "file")} of the listing<Lines lines={evidence.unsignedFiles} most={100} /></>}</ClaimFact>
      </>
    );
    case "AttestationEvidence": return (
      <>
        <ClaimFact name="Hardware"><Foreign text={evidence.platform} maxLength={60} /></ClaimFact>
        <ClaimFact name="Bound to"><code><Foreign text={evidence.bindsTo} maxLength={500} /></code></ClaimFact>
        <ClaimFact name="Measured"><Raw value={evidence.measurements} /></ClaimFact>
      </>
    );
    case "DocumentEvidence": return <ClaimFact name="Says, and where"><Foreign text={evidence.statement} maxLength={1_000} /></ClaimFact>;
    default: return evidence satisfies never;
  }
}

function ChainFields({ evidence }: { readonly evidence: Extract<ClaimEvidence, { readonly __typename: "ChainEvidence" }> }): React.JSX.Element {
  const { chainId, address, implementation, signature, blockNumber, blockHash, blockAt, transactionHash, logIndex, finality, endpointsAgreeing, endpointsAsked, raw } = evidence;
  return (
    <>
      <ClaimFact name="Chain (EIP-155)">{chainId}</ClaimFact>
      <ClaimFact name="Contract"><Digest value={address} what="the address of the contract" /></ClaimFact>
      <ClaimFact name="Contract behind the proxy at that block" without="none was found">{implementation !== null && <Digest value={implementation} what="the address of the implementation" />}</ClaimFact>
      <ClaimFact name="Event or call">{signature !== null && <code><Foreign text={signature} maxLength={400} /></code>}</ClaimFact>
      <ClaimFact name="Block">{count(blockNumber)}{blockAt !== null && <>, <Moment at={blockAt} to="second" /></>}</ClaimFact>
      <ClaimFact name="Hash of the block"><Digest value={blockHash} what="the hash of the block" /></ClaimFact>
      <ClaimFact name="Finality">{finalities[finality]}</ClaimFact>
      <ClaimFact name="Transaction" without="none: it is read of the contract's state">{transactionHash !== null && <Digest value={transactionHash} what="the hash of the transaction" />}</ClaimFact>
      <ClaimFact name="Place of the log in its block">{logIndex}</ClaimFact>
      <ClaimFact name="Endpoints">{agreement(endpointsAgreeing, endpointsAsked)}</ClaimFact>
      <ClaimFact name="What the node gave"><Raw value={raw} /></ClaimFact>
    </>
  );
}

function Lines({ lines, most }: { readonly lines: readonly string[]; readonly most: number }): React.JSX.Element {
  return (
    <>
      <ul>{lines.map((line, index) => <li key={index}><code><Foreign text={line} maxLength={300} /></code></li>)}</ul>
      {lines.length >= most && <p className="small muted">The first {most} are shown.</p>}
    </>
  );
}

function Raw({ value }: { readonly value: unknown }): React.JSX.Element {
  const text = JSON.stringify(value, undefined, 2);
  return (
    <details>
      <summary>as JSON, {bytes(text.length)}</summary>
      <pre className={styles.raw} tabIndex={0} role="group" aria-label="JSON"><code><Foreign text={text} maxLength={5_000} multiline /></code></pre>
    </details>
  );
}
