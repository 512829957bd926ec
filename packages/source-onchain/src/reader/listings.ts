import { SourceError, type ListingRecord, type OverlayRecord } from "@modeldex/plugin-kit";
import { documentsMs } from "../documents/page-documents.ts";
import { documentsOf, namedByKey } from "./entry-documents.ts";
import type { Hex } from "viem";
import { registrantsOf, type Registrant } from "../authority/registrants.ts";
import { blockFacts } from "./block-facts.ts";
import { missingInCode } from "./code-check.ts";
import type { Entry } from "./entries.ts";
import { itemsOf } from "./enumerate.ts";
import { nativeId } from "../mapping/native-id.ts";
import type { Block } from "../rpc/raw.ts";
import { claimsOfDocuments, logsShown } from "../record/claims.ts";
import { overlayOf } from "../record/overlay.ts";
import { recordOf } from "../record/record.ts";
import { addressOf, type Registry } from "../mapping/registry.ts";
import { RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import type { Session } from "../rpc/session.ts";
import { isThere, stateOf, type EntryState } from "./state.ts";
import { readViews, type ViewResult } from "./views.ts";

/** What became of one entry: a listing, an overlay of the model that another one lists, no longer one, or none. `dropped`: it was to be one, but cannot be shown. */
export type Listed =
  | { readonly kind: "record"; readonly record: ListingRecord }
  | { readonly kind: "overlay"; readonly overlay: OverlayRecord }
  | { readonly kind: "gone" | "notListed" | "dropped" };

export interface ToList {
  /** By key, each in the order of the chain. */
  readonly histories: ReadonlyMap<string, readonly Entry[]>;
  /** By key, of a registry that enumerates its entries, where they were read already; else they are asked for, also those of `keys` without history. */
  readonly items?: ReadonlyMap<string, ViewResult>;
  readonly keys?: readonly string[];
  /** At which views are read. */
  readonly block: Block;
  /** At no other block, also where the node keeps no state of this one. @default false */
  readonly exactly?: boolean;
  /** Longest time for the documents that the entries name. @default that of a call for a person */
  readonly documentsForMs?: number;
}

/**
 * Makes the listings of some entries of one registry.
 *
 * @returns by key, for every key that has a history or is enumerated by the contract.
 * @throws {SourceError} `UNSUPPORTED`: the enumeration is too long to look for single entries in it; and what the node fails with.
 */
export async function listingsOf(session: Session, registry: Registry, { histories, items: given, keys = [...histories.keys()], block, exactly = false, documentsForMs = documentsMs.get }: ToList): Promise<ReadonlyMap<string, Listed>> {
  if (keys.length === 0 && given === undefined) return new Map();
  const items = given ?? (await itemsAt(session, registry, { keys, block }));
  if (items === undefined) throw new SourceError("UNSUPPORTED", `${registry.id} cannot be asked for one entry, and lists too many to look for it; the next harvest brings it.`);
  const known = [...new Set([...items.keys(), ...histories.keys()])];
  const views = await readViews(session, registry, { keys: known, histories, block, exactly });
  // An item of the enumeration is before the other views.
  const seen = new Map(known.map((key) => [key, [...[items.get(key)].filter((item) => item !== undefined), ...(views.get(key) ?? [])]]));
  const documents = await documentsOf(session, registry, { keys: known, histories, views: seen, forMs: documentsForMs });
  const states = new Map(
    known.flatMap((key) => {
      const history = histories.get(key) ?? [];
      // What others say of a key makes no entry.
      if (items.get(key) === undefined && !isThere(history)) return [];
      const read = documents.get(key) ?? [];
      return [[key, namedByKey(stateOf(history, seen.get(key) ?? [], read), { registry, key, documents: read })] as const];
    }),
  );
  const stateBlock = [...views.values()][0]?.[0]?.block ?? block;
  const viewed = items.size > 0 || registry.reads.length > 0 ? [registry.address, ...registry.reads.map((read) => addressOf(read, registry))] : [];
  const facts = await blockFacts(session, [...states].flatMap(([key, state]) => logsShown(state, documents.get(key) ?? [])), { stateBlock: stateBlock.number, viewed });
  const from = { session, registry, facts, senders: await sendersOf(session, registry, [...states.values()]) };
  const listed = new Map<string, Listed>();
  for (const key of known) {
    const state = states.get(key);
    if (state === undefined) {
      listed.set(key, { kind: "notListed" });
      continue;
    }
    if (state.status === "GONE") {
      listed.set(key, { kind: "gone" });
      continue;
    }
    const read = documents.get(key) ?? [];
    const record = registry.listed ? recordOf(key, state, from) : undefined;
    if (record !== undefined) listed.set(key, shownAs(read.length === 0 ? record : { ...record, claims: [...(record.claims ?? []), ...claimsOfDocuments(key, read, from)] }, registry));
    else if (!registry.listed) listed.set(key, { kind: "notListed" });
    else if (state.naming.succeeded) listed.set(key, { kind: "gone" });
    else listed.set(key, { kind: state.naming.tried ? "dropped" : "notListed" });
  }
  const nameless = [...listed].filter(([, { kind }]) => kind === "dropped" || kind === "notListed").map(([key]) => key);
  const lacking = await lackingViews(session, registry, nameless.filter((key) => !views.has(key)));
  for (const key of nameless) {
    if (lacking !== undefined && !views.has(key)) session.context.drop(nativeId(registry, key), `it has no name, and the contract's code does not have ${lacking}`);
    else if (listed.get(key)?.kind === "dropped") session.context.drop(nativeId(registry, key), "its name is empty, or no text that can be shown");
    else continue;
    listed.set(key, { kind: "dropped" });
  }
  return listed;
}

/** An overlay that links to no model any more is gone. */
function shownAs(record: ListingRecord, registry: Registry): Listed {
  if (!registry.overlay) return { kind: "record", record };
  const overlay = overlayOf(record, registry);
  return overlay === undefined ? { kind: "gone" } : { kind: "overlay", overlay };
}

/** Who sent the registrations that name no owner, where anybody may write: what one account may have is bounded. */
async function sendersOf(session: Session, registry: Registry, states: readonly EntryState[]): Promise<ReadonlyMap<Hex, Registrant>> {
  if (registry.writers !== "open" || !registry.listed) return new Map();
  const nameless = states.filter(({ registeredFor, status, values }) => registeredFor === undefined && status !== "GONE" && values.name !== undefined);
  return await registrantsOf(session, nameless.flatMap(({ registration }) => registration ?? []));
}

/** Views which would give a name, that the contract or its present implementation does not have. Looked for when there are keys for which no view gave anything. */
async function lackingViews(session: Session, registry: Registry, keys: readonly string[]): Promise<string | undefined> {
  const naming = registry.reads.filter(({ set }) => set.some(({ target }) => target === "name")).map(({ signature }) => signature);
  if (keys.length === 0 || naming.length === 0) return undefined;
  const missing = (await missingInCode(session, registry))?.functions.filter((signature) => naming.includes(signature)) ?? [];
  return missing.length === 0 ? undefined : missing.join(", ");
}

/** As `itemsOf`. @throws {SourceError} */
export async function itemsAt(session: Session, registry: Registry, asked: { readonly keys: readonly string[]; readonly block: Block }): Promise<ReadonlyMap<string, ViewResult> | undefined> {
  try {
    return await itemsOf(session, registry, asked);
  } catch (error) {
    if (error instanceof RpcError) throw sourceErrorOf(error, session.host, `the enumeration of ${registry.id} at block ${asked.block.number}`);
    throw error;
  }
}
