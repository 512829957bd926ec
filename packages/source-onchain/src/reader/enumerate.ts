import { isDeepStrictEqual } from "node:util";
import { SourceError } from "@modeldex/plugin-kit";
import { encodeFunctionData, slice, type AbiFunction, type Hex } from "viem";
import { formatAbiItem } from "viem/utils";
import { evaluate, valueAt } from "../mapping/expression.ts";
import { keyText } from "../mapping/key.ts";
import { registryAccount, type Registry, type RegistryList } from "../mapping/registry.ts";
import type { Block } from "../rpc/raw.ts";
import type { Session } from "../rpc/session.ts";
import { callOrReverted, decodedResult, maxResultBytes, type ViewResult } from "./views.ts";

/** Some items of an enumeration, in its order. */
export interface Items {
  /** By key; what has no key is left out. */
  readonly items: ReadonlyMap<string, ViewResult>;
  /** Position of the item after them; absent: there are no more. */
  readonly next?: number;
}

/** What to read of an enumeration. */
export interface Part {
  readonly block: Block;
  readonly offset: number;
  readonly limit: number;
  /** Whose evidence will be kept; that of others is not asked for. @default all */
  readonly isWanted?: (key: string) => boolean;
}

/** Most entries of one enumeration. */
const mostItems = 100_000;

/** Most requests for one item of an enumeration that cannot be asked for it by its key. */
const mostRequests = 2_000;

/** Longest result that is kept as the evidence of each of several items, in bytes. A longer page is asked again item by item; a list of keys has no smaller part. */
const maxSharedBytes = 4_096;

/** Most pages of a contract that are asked for at once. */
const pagesAtOnce = 10;

/**
 * Items of an enumeration at a block, from a position on, in batches.
 *
 * An item whose view reverts is no entry. Every page of a list of keys asks for the whole list again.
 *
 * @throws {RpcError} as the node refuses it. @throws {SourceError} `BAD_RESPONSE`: the contract does not answer as the mapping says;
 * `UNSUPPORTED`: it has more than 100,000 entries.
 */
export async function readItems(
  session: Session,
  registry: Registry & { readonly list: RegistryList },
  { block, offset, limit, isWanted = () => true }: Part,
): Promise<Items> {
  const { list } = registry;
  switch (list.kind) {
    case "keys": {
      const { value, call, result } = await required(session, registry, { view: list.view, args: [], block });
      const all = elements(value, registry, list.view);
      const shared = { call, result, isTooLong: result.length / 2 > maxSharedBytes };
      const items = keyed(all.slice(offset, offset + limit).map((item) => viewOf(registry, { view: list.view, item, block, ...shared })));
      return { items, ...(offset + limit < all.length ? { next: offset + limit } : {}) };
    }
    case "count": {
      const count = await countOf(session, registry, list.count, block);
      const end = Math.min(count, offset + limit);
      const numbers = Array.from({ length: Math.max(0, end - offset) }, (_, place) => BigInt(list.from + offset + place));
      const answers = await Promise.all(numbers.map(async (number) => ({ number, answer: await optional(session, registry, { view: list.item, args: [number], block }) })));
      const views = answers.flatMap(({ number, answer }) =>
        answer === undefined ? [] : [viewOf(registry, { view: list.item, item: answer.value, number, block, call: answer.call, result: answer.result })],
      );
      return { items: keyed(views), ...(end < count ? { next: end } : {}) };
    }
    case "page":
      return await readPages(session, registry, { list, block, offset, limit, isWanted });
    default:
      return list satisfies never;
  }
}

/** All keys of an enumeration at a block, in its order. Where single items are asked for, it costs as many requests as reading them. */
export async function readKeys(session: Session, registry: Registry & { readonly list: RegistryList }, block: Block): Promise<readonly string[]> {
  const keys = new Set<string>();
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const { items, next }: Items = await readItems(session, registry, { block, offset, limit: registry.list.kind === "keys" ? mostItems + 1 : 1_000, isWanted: () => false });
    for (const key of items.keys()) keys.add(key);
    if (keys.size > mostItems) throw tooMany(registry);
    offset = next;
  }
  return [...keys];
}

