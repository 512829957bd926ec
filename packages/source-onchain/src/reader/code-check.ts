import { SourceError } from "@modeldex/plugin-kit";
import { getAddress, toFunctionSelector, type AbiFunction, type Address, type Hex } from "viem";
import { formatAbiItem } from "viem/utils";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import type { RawLog } from "../rpc/raw.ts";
import { meaningOf, RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import type { Session } from "../rpc/session.ts";

/** What a mapping uses and the code of its contract does not have: canonical signatures. */
export interface MissingInCode {
  /** Behind the proxy, where there is one. */
  readonly implementation?: Address;
  readonly functions: readonly string[];
  readonly events: readonly string[];
}

/**
 * Sees that there is a contract for each registry, and says in the log what its code does not have of what the mapping uses.
 *
 * @throws {SourceError} `BAD_RESPONSE`: there is no contract at an address, or its logs would be read from a block on that is not there yet.
 */
export async function checkContracts(session: Session): Promise<void> {
  await Promise.all(
    session.chain.registries.map(async (registry) => {
      const { code, missing } = await codeOf(session, registry);
      if (code === "0x") {
        throw new SourceError("BAD_RESPONSE", `There is no contract at ${registryAccount(registry)} (registry "${registry.id}") in block ${session.head.number}, says ${session.host}; correct address or chainId.`);
      }
      // Without this a slip of the pen would be a registry without entries.
      if (registry.startBlock > session.head.number) {
        throw new SourceError("BAD_RESPONSE", `The newest block of chain ${registry.chainId} is ${session.head.number}, says ${session.host}, and registry "${registry.id}" begins later; correct startBlock (${registry.startBlock}) or chainId.`);
      }
      if (missing !== undefined) warn(session, registry, missing);
    }),
  );
}

/**
 * Looks for what a mapping uses in the code of its contract as it is now: the selectors of its reads and of its enumeration, and the topics of its
 * events.
 *
 * Code in which nothing at all is found, and which hands calls on (DELEGATECALL) in a way that is not known here, says nothing.
 *
 * @returns `undefined`: all is there, or it cannot be told.
 */
export async function missingInCode(session: Session, registry: Registry): Promise<MissingInCode | undefined> {
  return (await codeOf(session, registry)).missing;
}

/** Says in the log what the new implementations of proxies lack that a mapping uses. */
export async function warnOfUpgrades(session: Session, upgrades: readonly RawLog[]): Promise<void> {
  const implementations = new Map(upgrades.flatMap((log) => (log.topics[1] === undefined ? [] : [[`${log.address} ${log.topics[1]}`, log] as const])));
  await Promise.all(
    [...implementations.values()].flatMap((log) =>
      session.chain.registries
        .filter(({ address }) => address === log.address)
        .map(async (registry) => {
          const implementation = getAddress(`0x${log.topics[1]?.slice(26)}`);
          const missing = missingIn(await session.code(implementation), registry, implementation);
          session.context.log.debug("a registry's proxy was given another implementation", { registry: registry.id, implementation, block: log.blockNumber });
          if (missing !== undefined) warn(session, registry, missing);
        }),
    ),
  );
}

/**
 * Ids of registries whose views may give something else than at an earlier block for entries that no log touched, since the code behind their
 * proxy is another one. Where the node keeps no state of the earlier block it cannot be told.
 */
export async function upgradedSince(session: Session, { from, to }: { readonly from: number; readonly to: number }): Promise<readonly string[]> {
  if (from >= to) return [];
  const upgraded = await Promise.all(
    session.chain.registries.filter(isViewed).map(async ({ id, address }) => {
      try {
        const [before, now] = await Promise.all([from, to].map(async (block) => await session.implementation(address, block)));
        return before === now ? [] : [id];
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        if (meaningOf(error) === "RATE") throw sourceErrorOf(error, session.host, "the implementation of a proxy");
        return [];
      }
    }),
  );
  return upgraded.flat();
}

/** Whether one of these contracts, which were given other code, has entries that are read by views. */
export function changesViews(session: Session, upgrades: readonly RawLog[]): boolean {
  return session.chain.registries.some((registry) => isViewed(registry) && upgrades.some(({ address }) => address === registry.address));
}

function isViewed(registry: Registry): boolean {
  return viewsOf(registry).length > 0;
}

async function codeOf(session: Session, registry: Registry): Promise<{ readonly code: Hex; readonly missing: MissingInCode | undefined }> {
  const [code, implementation] = await Promise.all([session.code(registry.address), implementationNow(session, registry.address)]);
  return { code, missing: missingIn(implementation === undefined ? code : await session.code(implementation), registry, implementation) };
}

function warn({ context }: Session, registry: Registry, { implementation, functions, events }: MissingInCode): void {
  const where = { registry: registry.id, contract: registryAccount(registry), ...(implementation === undefined ? {} : { implementation }) };
  if (functions.length > 0) context.log.warn("the contract's code does not have functions that the mapping reads; what they gave is missing", { ...where, functions });
  if (events.length > 0) context.log.warn("the contract's code does not have events that the mapping reads; earlier logs stay readable", { ...where, events });
}

function missingIn(code: Hex, registry: Registry, implementation: Address | undefined): MissingInCode | undefined {
  const views = viewsOf(registry);
  const functions = views.filter((view) => !holds(code, withoutZeros(toFunctionSelector(view))));
  const events = [...registry.events].filter(([topic]) => !holds(code, topic));
  if (functions.length + events.length === 0) return undefined;
  const isNothingThere = functions.length === views.length && events.length === registry.events.size;
  if (isNothingThere && implementation === undefined && holds(code, "0xf4")) return undefined;
  return {
    ...(implementation === undefined ? {} : { implementation }),
    functions: [...new Set(functions.map((view) => formatAbiItem(view)))],
    events: events.map(([topic, [rule]]) => rule?.signature ?? topic),
  };
}

function viewsOf({ reads, list, address }: Registry): readonly AbiFunction[] {
  const enumerating = list === undefined ? [] : list.kind === "keys" ? [list.view] : list.kind === "count" ? [list.count, list.item] : [list.page];
  return [...reads.filter((read) => read.address === undefined || read.address === address).map(({ abi }) => abi), ...enumerating];
}

/** Whether the bytes stand anywhere in the code, at a byte's beginning. Compilers push selectors and topics as they are. */
function holds(code: Hex, bytes: Hex): boolean {
  const wanted = bytes.slice(2);
  for (let at = code.indexOf(wanted, 2); at !== -1; at = code.indexOf(wanted, at + 1)) if (at % 2 === 0) return true;
  return false;
}

/** Leading zeros are not pushed. */
function withoutZeros(selector: Hex): Hex {
  return `0x${selector.slice(2).replace(/^(00)+/, "")}`;
}

async function implementationNow(session: Session, address: Address): Promise<Address | undefined> {
  try {
    return await session.implementation(address, session.head.number);
  } catch (error) {
    // A node without the method: then the code of the proxy itself is looked into.
    if (error instanceof RpcError) return undefined;
    throw error;
  }
}
