import type { ListingRecord } from "@modeldex/plugin-kit";
import { blockFacts } from "./block-facts.ts";
import type { Entry } from "./entries.ts";
import { nativeId } from "../mapping/native-id.ts";
import type { Block } from "../rpc/raw.ts";
import { recordOf } from "../record/record.ts";
import type { Registry } from "../mapping/registry.ts";
import type { Session } from "../rpc/session.ts";
import { isThere, stateOf } from "./state.ts";
import { readViews } from "./views.ts";

/** What became of one entry: a listing, no longer one, or none. `dropped`: it was to be one, but cannot be shown. */
export type Listed =
  | { readonly kind: "record"; readonly record: ListingRecord }
  | { readonly kind: "gone" | "notListed" | "dropped" };

/**
 * Makes the listings of some entries of one registry.
 *
 * @param histories - by key, each in the order of the chain.
 * @param block - at which views are read.
 * @returns by key, for every key that has a history.
 */
export async function listingsOf(
  session: Session,
  registry: Registry,
  { histories, block }: { readonly histories: ReadonlyMap<string, readonly Entry[]>; readonly block: Block },
): Promise<ReadonlyMap<string, Listed>> {
  const views = await readViews(session, registry, { keys: [...histories.keys()], block });
  const stateBlock = [...views.values()][0]?.[0]?.block ?? block;
  const facts = await blockFacts(session, [...histories.values()].flat(), stateBlock.number);
  const listed = new Map<string, Listed>();
  for (const [key, [first, ...others]] of histories) {
    if (first === undefined) continue;
    if (!isThere([first, ...others])) {
      listed.set(key, { kind: "notListed" });
      continue;
    }
    const state = stateOf([first, ...others], views.get(key) ?? []);
    if (state.status === "GONE") {
      listed.set(key, { kind: "gone" });
      continue;
    }
    const record = recordOf(key, state, { session, registry, facts });
    if (record !== undefined) listed.set(key, { kind: "record", record });
    else if (state.naming.succeeded) listed.set(key, { kind: "gone" });
    else if (!state.naming.tried) listed.set(key, { kind: "notListed" });
    else {
      session.context.drop(nativeId(registry, key), "its name is empty, or no text that can be shown");
      listed.set(key, { kind: "dropped" });
    }
  }
  return listed;
}
