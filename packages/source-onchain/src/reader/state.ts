import type { ListingRelation } from "@modeldex/plugin-kit";
import { getAddress, isAddress, type Address } from "viem";
import type { DocumentResult } from "../documents/page-documents.ts";
import { claimsIn, filesOf, versionsOf, type ClaimState, type FileState } from "./children.ts";
import { compact, isOwn, sinceBeginning, type History } from "./compaction.ts";
import type { Entry } from "./entries.ts";
import type { Scope } from "../mapping/expression.ts";
import type { EntryStatus } from "../mapping/mapping.ts";
import type { Setter } from "../mapping/registry.ts";
import { begins, givesName, namesOwner, scopeOf, settersOf, statusOf } from "./rule-effects.ts";
import { statedJson, statedReference, statedTags, statedText, type JsonValue, type TextTarget } from "./stated.ts";
import type { ViewResult } from "./views.ts";

/** What a registry says of one key, at one block. */
export interface EntryState {
  /** Absent, as is `last`: no event tells of the entry, the contract alone lists it. */
  readonly registration?: Entry;
  /** The last log of the registry itself; what others say changes no entry. */
  readonly last?: Entry;
  /** Without a registration: the call that says that there is such an entry. */
  readonly listed?: ViewResult;
  /** The account that the transaction of the registration names as owner; a later owner has not registered it. */
  readonly registeredFor?: Address;
  readonly status: EntryStatus;
  /** What set the status; absent where nothing did. */
  readonly statusFrom?: Entry | ViewResult;
  /** Whether an event or view was there to give a name, and whether one ever did. */
  readonly naming: { readonly tried: boolean; readonly succeeded: boolean };
  readonly values: Values;
  /** By the name behind `extra.`. */
  readonly extra: Readonly<Record<string, JsonValue>>;
  readonly tags?: readonly string[];
  readonly link?: { readonly reference: string; readonly relation: ListingRelation };
  /** The newest 2,000; `more` are left out. */
  readonly files: Children<FileState>;
  /** The newest 200, the newest last. */
  readonly versions: readonly string[];
  /** The newest 200, the newest first. */
  readonly claims: Children<ClaimState>;
}

/** What is kept of a kind, and how many others there are. */
export interface Children<Child> {
  readonly kept: readonly Child[];
  readonly more: number;
  /** `more` is only the least that there are. */
  readonly uncounted: boolean;
}

/** A value and where it is from. */
export interface Value {
  readonly text: string;
  readonly from: Entry | ViewResult | DocumentResult;
}

type ValueTarget = Exclude<TextTarget, `file.${string}`>;
type Values = Readonly<Partial<Record<ValueTarget, Value>>>;

/**
 * Folds the history of one key, and what its views gave, into its state. A later event wins, also one that clears a value; what the newest
 * version says wins over other events, a view wins where it gives a value (one of an enumeration is before the other views), and then a document
 * that could be read.
 *
 * @param history - of one key, in the order of the chain; empty for what the contract alone lists.
 */
export function stateOf(history: readonly Entry[], views: readonly ViewResult[], documents: readonly DocumentResult[] = []): EntryState {
  return folded(compact(history), views, documents);
}

