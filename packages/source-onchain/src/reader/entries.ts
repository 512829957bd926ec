import { decodeEventLog, isAddress } from "viem";
import { evaluate, type ParsedExpression, type ParsedPath, type Scope } from "../mapping/expression.ts";
import { keyText, keyValue } from "../mapping/key.ts";
import { exactText } from "../mapping/text.ts";
import { hashOf, recoverTexts, withTexts, type HashedText, type Texts } from "./recover.ts";
import type { RawLog } from "../rpc/raw.ts";
import type { Registry, RegistryEvent } from "../mapping/registry.ts";
import type { Session } from "../rpc/session.ts";

/** A place in the chain: a block, and the index of a log in it. */
export interface Place {
  readonly block: number;
  readonly log: number;
}

/** What one rule of a mapping reads in one log, about one key. */
export interface Entry {
  /** Whose entry it is about; the log may be of another contract, which makes claims about these. */
  readonly registry: Registry;
  /** Canonical; see `keyText`. */
  readonly key: string;
  readonly event: RegistryEvent;
  readonly args: unknown;
  readonly log: RawLog;
  /** Of a file, a version, a claim or a revocation: what tells it apart from others of its entry. */
  readonly id?: string;
  /** Kept only because the history begins with it, or because it gave a name; it no longer decides anything. */
  readonly superseded?: true;
  /** What a compacted history left out. */
  readonly older?: Older;
}

/** Files and claims that were left out since there are too many newer ones: by id, where their newest log is. */
export interface Older {
  readonly files: ReadonlyMap<string, Place>;
  readonly claims: ReadonlyMap<string, Place>;
  /** There are more than these. */
  readonly more: { readonly files: boolean; readonly claims: boolean };
  /** Newest revocation that was left out: claims before it may have been revoked. */
  readonly revocation?: Place;
}

/** What one log is to one registry: entries, or reasons why it is none. */
export type Decoded = { readonly entry: Entry } | { readonly registry: Registry; readonly reason: string };

/** Longest data of a log that is kept, in bytes; it is evidence and stays whole. */
const maxLogBytes = 65_536;

/** Longest data of a claim's log, in bytes: up to 200 of them are evidence of one entry. */
const maxClaimBytes = 8_192;

/** Longest id of a file, version or claim, in UTF-16 code units. */
const maxIdLength = 1_000;

/**
 * The entries about a registry among some logs, for a history: what cannot be decoded is left out, and was reported when its page was read.
 * A registry whose events are claims about another one has none of its own.
 *
 * @throws {SourceError} the node does not give a transaction that is needed.
 */
export async function entriesOf(session: Session, registry: Registry, logs: readonly RawLog[]): Promise<readonly Entry[]> {
  const decoded = await decodeLogs(session, emittersOf(session, registry), logs);
  return decoded.flat().flatMap((each) => ("entry" in each ? [each.entry] : []));
}

/** The registries whose logs are about the entries of one: itself, and those that make claims about it. */
export function emittersOf(session: Session, registry: Registry): readonly Registry[] {
  if (registry.claimsOn !== undefined) return [];
  return [registry, ...session.chain.registries.filter(({ claimsOn }) => claimsOn === registry.id)];
}

/**
 * Reads logs for each of the registries that they belong to; texts of which a log has only the hash are recovered first.
 *
 * @returns one list for each log, in their order.
 * @throws {SourceError} the node does not give a transaction that is needed.
 */
export async function decodeLogs(session: Session, registries: readonly Registry[], logs: readonly RawLog[]): Promise<readonly (readonly Decoded[])[]> {
  const hashed = logs.flatMap((log) => registries.flatMap((registry) => hashedTexts(registry, log)));
  const texts = await recoverTexts(session, hashed);
  return logs.map((log) =>
    registries.flatMap((registry) => {
      const subject = registry.claimsOn === undefined ? registry : session.chain.registries.find(({ id }) => id === registry.claimsOn);
      return subject === undefined ? [] : decodeLog(registry, log, { subject, texts });
    }),
  );
}

/**
 * Reads one log for one registry, by each of its rules; empty when the mapping is not about it.
 *
 * @param subject - whose entries the log is about. @default the registry itself
 * @param texts - recovered texts by their hash.
 */
export function decodeLog(
  registry: Registry,
  log: RawLog,
  { subject = registry, texts = new Map() }: { readonly subject?: Registry; readonly texts?: Texts } = {},
): readonly Decoded[] {
  const decoded = rulesFor(registry, log).flatMap((event): readonly Decoded[] => {
    // Before the subject's first block there is nothing to make claims about.
    if (log.blockNumber < subject.startBlock) return [];
    const read = entryOf(event, { registry, subject, log, texts });
    return read === undefined ? [] : [typeof read === "string" ? { registry, reason: read } : { entry: read }];
  });
  // Rules for one event mostly fail for one reason.
  return decoded.filter((each, index) => "entry" in each || decoded.findIndex((other) => "reason" in other && other.reason === each.reason) === index);
}

