import type { FileTarget } from "../mapping/mapping.ts";
import type { Entry, Older } from "./entries.ts";
import { isBefore, placeOf, type History } from "./compaction.ts";
import { scopeOf } from "./rule-effects.ts";
import { statedAddress, statedJson, statedSentence, statedText, type JsonValue } from "./stated.ts";

/** One file of an entry, by its child events. */
export interface FileState {
  readonly id: string;
  readonly values: Readonly<Partial<Record<FileTarget, string>>>;
  /** The log that gives the sha256, where one does; else the last one about the file. */
  readonly from: Entry;
}

/** What somebody says about an entry. */
export interface ClaimState {
  readonly entry: Entry;
  readonly kindUri: string;
  /** Absent: the log gives no text for it. */
  readonly statement?: string;
  /** With the checksum of EIP-55. */
  readonly issuer?: string;
  readonly value?: Readonly<Record<string, JsonValue>>;
  /** The log that took it back; `"unknown"`: there were more revocations than are kept. */
  readonly revoked?: Entry | "unknown";
}

/** Files by id, in the order of the logs that were last about them. */
export function filesOf(history: History): readonly FileState[] {
  const files = new Map<string, FileState>();
  for (const entry of history) {
    const { does } = entry.event;
    if (does.op !== "file" || entry.id === undefined || entry.superseded !== undefined) continue;
    const known = files.get(entry.id);
    files.delete(entry.id);
    if (does.removed) continue;
    const values = { ...known?.values };
    let from = known?.values.sha256 === undefined ? entry : known.from;
    for (const { target, value } of does.set) {
      const text = statedText(`file.${target}`, value, scopeOf(entry));
      if (text === undefined) delete values[target];
      else values[target] = text;
      if (target === "sha256") from = entry;
    }
    files.set(entry.id, { id: entry.id.slice(entry.id.indexOf(" ") + 1), values, from });
  }
  return [...files.values()];
}

/** The texts of the versions, the newest last. */
export function versionsOf(history: History): readonly { readonly version: string; readonly entries: History }[] {
  const versions = new Map<string, Entry[]>();
  for (const entry of history) {
    if (entry.event.does.op !== "version" || entry.id === undefined || entry.superseded !== undefined) continue;
    const known = versions.get(entry.id) ?? [];
    versions.delete(entry.id);
    versions.set(entry.id, [...known, entry]);
  }
  return [...versions].map(([id, entries]) => ({ version: id.slice(id.indexOf(" ") + 1), entries }));
}

/** Claims, the newest first. */
export function claimsIn(history: History, older: Older | undefined): readonly ClaimState[] {
  const claims = new Map<string, ClaimState>();
  for (const entry of history) {
    const { id = "", event: { does } } = entry;
    const known = claims.get(id);
    if (does.op === "revoke" && known !== undefined) {
      if (known.revoked === undefined || known.revoked === "unknown") claims.set(id, { ...known, revoked: entry });
    } else if (does.op === "claim") {
      claims.delete(id);
      claims.set(id, claimOf(entry, older));
    }
  }
  return [...claims.values()].toReversed();
}

function claimOf(entry: Entry, older: Older | undefined): ClaimState {
  const { does } = entry.event;
  if (does.op !== "claim") throw new Error("the rule makes a claim");
  const scope = scopeOf(entry);
  const statement = statedSentence(does.statement, scope);
  const issuer = statedAddress(does.issuer, scope);
  const values = does.value.map(({ name, value }) => [name, statedJson(value, scope)] as const);
  const value = Object.fromEntries(values.filter((each): each is readonly [string, JsonValue] => each[1] !== undefined));
  return {
    entry,
    kindUri: does.kindUri,
    ...(statement === undefined ? {} : { statement }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(does.value.length === 0 ? {} : { value }),
    ...(older?.revocation !== undefined && isBefore(placeOf(entry), older.revocation) ? { revoked: "unknown" } : {}),
  };
}
