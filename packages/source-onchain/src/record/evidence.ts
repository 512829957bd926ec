import type { ChainEvidence, DateTime, SourceEvidence } from "@modeldex/plugin-kit";
import type { Address, Hex } from "viem";
import type { Registrant } from "../authority/registrants.ts";
import { documentEvidence } from "../documents/document-claims.ts";
import type { DocumentResult } from "../documents/page-documents.ts";
import { addressOf, type Registry } from "../mapping/registry.ts";
import type { BlockFacts } from "../reader/block-facts.ts";
import type { Entry } from "../reader/entries.ts";
import type { ViewResult } from "../reader/views.ts";
import type { Session } from "../rpc/session.ts";

/** What one state was read from. */
export interface ReadFrom {
  readonly session: Session;
  readonly registry: Registry;
  readonly facts: BlockFacts;
  /** Who sent the registrations, by transaction; only of registries where anybody may write and whose registrations name no owner. */
  readonly senders?: ReadonlyMap<Hex, Registrant>;
}

/** What a value is from: of one out of a document the document, and what of the chain names it. */
export function evidenceOf(origins: readonly (Entry | ViewResult | DocumentResult)[], from: ReadFrom): readonly SourceEvidence[] {
  const documents = origins.filter((origin) => "document" in origin);
  const chain = origins.flatMap((origin) => ("document" in origin ? origin.origins : [origin]));
  return [...documents.flatMap((document) => documentEvidence(document) ?? []), ...chainEvidence(chain, from)];
}

/** Time of the block that says a value; `undefined` of one out of a document, which may have been written whenever. */
export function statedAt(origin: Entry | ViewResult | DocumentResult, facts: BlockFacts): DateTime | undefined {
  if ("document" in origin) return undefined;
  return "event" in origin ? facts.timeOf(origin.log) : facts.timeOfBlock(origin.block);
}

/** The logs and calls that say something, each once, as the node gave them. */
export function chainEvidence(origins: readonly (Entry | ViewResult | undefined)[], from: ReadFrom): readonly ChainEvidence[] {
  // What an enumeration gives of many at once may be too long to be kept for each.
  const given = origins.filter((origin) => origin !== undefined && !("read" in origin && origin.isTooLong === true)) as readonly (Entry | ViewResult)[];
  // Several rules may have read one log.
  const distinct = given.filter((origin, index) => given.findIndex((other) => sourceOf(other) === sourceOf(origin)) === index);
  return distinct.map((origin) => ("read" in origin ? callEvidence(origin, from) : logEvidence(origin, from)));
}

function sourceOf(origin: Entry | ViewResult): object {
  return "read" in origin ? origin : origin.log;
}

function logEvidence({ log, event }: Entry, from: ReadFrom): ChainEvidence {
  const blockAt = from.facts.timeOf(log);
  return {
    ...placed({ address: log.address, blockNumber: log.blockNumber }, from),
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
    ...placed({ address: addressOf(read, from.registry), blockNumber: block.number }, from),
    signature: read.signature,
    blockHash: block.hash,
    ...(blockAt === undefined ? {} : { blockAt }),
    raw: { call, result },
  };
}

/** Of one endpoint that is asked, one agrees: with itself. */
function placed({ address, blockNumber }: { readonly address: Address; readonly blockNumber: number }, { session, registry, facts }: ReadFrom) {
  const implementation = facts.implementationAt(address, blockNumber);
  return {
    kind: "chain",
    chainId: registry.chainId,
    address,
    ...(implementation === undefined ? {} : { implementation }),
    blockNumber,
    finality: session.finalityOf(blockNumber),
    endpointsAgreeing: session.agreement.agreeing,
    endpointsAsked: session.agreement.asked,
  } as const;
}
