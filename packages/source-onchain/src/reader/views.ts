import { decodeFunctionResult, encodeFunctionData, type AbiFunction, type AbiParameter, type Address, type Hex } from "viem";
import { valueAt } from "../mapping/expression.ts";
import { keyArgument } from "../mapping/key.ts";
import { fixedArgument } from "../mapping/read-argument.ts";
import type { Block } from "../rpc/raw.ts";
import { addressOf, type ReadArgument, type Registry, type RegistryRead } from "../mapping/registry.ts";
import { meaningOf, RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import type { Session } from "../rpc/session.ts";
import type { Entry } from "./entries.ts";

/** What a view gave for one key, and at which block; also one item of an enumeration. */
export interface ViewResult {
  readonly read: RegistryRead;
  readonly key: string;
  readonly out: unknown;
  /** It is one of an enumeration: `out` is the item alone, where `result` may have others. */
  readonly isItem?: boolean;
  /** Calldata and result, as sent and as given. */
  readonly call: Hex;
  readonly result: Hex;
  /** The result is too long to be kept as evidence: of one item, or of each of many that share it. */
  readonly isTooLong?: boolean;
  readonly block: Block;
}

/** Keys, and what is known of them already. */
export interface Asking {
  readonly keys: readonly string[];
  /** By key, in the order of the chain: views may take what the newest event of the key says. */
  readonly histories: ReadonlyMap<string, readonly Entry[]>;
  readonly block: Block;
  /** At no other block, also where the node keeps no state of this one. */
  readonly exactly?: boolean;
}

/** Longest result that is kept, in bytes; it is evidence and stays whole. */
export const maxResultBytes = 65_536;

/** Longest result of an enumeration, in bytes. */
const maxListBytes = 16_000_000;

/**
 * Reads every view of a registry for some keys at one block, in batches.
 *
 * A view that reverts, whose result does not decode, or that takes what no event of the key has said, gives nothing for its key: the contract
 * has no such state. When the node no longer keeps the state of the block, all are read at its newest finalized block, and the results say so, unless
 * that very block is asked for.
 *
 * @returns by key.
 * @throws {SourceError} the node cannot answer.
 */
export async function readViews(session: Session, registry: Registry, asking: Asking): Promise<ReadonlyMap<string, readonly ViewResult[]>> {
  if (registry.reads.length === 0) return new Map();
  const { block, exactly = false } = asking;
  try {
    return await readAt(session, registry, asking);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const newer = session.finalized;
    if (meaningOf(error) === "NO_STATE" && !exactly && newer.number > block.number) {
      session.context.log.debug("the state is read at a later block, since the node keeps none for this one", { block: block.number, later: newer.number });
      return await readViews(session, registry, { ...asking, block: newer });
    }
    throw sourceErrorOf(error, session.host, `the state of ${registry.id} at block ${block.number}`);
  }
}

/** @returns `undefined` when the contract refuses the call. @throws {RpcError} as the node refuses it. */
export async function callOrReverted(session: Session, address: Address, { call, block }: { readonly call: Hex; readonly block: Block }): Promise<Hex | undefined> {
  try {
    return await session.call(address, call, block.number);
  } catch (error) {
    if (error instanceof RpcError && meaningOf(error) === "REVERTED") return undefined;
    throw error;
  }
}

/** @returns `undefined` when the result is of another contract, or of another version of it, than the mapping describes. */
export function decodedResult(abi: AbiFunction, result: Hex, maxBytes: number = maxListBytes): { readonly value: unknown } | undefined {
  if ((result.length - 2) / 2 > maxBytes) return undefined;
  try {
    return { value: decodeFunctionResult({ abi: [abi], functionName: abi.name, data: result }) };
  } catch {
    // The message would repeat the data.
    return undefined;
  }
}

async function readAt(session: Session, registry: Registry, { keys, histories, block }: Asking) {
  const asked = keys.flatMap((key) =>
    registry.reads.flatMap((read) => {
      const call = calldata(registry, read, { key, history: histories.get(key) ?? [] });
      return call === undefined ? [] : [{ key, read, call }];
    }),
  );
  const results = await Promise.all(
    asked.map(async ({ key, read, call }): Promise<ViewResult | undefined> => {
      const result = await callOrReverted(session, addressOf(read, registry), { call, block });
      const out = result === undefined ? undefined : decodedResult(read.abi, result, maxResultBytes);
      if (result === undefined || out === undefined) {
        session.context.log.debug("a view gave nothing", { registry: registry.id, key, view: read.signature });
        return undefined;
      }
      return { read, key, out: out.value, call, result, block };
    }),
  );
  return Map.groupBy(results.filter((each) => each !== undefined), ({ key }) => key);
}

interface Known {
  readonly key: string;
  readonly history: readonly Entry[];
}

/** `undefined`: one of the arguments is not known, or no value of its type. */
function calldata(registry: Registry, read: RegistryRead, known: Known): Hex | undefined {
  const args = read.args.map((argument, index) => argumentOf(argument, { registry, known, parameter: read.abi.inputs[index] }));
  if (args.includes(undefined)) return undefined;
  try {
    return encodeFunctionData({ abi: [read.abi], functionName: read.selector, args });
  } catch {
    // Events have given what the view does not take: its message would repeat it.
    return undefined;
  }
}

function argumentOf(argument: ReadArgument, { registry, known: { key, history }, parameter }: { readonly registry: Registry; readonly known: Known; readonly parameter: AbiParameter | undefined }): unknown {
  switch (argument.kind) {
    case "fixed":
      return argument.value;
    case "key":
      if (argument.transforms.length === 0) return keyArgument(key, registry.keyForm);
      return typed(valueAt({ root: "key", members: [], transforms: argument.transforms, text: "key" }, { key }), parameter);
    case "args": {
      const values = history.toReversed().map((entry) => valueAt(argument.path, { args: entry.args, key }));
      return typed(values.find((value) => value !== undefined), parameter);
    }
    default:
      return argument satisfies never;
  }
}

/** Texts that transforms make are values of the argument's type. */
function typed(value: unknown, parameter: AbiParameter | undefined): unknown {
  if (typeof value !== "string" || parameter === undefined || parameter.type === "string") return value;
  try {
    return fixedArgument(value, parameter);
  } catch {
    return undefined;
  }
}
