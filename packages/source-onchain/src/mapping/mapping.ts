import type { ListingRelation, Naming } from "@modeldex/plugin-kit";
import { z } from "zod";

/** Fields of a listing that a mapping can fill. */
export const targets = [
  "name", "description", "publisher", "license", "task", "url", "tags", "owner", "link", "artifact.path", "artifact.sha256",
] as const;
export type Target = (typeof targets)[number];

/**
 * One value, in a small closed language.
 *
 * - path: `args.fileName`, `out.sha256Hash`, `key`; with a transform after a bar:
 *   `args.value | utf8` (bytes as text), `args.value | json:name` (a member of a JSON object), `args.value | model-name` (bytes as text, and
 *   of a purl its namespace and name)
 * - template: `{args.huggingfaceRepo}/{args.fileName}`; nothing when one of its values is missing
 * - fixed text: `text-generation`
 *
 * `args`: the event's arguments; `out`: the result of a view (a single struct's fields directly); `key`: the canonical key as text.
 */
export type Expression = string;

/** Where a listing says it is a model known elsewhere: a purl or URL. In a template, values are percent-encoded. */
export type LinkExpression = Expression | { readonly reference: Expression; readonly relation?: ListingRelation };

export type SetRule = { readonly [T in Target]?: T extends "link" ? LinkExpression : Expression };

/** What an event of the contract does. */
export type EventRule = UpsertRule | StatusRule;

interface RuleOnEvent {
  /** Path of the key where this event names it otherwise. */
  readonly key?: string;
  /** Counts only when each path has this text: `{ "args.metadataKey": "model" }`. */
  readonly when?: Readonly<Record<string, string>>;
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
  readonly value: "LISTED" | "DEPRECATED" | "GONE";
}

/** A view that is read for every key, at one block; its values come before those of the events. */
export interface ReadRule {
  /** Name of the function, or its signature where several have that name. */
  readonly call: string;
  /** One expression for each argument: `{key}` or fixed text. */
  readonly args: readonly string[];
  readonly set: SetRule;
}

/** How one contract's events and views become listings. Plain data. */
export interface Mapping {
  /** Names the registry in claims and messages: `[a-z][a-z0-9-]*`. */
  readonly id: string;
  readonly chainId: number;
  /** 0x and 40 hex digits. */
  readonly address: string;
  /** Block of the deployment; earlier ones are not read. */
  readonly startBlock: number | bigint;
  /** Human-readable: `event ModelAdded(bytes32 indexed modelId, string name)`. Only what the mapping uses is needed. */
  readonly abi: readonly string[];
  readonly key: {
    /** Such as `args.modelId`. */
    readonly from: string;
    /** How the key is written. @default by its type: integers `number` (decimal), bytes and addresses `hex`, strings `text` */
    readonly as?: "hex" | "number" | "text";
  };
  /** By name of the event, or its signature where several have that name. */
  readonly on: Readonly<Record<string, EventRule>>;
  readonly read?: readonly ReadRule[];
  /** Who can give an entry its name; see `Source.naming`. @default "open" */
  readonly writers?: Naming;
  /** `false`: entries are read and counted, and none is listed; then nothing need set a name. @default true */
  readonly listed?: boolean;
  /** About the registry, for `Source.about`. */
  readonly about?: { readonly operator?: string };
}

const expression = z.string().min(1).max(500);
const link = z.union([
  expression,
  z.strictObject({ reference: expression, relation: z.enum(["SAME_WEIGHTS", "QUANTIZED", "HOSTED", "REGISTERED", "UNKNOWN"]).optional() }),
]);
const set = z.strictObject({ ...Object.fromEntries(targets.map((target) => [target, expression.optional()])), link: link.optional() });
const onEvent = { key: expression.optional(), when: z.record(z.string(), z.string()).optional() };
const eventRule = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("upsert"), first: z.boolean().optional(), set, ...onEvent }),
  z.strictObject({ op: z.literal("status"), value: z.enum(["LISTED", "DEPRECATED", "GONE"]), ...onEvent }),
]);
const blockNumber = z.union([z.bigint().nonnegative(), z.number().int().nonnegative()]).transform(Number).pipe(z.number().int().max(Number.MAX_SAFE_INTEGER));

/** The shape of a mapping; what its texts mean is checked against the ABI by `compileMapping`. */
export const mappingSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter"),
  chainId: z.number().int().positive(),
  address: z.string().regex(/^0x[0-9a-fA-F]{40}$/, "must be a contract's address: 0x and 40 hex digits"),
  startBlock: blockNumber,
  abi: z.array(z.string().min(1)).min(1, "needs the signatures of the events and functions that the mapping uses"),
  key: z.strictObject({ from: expression, as: z.enum(["hex", "number", "text"]).optional() }),
  on: z.record(z.string(), eventRule).refine((rules) => Object.keys(rules).length > 0, "needs at least one event"),
  read: z.array(z.strictObject({ call: z.string().min(1), args: z.array(z.string().max(500)), set })).max(10).optional(),
  writers: z.enum(["curated", "namespaced", "open"]).optional(),
  listed: z.boolean().optional(),
  about: z.strictObject({ operator: z.string().min(1).max(300).optional() }).optional(),
});

/** A mapping whose shape has been checked. */
export type CheckedMapping = z.output<typeof mappingSchema>;
