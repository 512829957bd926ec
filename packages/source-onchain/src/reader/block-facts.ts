import { asUnixTime, type DateTime } from "@modeldex/plugin-kit";
import type { Address } from "viem";
import type { Entry } from "./entries.ts";
import type { Block, RawLog } from "../rpc/raw.ts";
import { meaningOf, RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import type { Session } from "../rpc/session.ts";

/** What is known of the blocks that some records rest on. */
export interface BlockFacts {
  timeOf(log: RawLog): DateTime | undefined;
  timeOfBlock(block: Block): DateTime | undefined;
  /** Behind the proxy at that block; `undefined`: no proxy, or the node no longer keeps that state. */
  implementationAt(address: Address, blockNumber: number): Address | undefined;
}

/**
 * Reads block times and implementations behind proxies, in batches; most nodes give the times with the logs.
 *
 * @param viewed - contracts whose views were read at the state block.
 */
export async function blockFacts(
  session: Session,
  entries: readonly Pick<Entry, "log">[],
  { stateBlock, viewed }: { readonly stateBlock: number; readonly viewed: readonly Address[] },
): Promise<BlockFacts> {
  const untimed = new Set(entries.filter(({ log }) => log.timestamp === undefined).map(({ log }) => log.blockNumber));
  const times = new Map(await Promise.all([...untimed].map(async (number) => [number, (await session.block(number))?.timestamp] as const)));
  const addresses = [...new Set([...viewed, ...entries.map(({ log }) => log.address)])];
  const now = await Promise.all(addresses.map(async (address) => ({ address, blockNumber: stateBlock, implementation: await implementationOf(session, address, stateBlock) })));
  const proxies = new Set(now.filter(({ implementation }) => implementation !== undefined).map(({ address }) => address));
  const places = new Map(entries.filter(({ log }) => proxies.has(log.address)).map(({ log }) => [`${log.address} ${log.blockNumber}`, log]));
  const before = await Promise.all(
    [...places.values()].map(async ({ address, blockNumber }) => ({ address, blockNumber, implementation: await implementationOf(session, address, blockNumber) })),
  );
  const implementations = new Map([...before, ...now].map(({ address, blockNumber, implementation }) => [`${address} ${blockNumber}`, implementation]));
  return {
    timeOf: (log) => asUnixTime(log.timestamp ?? times.get(log.blockNumber)),
    timeOfBlock: ({ timestamp }) => asUnixTime(timestamp),
    implementationAt: (address, blockNumber) => implementations.get(`${address} ${blockNumber}`),
  };
}

async function implementationOf(session: Session, address: Address, blockNumber: number): Promise<Address | undefined> {
  try {
    return await session.implementation(address, blockNumber);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    // A node without that state, or without the method, leaves the implementation unsaid.
    if (meaningOf(error) === "RATE") throw sourceErrorOf(error, session.host, "the implementation of a proxy");
    return undefined;
  }
}