function rulesFor(registry: Registry, log: RawLog): readonly RegistryEvent[] {
  const [topic] = log.topics;
  if (topic === undefined || log.address !== registry.address || log.blockNumber < registry.startBlock) return [];
  return registry.events.get(topic) ?? [];
}

/** The entry, or why there is none; `undefined`: the rule is not about this log. */
function entryOf(
  event: RegistryEvent,
  { registry, subject, log, texts }: { readonly registry: Registry; readonly subject: Registry; readonly log: RawLog; readonly texts: Texts },
): Entry | string | undefined {
  const bytes = (log.data.length - 2) / 2;
  const most = event.does.op === "claim" ? maxClaimBytes : maxLogBytes;
  if (bytes > most) return `its data has ${bytes} bytes; at most ${most} are kept`;
  const hashed = decodedArguments(event, log);
  if (hashed === undefined) return `its topics and data do not decode as ${event.signature}`;
  if (!fits(event, hashed.args, { before: true })) return undefined;
  const whole = withTexts(hashed.args, event, { log, texts });
  if ("reason" in whole) return whole.reason;
  const { args } = whole;
  if (!fits(event, args, { before: false })) return undefined;
  const key = keyText(keyValue(event.keyFrom, args), registry.keyForm);
  if (key === undefined) return event.keyFrom.kind === "path" ? "its key is empty, no text, or too long for an id" : "its key lacks a value, has its separator within one, or is too long for an id";
  const entry = { registry: subject, key, event, args, log };
  const named = idOf(event, { scope: { args, key }, log });
  if (named === undefined) return entry;
  if ("reason" in named) return named.reason;
  return { ...entry, id: `${registry.id} ${named.id}` };
}

function decodedArguments(event: RegistryEvent, log: RawLog): { readonly args: unknown } | undefined {
  try {
    return { args: decodeEventLog({ abi: [event.abi], topics: [event.topic, ...log.topics.slice(1)], data: log.data, strict: true }).args };
  } catch {
    // viem's message repeats the data, which anybody may have written.
    return undefined;
  }
}

/** Whether the conditions of a rule hold: those that can be read before texts are recovered, or the others. */
function fits(event: RegistryEvent, args: unknown, { before }: { readonly before: boolean }): boolean {
  const recovered = ({ members: [first] }: ParsedPath): boolean => event.recover.some(({ argument }) => argument === first);
  return event.when.every(({ path, text }) => recovered(path) === before || isSameText(evaluate({ kind: "path", path }, { args, key: "" }), text));
}

/** Addresses and bytes are the same in any case. */
function isSameText(given: string | undefined, wanted: string): boolean {
  return given === wanted || (given !== undefined && /^0x[0-9a-f]*$/i.test(given) && given.toLowerCase() === wanted.toLowerCase());
}

function hashedTexts(registry: Registry, log: RawLog): readonly HashedText[] {
  return rulesFor(registry, log).flatMap((event) => {
    if (event.recover.length === 0) return [];
    const decoded = decodedArguments(event, log);
    if (decoded === undefined || !fits(event, decoded.args, { before: true })) return [];
    return event.recover.flatMap((recovery) => {
      const hash = hashOf(event, recovery.argument, log);
      return hash === undefined ? [] : [{ log, recovery, hash }];
    });
  });
}

/** What tells a file, version, claim or revocation apart; `undefined`: the rule needs none. */
function idOf({ does }: RegistryEvent, { scope, log }: { readonly scope: Scope; readonly log: RawLog }): { readonly id: string } | { readonly reason: string } | undefined {
  switch (does.op) {
    case "upsert":
    case "status":
      return undefined;
    case "file":
      return exactId(does.id, scope, "the id of its file");
    case "version":
      return exactId(does.version, scope, "its version");
    case "revoke":
      return exactId(does.id, scope, "the id of what it revokes");
    case "claim":
      if (!isAddress(evaluate(does.issuer, scope) ?? "", { strict: false })) return { reason: "its issuer is no address" };
      return does.id === undefined ? { id: `log ${log.blockNumber} ${log.logIndex}` } : exactId(does.id, scope, "the id of its claim");
    default:
      return does satisfies never;
  }
}

function exactId(expression: ParsedExpression, scope: Scope, what: string): { readonly id: string } | { readonly reason: string } {
  const id = exactText(evaluate(expression, scope) ?? "", maxIdLength);
  return id === undefined ? { reason: `${what} is empty, or no text that can be an id` } : { id };
}
