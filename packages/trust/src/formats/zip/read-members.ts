import type { UnknownReason } from "@modeldex/schema";

import { ByteLimitError } from "../byte-source.ts";
import { quoted } from "../foreign-text.ts";
import type { PlacedReading } from "../pickle/judge-readings.ts";
import { atOnce, inPieces } from "../pieces.ts";
import { beginsWithHeader, pickleLimits, readPickle } from "../pickle/read-pickle.ts";
import { readEntry } from "./read-entry.ts";
import type { ZipEntryReading } from "./read-entry.ts";
import type { OpenZip } from "./read-zip.ts";
import { localHeaderBytes } from "./zip-entry.ts";
import type { ZipEntry } from "./zip-entry.ts";

/** What is in the members of a zip that a loader may run. */
export interface ZipMembers {
  readonly kind: "torch" | "keras" | "plain";
  readonly pickles: readonly PlacedReading[];
  /** Text of `config.json`, of a model of Keras. */
  readonly kerasConfig?: string;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** Why a member that has to be read could not be: the first one. */
  readonly unread?: { readonly because: string; readonly unknownReason: UnknownReason };
}

const memberLimits = {
  /** Members that are read as pickles. */
  maxPickles: 64,
  /** Members whose beginning is read, beyond those within what is held, to see whether it is that of a pickle. */
  maxPeeks: 4,
  /** Members within what is held whose beginning is looked at. */
  maxHeldPeeks: 256,
  peekBytes: 4096,
  configBytes: 4 * 1024 * 1024,
  /** So much of a pickle is read where the limits of the file do not allow more. */
  firstBytes: 1024 * 1024,
} as const;

/**
 * Reads the members that may be pickles: all that are named so, and those that begin so; and the configuration of a model of Keras. What torch
 * itself never unpickles, such as its storages `<root>/data/<number>`, is left out.
 *
 * @throws what the source throws on reading, except `ByteLimitError`.
 */
export async function readMembers(zip: OpenZip): Promise<ZipMembers> {
  const files = zip.entries.filter(({ name }) => !name.endsWith("/"));
  const root = files.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name))?.name.slice(0, -"data.pkl".length);
  const config = files.find(({ name }) => name === "config.json");
  const isKeras = config !== undefined && files.some(({ name }) => name === "metadata.json" || name.endsWith(".weights.h5"));
  const collected = collector(zip);
  const named = files.filter(({ name }) => /\.(?:pkl|pickle|p)$/i.test(name));
  // What torch loads comes first, so that limits meet what it does not.
  for (const entry of named.toSorted((left, right) => rank(right, root) - rank(left, root))) await collected.addPickle(entry);
  const asPickles = new Set(named);
  const others = files.filter((entry) => !asPickles.has(entry) && entry !== config && !(root !== undefined && isRaw(entry, root)));
  for (const entry of others.toSorted((left, right) => Number(isHeld(zip, right)) - Number(isHeld(zip, left)))) await collected.peek(entry);
  const text = isKeras ? await collected.text(config) : undefined;
  return { kind: isKeras ? "keras" : root === undefined ? "plain" : "torch", ...collected.all(), ...(text === undefined ? {} : { kerasConfig: text }) };
}

function rank({ name }: ZipEntry, root: string | undefined): number {
  return root !== undefined && name === `${root}data.pkl` ? 1 : 0;
}

/** Storages, and the small texts that torch writes beside them (`_save` in `torch/serialization.py`). */
function isRaw({ name }: ZipEntry, root: string): boolean {
  return name.startsWith(root) && /^(?:data\/\d+|version|byteorder|\.format_version|\.storage_alignment|\.data\/serialization_id)$/.test(name.slice(root.length));
}

function isHeld({ ranges }: OpenZip, entry: ZipEntry): boolean {
  return ranges.held(entry.start, entry.start + localHeaderBytes + entry.nameBytes + Math.min(entry.compressedBytes, memberLimits.peekBytes)) !== undefined;
}

