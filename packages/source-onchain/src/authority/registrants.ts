import { asRecord, asUnixTime, type ChainEvidence } from "@modeldex/plugin-kit";
import { getAddress, isAddress, type Hex } from "viem";
import { readHex, type RawLog } from "../rpc/raw.ts";
import { meaningOf, RpcError } from "../rpc/rpc-error.ts";
import type { Session } from "../rpc/session.ts";

/** Who sent the transaction of a log. */
export interface Registrant {
  /** `eip155:<chain id>:<address>`, CAIP-10. */
  readonly account: string;
  /** Absent where the calldata is longer than is kept. */
  readonly evidence?: ChainEvidence;
}

/** Most hex digits of calldata that evidence keeps. */
const maxInputDigits = 262_144;

/**
 * Who sent the registrations of some entries, where the registry does not say who owns them: one request for each transaction, in batches.
 *
 * The sender paid for the transaction; where it went through another contract, the registry may have seen another account.
 *
 * @param entries - their registrations.
 * @returns by transaction hash; without those that the node no longer has, or has in another block.
 * @throws {RpcError} as the node refuses.
 */
export async function registrantsOf(session: Session, entries: readonly { readonly log: RawLog }[]): Promise<ReadonlyMap<Hex, Registrant>> {
  const logs = new Map(entries.map(({ log }) => [log.transactionHash, log]));
  const found = await Promise.all([...logs].map(async ([hash, log]) => [hash, await registrantOf(session, log)] as const));
  return new Map(found.flatMap(([hash, registrant]) => (registrant === undefined ? [] : [[hash, registrant] as const])));
}

async function registrantOf(session: Session, log: RawLog): Promise<Registrant | undefined> {
  const transaction = asRecord(await transactionBy(session, log.transactionHash));
  const from = transaction?.["from"];
  const to = transaction?.["to"];
  if (transaction === undefined || transaction["blockHash"] !== log.blockHash || typeof from !== "string" || !isAddress(from, { strict: false })) return undefined;
  const account = `eip155:${session.chain.chainId}:${getAddress(from)}`;
  const input = readHex(transaction["input"], session.host, "a transaction");
  if (input.length - 2 > maxInputDigits) return { account };
  const blockAt = asUnixTime(log.timestamp);
  return {
    account,
    evidence: {
      kind: "chain",
      chainId: session.chain.chainId,
      address: log.address,
      blockNumber: log.blockNumber,
      blockHash: log.blockHash,
      ...(blockAt === undefined ? {} : { blockAt }),
      finality: session.finalityOf(log.blockNumber),
      transactionHash: log.transactionHash,
      endpointsAgreeing: session.agreement.agreeing,
      endpointsAsked: session.agreement.asked,
      raw: { from: getAddress(from), ...(typeof to === "string" && isAddress(to, { strict: false }) ? { to: getAddress(to) } : {}), input },
    },
  };
}

/** Nodes without an index of old transactions answer null, or with an error. */
async function transactionBy(session: Session, hash: Hex): Promise<unknown> {
  try {
    return await session.ask("eth_getTransactionByHash", [hash]);
  } catch (error) {
    if (error instanceof RpcError && ["NO_METHOD", "NO_STATE", "NO_BLOCK"].includes(meaningOf(error))) return undefined;
    throw error;
  }
}