/**
 * Items of some keys at a block: asked for by the key where the key is the number of the item, else looked for in the enumeration.
 *
 * @returns by key, without those that the enumeration does not have; `undefined`: looking for them would take more than 2,000 requests.
 * @throws as `readItems`.
 */
export async function itemsOf(session: Session, registry: Registry, { keys, block }: { readonly keys: readonly string[]; readonly block: Block }): Promise<ReadonlyMap<string, ViewResult> | undefined> {
  if (!isEnumerated(registry) || keys.length === 0 || block.number < registry.startBlock) return new Map();
  const { list } = registry;
  const wanted = new Set(keys);
  const found = new Map<string, ViewResult>();
  if (list.kind === "count" && list.key === undefined) {
    const count = await countOf(session, registry, list.count, block);
    const numbers = keys.filter((key) => /^\d{1,15}$/.test(key)).map(Number).filter((number) => number >= list.from && number < list.from + count);
    const answers = await Promise.all(numbers.map(async (number) => readItems(session, registry, { block, offset: number - list.from, limit: 1 })));
    for (const { items } of answers) for (const [key, view] of items) found.set(key, view);
    return found;
  }
  if (list.kind === "count" && (await countOf(session, registry, list.count, block)) > mostRequests) return undefined;
  for (let offset: number | undefined = 0; offset !== undefined && found.size < wanted.size; ) {
    if (list.kind === "page" && offset > mostRequests * list.size) return undefined;
    const { items, next }: Items = await readItems(session, registry, { block, offset, limit: list.kind === "keys" ? mostItems : 500, isWanted: (key) => wanted.has(key) });
    for (const [key, view] of items) if (wanted.has(key)) found.set(key, view);
    offset = next;
  }
  return found;
}

/** Keys of the last items of an enumeration, the last one first. */
export async function lastKeys(session: Session, registry: Registry & { readonly list: RegistryList }, { block, limit }: { readonly block: Block; readonly limit: number }): Promise<readonly string[]> {
  const { list } = registry;
  if (list.kind !== "count") return (await readKeys(session, registry, block)).slice(-limit).toReversed();
  const count = await countOf(session, registry, list.count, block);
  const { items } = await readItems(session, registry, { block, offset: Math.max(0, count - limit), limit });
  return [...items.keys()].toReversed();
}

export function isEnumerated(registry: Registry): registry is Registry & { readonly list: RegistryList } {
  return registry.list !== undefined;
}

interface Placed {
  readonly item: unknown;
  readonly position: number;
  readonly call: Hex;
  readonly result: Hex;
  readonly isTooLong: boolean;
}

/** A contract may give fewer items for a page than it was asked for, or revert beyond its end: only a page without items ends the enumeration. */
async function readPages(
  session: Session,
  registry: Registry,
  { list, block, offset, limit, isWanted }: Required<Part> & { readonly list: RegistryList & { readonly kind: "page" } },
): Promise<Items> {
  const end = offset + limit;
  const ask = async (at: number, size: number): Promise<readonly Placed[] | undefined> => {
    const answer = await optional(session, registry, { view: list.page, args: [BigInt(at), BigInt(size)], block });
    const items = answer === undefined ? [] : elements(itemsIn(list, answer.value), registry, list.page).slice(0, size);
    return answer && items.map((item, place) => ({ item, position: at + place, call: answer.call, result: answer.result, isTooLong: items.length > 1 && answer.result.length / 2 > maxSharedBytes }));
  };
  const placed: Placed[] = [];
  let at = offset;
  let size = list.size;
  let atOnce = pagesAtOnce;
  let isAtEnd = false;
  while (at < end && !isAtEnd) {
    const starts = Array.from({ length: Math.min(atOnce, Math.ceil((end - at) / size)) }, (_, place) => at + place * size);
    const pages = await Promise.all(starts.map(async (start) => ({ asked: Math.min(size, end - start), given: await ask(start, Math.min(size, end - start)) })));
    atOnce = pagesAtOnce;
    for (const { asked, given } of pages) {
      placed.push(...(given ?? []));
      at += given?.length ?? 0;
      if (given?.length === asked) continue;
      // Refused for its end, or for its size? A short page: the last one, or as many as the contract gives at once?
      const isRefused = given === undefined && asked > 1 && (await ask(at, 1))?.length === 1;
      isAtEnd = !isRefused && (given === undefined || given.length === 0);
      size = isRefused ? Math.ceil(asked / 2) : Math.max(1, given?.length ?? 1);
      atOnce = 1;
      break;
    }
  }
  const views = await Promise.all(
    placed.map(async (each) => {
      const view = viewOf(registry, { view: list.page, block, ...each });
      // In a page of its own the item has a shorter result, which is then its evidence.
      const [alone] = each.isTooLong && isWanted(view.key) ? ((await ask(each.position, 1)) ?? []) : [];
      return alone !== undefined && isDeepStrictEqual(alone.item, each.item) ? viewOf(registry, { view: list.page, block, ...alone }) : view;
    }),
  );
  return { items: keyed(views), ...(isAtEnd ? {} : { next: at }) };
}