function collector(zip: OpenZip) {
  const pickles: PlacedReading[] = [];
  const problems: string[] = [];
  let opcodes: number = pickleLimits.maxOpcodes;
  let bytesLeft = pickleLimits.maxBytes;
  let peeks = 0;
  let heldPeeks = 0;
  let notLookedAt = 0;
  let unread: ZipMembers["unread"];

  /** Reads a member; absent where the limits of the file do not allow it, or where it cannot be unpacked. */
  async function read(entry: ZipEntry, most: number): Promise<Extract<ZipEntryReading, { status: "read" }> | undefined> {
    try {
      const reading = await readEntry(zip, entry, most);
      problems.push(...reading.problems);
      if (reading.status === "read") return reading;
      unread ??= { because: reading.because, unknownReason: "UNSUPPORTED_FORMAT" };
    } catch (error) {
      if (!(error instanceof ByteLimitError)) throw error;
      if (most > memberLimits.firstBytes && entry.compressedBytes > memberLimits.firstBytes) return read(entry, memberLimits.firstBytes);
      unread ??= { because: `${quoted(entry.name)} was not read: ${error.message}`, unknownReason: "BUDGET_EXCEEDED" };
    }
    return undefined;
  }

  async function addPickle(entry: ZipEntry): Promise<void> {
    if (pickles.length >= memberLimits.maxPickles || bytesLeft <= 0 || opcodes <= 0) {
      unread ??= { because: `${quoted(entry.name)} was not read: no more is read of the pickles of one file`, unknownReason: "BUDGET_EXCEEDED" };
      return;
    }
    const member = await read(entry, bytesLeft);
    if (member === undefined) return;
    bytesLeft -= member.bytes.byteLength;
    // Where a size that lies ends the member early, it is walked as if it ended there.
    const reading = await inPieces(readPickle(member.bytes, { maxOpcodes: opcodes, ...(member.complete ? {} : { sizeBytes: Math.max(entry.sizeBytes, member.bytes.byteLength) }) }));
    opcodes -= reading.opcodes;
    pickles.push({ entry: entry.name, index: zip.entries.indexOf(entry), reading, bytes: member.bytes });
  }

  /** Looks at the beginning of a member that is not named as a pickle, and reads it where it begins as one. */
  async function peek(entry: ZipEntry): Promise<void> {
    const held = isHeld(zip, entry);
    if (held ? heldPeeks >= memberLimits.maxHeldPeeks : peeks >= memberLimits.maxPeeks) {
      notLookedAt += 1;
      return;
    }
    if (held) heldPeeks += 1;
    else peeks += 1;
    let beginning: ZipEntryReading;
    try {
      beginning = await readEntry(zip, entry, memberLimits.peekBytes);
    } catch (error) {
      if (!(error instanceof ByteLimitError)) throw error;
      notLookedAt += 1;
      return;
    }
    problems.push(...beginning.problems);
    if (beginning.status === "unread") notLookedAt += 1;
    else if (beginsAsPickle(beginning.bytes, entry)) await addPickle(entry);
  }

  async function text(entry: ZipEntry): Promise<string | undefined> {
    const member = await read(entry, memberLimits.configBytes);
    if (member === undefined) return undefined;
    if (!member.complete) {
      unread ??= { because: `${quoted(entry.name)} was not read to its end`, unknownReason: "BUDGET_EXCEEDED" };
      return undefined;
    }
    return Buffer.from(member.bytes).toString("utf8");
  }

  return {
    addPickle, peek, text,
    all: () => ({
      pickles, problems: [...new Set(problems)], notes: notLookedAt === 0 ? [] : [`${notLookedAt} members were not looked at`], ...(unread === undefined ? {} : { unread }),
    }),
  };
}

function beginsAsPickle(bytes: Uint8Array, entry: ZipEntry): boolean {
  if (beginsWithHeader(bytes)) return true;
  const { imports, calls } = atOnce(readPickle(bytes, { maxOpcodes: 1000, sizeBytes: Math.max(bytes.byteLength, entry.sizeBytes) }));
  return calls > 0 && imports.some(({ module, name }) => /^[\w.]+$/.test(module) && /^[\w.]+$/.test(name));
}
