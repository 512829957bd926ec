import { asSha256, type ChainEvidence, type SourceClaim } from "@modeldex/plugin-kit";
import type { Address } from "viem";
import type { BlockFacts } from "../reader/block-facts.ts";
import type { Entry } from "../reader/entries.ts";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import type { Session } from "../rpc/session.ts";
import type { EntryState } from "../reader/state.ts";
import { addressOf, type ViewResult } from "../reader/views.ts";

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
  const { registration, listed, values, link } = state;
  const owner = values.owner?.text;
  const registeredAt = registration && facts.timeOf(registration.log);
  const how = registration === undefined
    ? `is listed by ${registry.id} (${account})`
    : `was registered in ${registry.id} (${account}) in block ${registration.log.blockNumber}`;
  const issuer = { type: "CHAIN", key: account } as const;
  const registered: SourceClaim = {
    kind: "ONCHAIN_REGISTRATION",
    statement: `Entry ${key} ${how}${owner === undefined ? "" : `; its owner is ${owner}`}.`,
    facts: { registry: account, key, ...(owner === undefined ? {} : { owner }) },
    evidence: evidenceOf([registration ?? listed, values.owner?.from], from),
    ...(registeredAt === undefined ? {} : { validAt: registeredAt }),
    issuer,
  };
  const stated = values["artifact.sha256"];
  const digest = asSha256(stated?.text);
  if (stated === undefined || digest === undefined) return [registered];
  const path = values["artifact.path"]?.text;
  const statedAt = "read" in stated.from ? facts.timeOfBlock(stated.from.block) : facts.timeOf(stated.from.log);
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

function evidenceOf(origins: readonly (Entry | ViewResult | undefined)[], from: ReadFrom): readonly ChainEvidence[] {
  const distinct = new Set(origins.filter((origin) => origin !== undefined));
  return [...distinct].flatMap((origin) => {
    if (!("read" in origin)) return [logEvidence(origin, from)];
    return origin.isTooLong === true ? [] : [callEvidence(origin, from)];
  });
}

function logEvidence({ log, event }: Entry, from: ReadFrom): ChainEvidence {
  const blockAt = from.facts.timeOf(log);
  return {
    ...placed(log.address, log.blockNumber, from),
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
    ...placed(addressOf(read, from.registry), block.number, from),
    signature: read.signature,
    blockHash: block.hash,
    ...(blockAt === undefined ? {} : { blockAt }),
    raw: { call, result },
  };
}

/** One endpoint is asked, so one agrees: with itself. */
function placed(address: Address, blockNumber: number, { session, registry, facts }: ReadFrom) {
  const implementation = facts.implementationAt(address, blockNumber);
  return {
    kind: "chain",
    chainId: registry.chainId,
    address,
    ...(implementation === undefined ? {} : { implementation }),
    blockNumber,
    finality: session.finalityOf(blockNumber),
    endpointsAgreeing: 1,
    endpointsAsked: 1,
  } as const;
}