function itemsIn(list: RegistryList & { readonly kind: "page" }, out: unknown): unknown {
  if (list.items !== undefined) return valueAt(list.items, { out, key: "" });
  return list.page.outputs.length > 1 && Array.isArray(out) ? out[0] : out;
}

function elements(value: unknown, registry: Registry, view: AbiFunction): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new SourceError("BAD_RESPONSE", `${formatAbiItem(view)} of ${registry.id} gives no list, where the mapping has an enumeration.`);
}

interface Found {
  readonly view: AbiFunction;
  readonly item: unknown;
  /** That it was asked by. */
  readonly number?: bigint;
  readonly call: Hex;
  readonly result: Hex;
  readonly isTooLong?: boolean;
  readonly block: Block;
}

/** An item in the form of a view's result; its key is empty where it has none. */
function viewOf(registry: Registry & { readonly list?: RegistryList }, { view, item, number, call, result, isTooLong = false, block }: Found): ViewResult {
  const { key: from, set = [] } = registry.list ?? {};
  const scope = { item, key: "" };
  const given = from === undefined ? (number ?? item) : from.kind === "path" ? valueAt(from.path, scope) : evaluate(from, scope);
  return {
    read: { abi: view, signature: formatAbiItem(view), selector: slice(call, 0, 4), args: [], set },
    key: keyText(given, registry.keyForm) ?? "",
    out: item, isItem: true, call, result, isTooLong: isTooLong || (result.length - 2) / 2 > maxResultBytes, block,
  };
}

/** The first of those with one key counts. */
function keyed(views: readonly ViewResult[]): ReadonlyMap<string, ViewResult> {
  const items = new Map<string, ViewResult>();
  for (const view of views) if (view.key !== "" && !items.has(view.key)) items.set(view.key, view);
  return items;
}

interface Asked {
  readonly view: AbiFunction;
  readonly args: readonly bigint[];
  readonly block: Block;
}

interface Answered {
  readonly value: unknown;
  readonly call: Hex;
  readonly result: Hex;
}

/** `undefined`: reverted, or its result does not decode. */
async function optional(session: Session, registry: Registry, { view, args, block }: Asked): Promise<Answered | undefined> {
  const call = encodeFunctionData({ abi: [view], functionName: view.name, args: [...args] });
  const result = await callOrReverted(session, registry.address, { call, block });
  const decoded = result === undefined ? undefined : decodedResult(view, result);
  return result === undefined || decoded === undefined ? undefined : { value: decoded.value, call, result };
}

async function required(session: Session, registry: Registry, asked: Asked): Promise<Answered> {
  const answer = await optional(session, registry, asked);
  if (answer !== undefined) return answer;
  throw new SourceError(
    "BAD_RESPONSE",
    `${formatAbiItem(asked.view)} of ${registryAccount(registry)} (registry "${registry.id}") reverts, or gives what the mapping's ABI does not describe, at block ${asked.block.number}; what it lists is left as it was.`,
  );
}

async function countOf(session: Session, registry: Registry, view: AbiFunction, block: Block): Promise<number> {
  const { value } = await required(session, registry, { view, args: [], block });
  const count = Number(value);
  if (!(count >= 0 && count <= mostItems)) throw tooMany(registry);
  return count;
}

function tooMany({ id }: Registry): SourceError {
  return new SourceError("UNSUPPORTED", `${id} lists more than ${mostItems.toLocaleString("en")} entries; a registry of that size is read by its events.`);
}
