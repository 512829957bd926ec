import { decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import { keyArgument } from "../mapping/key.ts";
import type { Block } from "../rpc/raw.ts";
import type { Registry, RegistryRead } from "../mapping/registry.ts";
import { meaningOf, RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import type { Session } from "../rpc/session.ts";

/** What a view gave for one key, and at which block. */
export interface ViewResult {
  readonly read: RegistryRead;
  readonly out: unknown;
  /** Calldata and result, as sent and as given. */
  readonly call: Hex;
  readonly result: Hex;
  readonly block: Block;
}

/** Longest result that is kept, in bytes; it is evidence and stays whole. */
const maxResultBytes = 65_536;

/**
 * Reads every view of a registry for some keys at one block, in batches.
 *
 * A view that reverts, or whose result does not decode, gives nothing for its key: the contract has no such state. When the node no longer
 * keeps the state of the block, all are read at its newest finalized block, and the results say so.
 *
 * @returns by key.
 * @throws {SourceError} the node cannot answer.
 */
export async function readViews(
  session: Session,
  registry: Registry,
  { keys, block }: { readonly keys: readonly string[]; readonly block: Block },
): Promise<ReadonlyMap<string, readonly ViewResult[]>> {
  if (registry.reads.length === 0) return new Map();
  try {
    return await readAt(session, registry, { keys, block });
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const newer = session.finalized;
    if (meaningOf(error) === "NO_STATE" && newer.number > block.number) {
      session.context.log.debug("the state is read at a later block, since the node keeps none for this one", { block: block.number, later: newer.number });
      return await readViews(session, registry, { keys, block: newer });
    }
    throw sourceErrorOf(error, session.host, `the state of ${registry.id} at block ${block.number}`);
  }
}

async function readAt(session: Session, registry: Registry, { keys, block }: { readonly keys: readonly string[]; readonly block: Block }) {
  const asked = keys.flatMap((key) => registry.reads.map((read) => ({ key, read, call: calldata(registry, read, key) })));
  const results = await Promise.all(
    asked.map(async ({ key, read, call }) => {
      const result = await callOrReverted(session, registry, { call, block });
      const out = result === undefined ? undefined : decoded(read, result);
      if (result === undefined || out === undefined) {
        session.context.log.debug("a view gave nothing", { registry: registry.id, key, view: read.signature });
        return undefined;
      }
      return { key, view: { read, out: out.value, call, result, block } };
    }),
  );
  const given = Map.groupBy(results.filter((each) => each !== undefined), ({ key }) => key);
  return new Map([...given].map(([key, each]) => [key, each.map(({ view }) => view)]));
}

function calldata(registry: Registry, read: RegistryRead, key: string): Hex {
  const args = read.args.map((argument) => (argument.kind === "fixed" ? argument.value : keyArgument(key, registry.keyForm)));
  return encodeFunctionData({ abi: [read.abi], functionName: read.abi.name, args });
}

async function callOrReverted(session: Session, registry: Registry, { call, block }: { readonly call: Hex; readonly block: Block }): Promise<Hex | undefined> {
  try {
    return await session.call(registry.address, call, block.number);
  } catch (error) {
    if (error instanceof RpcError && meaningOf(error) === "REVERTED") return undefined;
    throw error;
  }
}

function decoded(read: RegistryRead, result: Hex): { readonly value: unknown } | undefined {
  if ((result.length - 2) / 2 > maxResultBytes) return undefined;
  try {
    return { value: decodeFunctionResult({ abi: [read.abi], functionName: read.abi.name, data: result }) };
  } catch {
    // Another contract, or another version of it, than the mapping describes; its message would repeat the data.
    return undefined;
  }
}
