import type { ListingRelation, Naming } from "@modeldex/plugin-kit";
import type { Abi } from "viem";

/** Fields of a listing that a mapping can fill; `extra.<name>` beside them is shown as it is (`OnChainDetails.extra`). */
export const targets = [
  "name", "description", "publisher", "license", "task", "url", "tags", "owner", "link", "version", "alias", "createdAt", "updatedAt",
  "artifact.path", "artifact.sha256", "artifact.keccak256", "artifact.cid", "artifact.size", "artifact.url",
  "offer.provider", "offer.url", "offer.callAs",
] as const;
export type Target = (typeof targets)[number];

/** Fields of one file that a child event can fill. */
export const fileTargets = ["path", "sha256", "keccak256", "cid", "size", "url", "format"] as const;
export type FileTarget = (typeof fileTargets)[number];

/**
 * One value, in a small closed language.
 *
 * - path: `args.fileName`, `out.sha256Hash`, `item.model`, `doc.name`, `key`; with transforms after bars: `args.value | utf8`; see `transforms`
 * - template: `{args.huggingfaceRepo}/{args.fileName}`; nothing when one of its values is missing
 * - fixed text: `text-generation`
 *
 * `args`: the event's arguments; `out`: the result of a view (a single struct's fields directly); `item`: one of an enumeration; `doc`: an
 * off-chain document; `key`: the canonical key as text. A list of expressions is the first of them that has a value.
 */
export type Expression = string;
export type ValueRule = Expression | readonly Expression[];

/** Where a listing says it is a model known elsewhere: a purl or URL. In a template, values are percent-encoded. */
export type LinkExpression = ValueRule | { readonly reference: ValueRule; readonly relation?: ListingRelation };

export type SetRule = { readonly [T in Target]?: T extends "link" ? LinkExpression : ValueRule } & { readonly [extra: `extra.${string}`]: ValueRule };

/** What an event of the contract does; several rules for one event do all of it. */
export type EventRule = UpsertRule | StatusRule | FileRule | VersionRule | ClaimRule | RevokeRule;

interface RuleOnEvent {
  /** Path of the key where this event names it otherwise. */
  readonly key?: string;
  /** Counts only when each path has this text: `{ "args.metadataKey": "model" }`. */
  readonly when?: Readonly<Record<string, string>>;
  /**
   * Texts that the log holds only as a hash (`string indexed`), taken from the calldata of the transaction and checked against that hash:
   * `{ "args.name": { call: "registerModel(string,bytes32)", argument: "name" } }`.
   */
  readonly recover?: Readonly<Record<string, RecoverRule>>;
}

export interface RecoverRule {
  /** Function whose calldata holds the text, by name, or by signature where several have that name. It may be called through another contract. */
  readonly call: string;
  /** Name or index of its argument; with dots into a struct. */
  readonly argument: string;
}

/** Makes the entry, or changes it: later values win. */
export interface UpsertRule extends RuleOnEvent {
  readonly op: "upsert";
  /**
   * The entry begins with this event: what other mapped events said of its key before, except in the same transaction, does not count. Then
   * the history of an entry need not be read for a page that has it.
   *
   * @default false
   */
  readonly first?: boolean;
  readonly set: SetRule;
}

/** DEPRECATED: should no longer be chosen. GONE: removed. LISTED: back again. */
export interface StatusRule extends RuleOnEvent {
  readonly op: "status";
  /** Or a table from the text of `from` to one of them: a status machine. Texts that the table does not have change nothing. */
  readonly value: EntryStatus | { readonly from: Expression; readonly table: Readonly<Record<string, EntryStatus>> };
}

export type EntryStatus = "LISTED" | "DEPRECATED" | "GONE";

/** Adds a file to the entry, changes the one with that `id`, or takes it away. */
export interface FileRule extends RuleOnEvent {
  readonly op: "file";
  /** What tells files of one entry apart: its path or its index. */
  readonly id: Expression;
  readonly set?: { readonly [T in FileTarget]?: ValueRule };
  /** @default false */
  readonly removed?: boolean;
}

/** Adds a version to the entry: `<key>@<version>` leads here from then on, and what it sets are values of the newest version. */
export interface VersionRule extends RuleOnEvent {
  readonly op: "version";
  readonly version: Expression;
  readonly set?: SetRule;
}

/** Somebody says something about the entry: a review, a validation, an attestation. It stays theirs. */
export interface ClaimRule extends RuleOnEvent {
  readonly op: "claim";
  /** What tells the claims about one entry apart; a later one with the same id replaces it. @default the log itself */
  readonly id?: Expression;
  readonly kindUri: string;
  /** One sentence for a person: `{args.validator} rated it {args.response} of 100.` */
  readonly statement: Expression;
  /** Who says so: an address. */
  readonly issuer: Expression;
  /** By name, for machines. Numbers above 2^53 are texts. */
  readonly value?: Readonly<Record<string, ValueRule>>;
}

