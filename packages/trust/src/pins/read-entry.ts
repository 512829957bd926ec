import type { Digest } from "@modeldex/schema";
import { canonicalDigest, canonicalJson } from "../canonical.ts";
import { faultIn } from "./fault-in.ts";
import { lockVersion, type LockEntry } from "./lock-entry.ts";
import { lockEntrySchema } from "./lock-schema.ts";

/** A document that was given back: the entry, or why it is none. */
export type EntryReading =
  | { readonly status: "ENTRY"; readonly entry: LockEntry; readonly digest: Digest }
  | { readonly status: "INVALID"; readonly problem: string };

/** Reads a lock entry that a caller kept. What is not exactly an entry, or does not match its own `integrity`, is INVALID with one sentence that says why. */
export function readLockEntry(document: unknown): EntryReading {
  const newer = newerVersion(document);
  if (newer !== undefined) return { status: "INVALID", problem: `The entry was made by a newer version of Modeldex (lockVersion ${newer}; ${lockVersion} is read here); check it with that version, or pin again.` };
  const fault = faultIn(lockEntrySchema, document);
  if (fault !== undefined) return { status: "INVALID", problem: `This is no lock entry: ${fault.pointer === "" ? "it" : fault.pointer} ${fault.problem}.` };
  // It has just been held against the schema that describes the type.
  const entry = document as LockEntry;
  const { integrity, ...rest } = entry;
  const found = canonicalDigest(rest);
  if (found !== integrity) {
    return { status: "INVALID", problem: `The entry was changed after it was made: its content has ${found}, its integrity says ${integrity}. Take it from where it was kept, or pin again.` };
  }
  return { status: "ENTRY", entry, digest: canonicalDigest(entry) };
}

/** Completes an entry by the digest of all else; its members are in the order of canonical JSON. */
export function sealed(entry: Omit<LockEntry, "integrity">): LockEntry {
  return JSON.parse(canonicalJson({ ...entry, integrity: canonicalDigest(entry) })) as LockEntry;
}

function newerVersion(document: unknown): number | undefined {
  const version: unknown = typeof document === "object" && document !== null && Object.hasOwn(document, "lockVersion") ? Reflect.get(document, "lockVersion") : undefined;
  return typeof version === "number" && Number.isInteger(version) && version > lockVersion ? version : undefined;
}
