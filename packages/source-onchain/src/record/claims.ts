import { asSha256, type ChainEvidence, type SourceClaim, type SourceEvidence } from "@modeldex/plugin-kit";
import { documentClaims, documentEvidence } from "../documents/document-claims.ts";
import type { DocumentResult } from "../documents/page-documents.ts";
import type { BlockFacts } from "../reader/block-facts.ts";
import type { Entry } from "../reader/entries.ts";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import type { Session } from "../rpc/session.ts";
import type { EntryState } from "../reader/state.ts";
import type { ViewResult } from "../reader/views.ts";

/** What one state was read from. */
export interface ReadFrom {
  readonly session: Session;
  readonly registry: Registry;
  readonly facts: BlockFacts;
}

/** What the chain says of an entry, each with the log or the call that says it. */
export function claimsOf(key: string, state: EntryState, from: ReadFrom): readonly SourceClaim[] {
  const { registry, facts } = from;
  const account = registryAccount(registry);
  const { registration, values, link } = state;
  const owner = values.owner?.text;
  const registeredAt = facts.timeOf(registration.log);
  const issuer = { type: "CHAIN", key: account } as const;
  const registered: SourceClaim = {
    kind: "ONCHAIN_REGISTRATION",
    statement: `Entry ${key} was registered in ${registry.id} (${account}) in block ${registration.log.blockNumber}${owner === undefined ? "" : `; its owner is ${owner}`}.`,
    facts: { registry: account, key, ...(owner === undefined ? {} : { owner }) },
    evidence: evidenceOf([registration, values.owner?.from], from),
    ...(registeredAt === undefined ? {} : { validAt: registeredAt }),
    issuer,
  };
  const stated = values["artifact.sha256"];
  const digest = asSha256(stated?.text);
  if (stated === undefined || digest === undefined) return [registered];
  const path = values["artifact.path"]?.text;
  const statedAt = validAt(stated.from, facts);
  const of = [path, link?.reference].filter((part) => part !== undefined).join(" of ");
  return [
    registered,
    {
      kind: "CONTENT_DIGEST",
      statement: `${registry.id} (${account}) gives ${digest}${of === "" ? "" : ` for ${of}`}.`,
      facts: { digest, ...(path === undefined ? {} : { path }), ...(link === undefined ? {} : { reference: link.reference }) },
      evidence: evidenceOf([stated.from], from),
      ...(statedAt === undefined ? {} : { validAt: statedAt }),
      issuer,
    },
  ];
}

/** What the documents of an entry are, and what became of them. */
export function claimsOfDocuments(key: string, documents: readonly DocumentResult[], from: ReadFrom): readonly SourceClaim[] {
  const account = registryAccount(from.registry);
  const chainEvidence = ({ origins }: DocumentResult): readonly ChainEvidence[] => origins.map((origin) => chainEvidenceOf(origin, from));
  return documentClaims(documents, { entry: `entry ${key} of ${from.registry.id} (${account})`, account, evidenceOf: chainEvidence });
}

function validAt(origin: Origin, facts: BlockFacts): string | undefined {
  if ("document" in origin) return undefined;
  return "event" in origin ? facts.timeOf(origin.log) : facts.timeOfBlock(origin.block);
}

type Origin = Entry | ViewResult | DocumentResult;

/** Of a value from a document: the document, and what of the chain names it. */
function evidenceOf(origins: readonly (Origin | undefined)[], from: ReadFrom): readonly SourceEvidence[] {
  const distinct = new Set(origins.filter((origin) => origin !== undefined));
  return [...distinct].flatMap((origin): readonly SourceEvidence[] => {
    if (!("document" in origin)) return [chainEvidenceOf(origin, from)];
    const document = documentEvidence(origin);
    return [...(document === undefined ? [] : [document]), ...origin.origins.map((each) => chainEvidenceOf(each, from))];
  });
}

function chainEvidenceOf(origin: Entry | ViewResult, from: ReadFrom): ChainEvidence {
  return "event" in origin ? logEvidence(origin, from) : callEvidence(origin, from);
}

function logEvidence({ log, event }: Entry, from: ReadFrom): ChainEvidence {
  const blockAt = from.facts.timeOf(log);
  return {
    ...placed(log.blockNumber, from),
    signature: event.signature,
    blockHash: log.blockHash,
    ...(blockAt === undefined ? {} : { blockAt }),
    transactionHash: log.transactionHash,
    logIndex: log.logIndex,
    raw: { topics: log.topics, data: log.data },
  };
}

function callEvidence({ read, call, result, block }: ViewResult, from: ReadFrom): ChainEvidence {
  const blockAt = from.facts.timeOfBlock(block);
  return {
    ...placed(block.number, from),
    signature: read.signature,
    blockHash: block.hash,
    ...(blockAt === undefined ? {} : { blockAt }),
    raw: { call, result },
  };
}

/** Of one endpoint that is asked, one agrees: with itself. */
function placed(blockNumber: number, { session, registry, facts }: ReadFrom) {
  const implementation = facts.implementationAt(registry.address, blockNumber);
  return {
    kind: "chain",
    chainId: registry.chainId,
    address: registry.address,
    ...(implementation === undefined ? {} : { implementation }),
    blockNumber,
    finality: session.finalityOf(blockNumber),
    endpointsAgreeing: session.agreement.agreeing,
    endpointsAsked: session.agreement.asked,
  } as const;
}