/** Takes a claim back. It is kept, and says that it was revoked. */
export interface RevokeRule extends RuleOnEvent {
  readonly op: "revoke";
  readonly id: Expression;
}

/** A view that is read for every key, at one block; its values come before those of the events. */
export interface ReadRule {
  /** Name of the function, or its signature where several have that name. */
  readonly call: string;
  /** One for each argument: `{key}` with transforms, `{args.<name>}` of the event that last set it, or fixed text. */
  readonly args: readonly string[];
  /** Another contract than the registry. */
  readonly address?: string;
  readonly set: SetRule;
  /** Status by what the view says: `{ from: "out.state | enum:state", table: { Retired: "DEPRECATED" } }`. */
  readonly status?: { readonly from: Expression; readonly table: Readonly<Record<string, EntryStatus>> };
}

/**
 * How the contract lists its own entries, where logs do not: a view that gives all keys (or structs), one that counts and one that gives each,
 * or pages. Read anew with every run.
 */
export type ListRule =
  | ({ readonly keys: string } & ListedItem)
  | ({ readonly count: string; readonly item: string; readonly from?: 0 | 1 } & ListedItem)
  /** `page(offset, limit)`; its result is the list, or a struct or several outputs of which `items` is the list. */
  | ({ readonly page: string; readonly size: number; readonly items?: string } & ListedItem);

interface ListedItem {
  /** Path of the key in one item. @default "item"; of count and item, the number that it is asked by */
  readonly key?: Expression;
  readonly set?: SetRule;
}

/** A document named by the chain, read through the lent fetch at list and get time. */
export interface DocumentRule {
  /** https, ipfs, ar, walrus (`walrus://<blob id>`) or data: URL, or a bare CID. */
  readonly uri: ValueRule;
  /** Which the chain gives of the document's bytes; without it, and where the URL holds no hash, the document is marked as mutable. */
  readonly digest?: { readonly algorithm: "sha256" | "keccak256" | "cid"; readonly value: ValueRule };
  /** JSON: members by `doc.<path>`; text: `doc`. @default "json" */
  readonly as?: "json" | "text";
  /** @default 1_000_000, at most 4_000_000 */
  readonly maxBytes?: number;
  readonly set: SetRule;
}

/** How one contract's events and views become listings. Plain data. */
export interface Mapping {
  /** Names the registry in claims and messages: `[a-z][a-z0-9-]*`. */
  readonly id: string;
  readonly chainId: number;
  /** 0x and 40 hex digits. */
  readonly address: string;
  /** Tells two id spaces of one contract apart: keys are then `<space>:<key>`. Each space is a mapping of its own. */
  readonly space?: string;
  /** Block of the deployment; earlier ones are not read. */
  readonly startBlock: number | bigint;
  /** Human-readable (`event ModelAdded(bytes32 indexed modelId, string name)`), or the items of a JSON ABI. Only what the mapping uses is needed. */
  readonly abi: readonly (string | Abi[number])[];
  readonly key: {
    /** Such as `args.modelId`. Absent: the keys come from `list` alone. */
    readonly from?: string;
    /** How the key is written. @default by its type: integers `number` (decimal), bytes and addresses `hex`, strings `text` */
    readonly as?: "hex" | "number" | "text";
    /** The key can be computed from a file of a Hugging Face repository: keccak256 of this template, such as `{repository}/{file}`. */
    readonly keccak256Of?: string;
  };
  /** By name of the event, or its signature where several have the name. */
  readonly on?: Readonly<Record<string, EventRule | readonly EventRule[]>>;
  readonly list?: ListRule;
  readonly read?: readonly ReadRule[];
  readonly documents?: readonly DocumentRule[];
  /** Names of enumerated values, for `enum:<table>`: by index, or by text. */
  readonly enums?: Readonly<Record<string, readonly string[] | Readonly<Record<string, string>>>>;
  /** Id of another registry on the same chain: the events here are claims about its entries, and nothing is listed from this contract. */
  readonly claimsOn?: string;
  /** Who can give an entry its name; see `Source.naming`. @default "open" */
  readonly writers?: Naming;
  /** Call that would write an entry, tried as a stranger (and never sent), to see whether anybody may: `{ call: "register(string)", args: ["x"] }`. */
  readonly writeCall?: { readonly call: string; readonly args: readonly string[] };
  /** `false`: entries are read and counted, and none is listed; then nothing need set a name. @default true */
  readonly listed?: boolean;
  /**
   * Entries say something of models that others list, and list none: an attestation of a model is no model. Something must set `link`; an entry adds
   * its claims to the model that it links to, and nothing else where anybody may write. @default false
   */
  readonly overlay?: boolean;
  /** About the registry, for `Source.about`. */
  readonly about?: { readonly operator?: string };
}