/** As `stateOf`, of a history that is not longer than what is kept of one. */
export function folded(history: readonly Entry[], views: readonly ViewResult[], documents: readonly DocumentResult[] = []): EntryState {
  const fields = fieldsOf();
  const counting = sinceBeginning(history).filter(({ superseded }) => superseded === undefined);
  let status: EntryStatus = "LISTED";
  let statusFrom: EntryState["statusFrom"];
  const decide = (value: EntryStatus | undefined, from: Entry | ViewResult): void => {
    if (value !== undefined) [status, statusFrom] = [value, from];
  };
  for (const entry of counting) {
    const { does } = entry.event;
    if (does.op === "status") decide(statusOf(does.value, scopeOf(entry)), entry);
    else if (does.op === "upsert") fields.apply(does.set, scopeOf(entry), entry);
  }
  const versions = versionsOf(counting);
  for (const entry of versions.at(-1)?.entries ?? []) fields.apply(settersOf(entry), scopeOf(entry), entry);
  for (const view of views) {
    const scope = { out: view.out, item: view.out, key: view.key };
    fields.apply(view.read.set, scope, view);
    if (view.read.status !== undefined) decide(statusOf(view.read.status, scope), view);
  }
  const key = history[0]?.key ?? views[0]?.key ?? "";
  for (const each of documents) if (each.content !== undefined) fields.apply(each.document.set, { doc: each.content.value, key }, each);
  const { values, extra, tags, link, tried, succeeded } = fields;
  const older = history[0]?.older;
  const own = counting.filter(isOwn);
  // What the contract lists itself need not have been registered by the first log about it.
  const isListed = views.some(({ isItem }) => isItem === true);
  const registration = counting.findLast(begins) ?? counting.find(({ event }) => event.does.op === "upsert") ?? (isListed ? undefined : history.find(isOwn));
  const last = own.at(-1) ?? history.findLast(isOwn);
  const registeredFor = registration === undefined ? ownerListed(views) : ownerIn(own.filter(({ log }) => log.transactionHash === registration.log.transactionHash));
  const listed = views.find(({ isItem, isTooLong }) => isItem === true && isTooLong !== true) ?? views.find(({ isItem }) => isItem !== true) ?? views[0];
  return {
    ...(registration === undefined ? {} : { registration }),
    ...(last === undefined ? {} : { last }),
    ...(listed === undefined || registration !== undefined ? {} : { listed }),
    ...(registeredFor === undefined ? {} : { registeredFor: getAddress(registeredFor) }),
    status,
    ...(statusFrom === undefined ? {} : { statusFrom }),
    naming: { tried, succeeded: succeeded || history.some(givesName) },
    values,
    extra,
    ...(tags === undefined ? {} : { tags }),
    ...(link === undefined ? {} : { link }),
    files: { kept: filesOf(counting), more: older?.files.size ?? 0, uncounted: older?.more.files === true },
    versions: versions.map(({ version }) => version),
    claims: { kept: claimsIn(counting, older), more: older?.claims.size ?? 0, uncounted: older?.more.claims === true },
  };
}

/** An owner that is written as another text is no account: anybody may write as many of those as they like. */
function isAccount(owner: string | undefined): owner is Address {
  return owner !== undefined && isAddress(owner, { strict: false });
}

/** The account that the call which lists an entry names as its owner; no event says whose it was before. */
function ownerListed(views: readonly ViewResult[]): Address | undefined {
  const setters = views.filter(({ isItem }) => isItem === true).flatMap(({ read, out, key }) => read.set.filter(({ target }) => target === "owner").map(({ value }) => statedText("owner", value, { item: out, key })));
  return setters.find(isAccount);
}

/** Whether the registry itself has the entry: somebody may make claims about one that there is not. */
export function isThere(history: History): boolean {
  return history.some(isOwn);
}

/** Of each rule the first log counts, which every compacted history keeps. */
function ownerIn(registering: History): Address | undefined {
  const upserts = registering.filter(({ event }) => event.does.op === "upsert");
  return upserts.filter(({ event }, index) => upserts.findIndex((other) => other.event === event) === index).map(namesOwner).find(isAccount);
}

interface Fields {
  values: Partial<Record<ValueTarget, Value>>;
  extra: Record<string, JsonValue>;
  tags?: readonly string[] | undefined;
  link?: EntryState["link"] | undefined;
  tried: boolean;
  succeeded: boolean;
  apply(setters: readonly Setter[], scope: Scope, from: Value["from"]): void;
}

function fieldsOf(): Fields {
  const fields: Fields = {
    values: {},
    extra: {},
    tried: false,
    succeeded: false,
    apply: (setters, scope, from) => {
      // An event that has no value clears it; a view that has none says nothing.
      const clears = "event" in from;
      for (const setter of setters) {
        if (setter.target === "link") {
          const reference = statedReference(setter.value, scope);
          if (reference !== undefined) fields.link = { reference, relation: setter.relation };
          else if (clears) fields.link = undefined;
          continue;
        }
        const { target, value } = setter;
        if (target === "tags") {
          const given = statedTags(value, scope);
          if (given !== undefined || clears) fields.tags = given;
        } else if (isExtra(target)) {
          const given = statedJson(value, scope);
          const name = target.slice("extra.".length);
          if (given !== undefined) fields.extra[name] = given;
          else if (clears) delete fields.extra[name];
        } else {
          const text = statedText(target, value, scope);
          if (target === "name") {
            fields.tried = true;
            fields.succeeded ||= text !== undefined;
          }
          if (text !== undefined) fields.values[target] = { text, from };
          else if (clears) delete fields.values[target];
        }
      }
    },
  };
  return fields;
}

function isExtra(target: string): target is `extra.${string}` {
  return target.startsWith("extra.");
}
