import type { WorkInPieces } from "../pieces.ts";
import { textAsBytes } from "./pickle-text.ts";
import type { PickleText } from "./pickle-text.ts";
import type { PickleImport } from "./take-opcode.ts";
import { shortestImporting, walkPickle } from "./walk-pickle.ts";
import type { ComputedImport, PickleWalk, WalkBudget } from "./walk-pickle.ts";

export interface PickleLimits {
  /** Most opcodes that are walked, those of nested pickles and of what turns out to be no pickle included. @default 2_000_000 */
  readonly maxOpcodes?: number;
  /** Most bytes that are looked at. @default 16 MiB */
  readonly maxBytes?: number;
  /** How deep pickles within strings of pickles are followed. @default 4 */
  readonly maxDepth?: number;
  /** Length of the file, of which the bytes are the beginning; infinite where it is not known. @default all of it is there */
  readonly sizeBytes?: number;
}

/** An import, and how deep the pickle lies that makes it: 0 is the file itself, 1 a string in it that is a pickle. */
export interface FoundImport extends PickleImport {
  readonly depth: number;
}

/** `end` is the first byte behind it, or behind what could be walked of it. */
export interface PicklePlace {
  readonly start: number;
  readonly end: number;
}

interface PickleFindings {
  /** Each once, in the order in which they were met. For a nested pickle `offset` is where the string begins that holds it. */
  readonly imports: readonly FoundImport[];
  readonly computed: readonly ComputedImport[];
  readonly altered: readonly PickleImport[];
  /** Pickles one behind the other, those that could not be read to their end included. */
  readonly pickles: number;
  /** Pickles within strings. */
  readonly nested: number;
  readonly opcodes: number;
  /** Opcodes that call something. */
  readonly calls: number;
  /** Where each of them lies in the file. */
  readonly places: readonly PicklePlace[];
  /** Bytes of the file behind its last pickle; infinite where its length is not known. */
  readonly bytesAfter: number;
}

/**
 * What the pickles of a file import. `unreadable` says that there may be more than was found, never that there is not: because of an unknown
 * opcode, the end of the bytes, a limit, or an opcode at which an unpickler fails. `limited`: a limit was reached, and nothing else is wrong. `needsMore`: the file has more bytes, which could help.
 */
export type PickleReading = PickleFindings & ({ readonly status: "read" } | { readonly status: "unreadable"; readonly because: string; readonly limited: boolean; readonly needsMore: boolean });

export const pickleLimits = { maxOpcodes: 2_000_000, maxBytes: 16 * 1024 * 1024, maxDepth: 4 } as const;

const mostImports = 10_000;
const mostWalks = 50_000;
/** Most computed imports, and most alterations, whose places are kept. */
const mostPlaces = 10_000;
/** Walks, and strings looked at, of one piece of work. */
const pieceWalks = 256;
const pieceTexts = 4096;
/** So much is walked of what has no header before it is taken for a pickle that the bytes cut off, and not for raw data. */
const convincing = 16;

/**
 * Finds all that the pickles in a file import, piece by piece, by walking over their opcodes; runs nothing, and throws nothing whatever the bytes are.
 *
 * A file may hold several pickles one behind the other (that of torch before 1.6 holds five, then raw data), and a string in a pickle may be
 * a pickle; all are walked. Formats: `Lib/pickletools.py` of CPython; `_legacy_load` in `torch/serialization.py`.
 *
 * @example
 * (await inPieces(readPickle(Buffer.from("cposix\nsystem\n(S'echo pwn'\ntR.")))).imports
 * // [{ module: "posix", name: "system", offset: 0, depth: 0 }]
 */
export function* readPickle(file: Uint8Array, { maxOpcodes = pickleLimits.maxOpcodes, maxBytes = pickleLimits.maxBytes, maxDepth = pickleLimits.maxDepth, sizeBytes = file.byteLength }: PickleLimits = {}): WorkInPieces<PickleReading> {
  const seen = Buffer.from(file.buffer, file.byteOffset, Math.min(file.byteLength, maxBytes));
  const cut = seen.byteLength < sizeBytes;
  const budget: WalkBudget = { opcodes: maxOpcodes, imports: mostImports, walks: mostWalks };
  const found = findings();
  const legacyTorch = isLegacyTorch(seen);
  let trouble: { because: string; limited: boolean; needsMore: boolean } | undefined;
  const places: PicklePlace[] = [];
  let at = 0;
  while (trouble === undefined && (at < seen.byteLength || places.length === 0)) {
    if (legacyTorch && places.length === torchPickles) break;
    if (budget.walks <= 0) {
      trouble = { because: `more pickles follow from byte ${at} on than are looked at`, limited: true, needsMore: false };
      break;
    }
    budget.walks -= 1;
    if (budget.walks % pieceWalks === 0) yield;
    const announced = beginsWithHeader(seen, at);
    const walk = yield* walkPickle(seen, { start: at, budget, strict: places.length > 0 && !announced });
    if (places.length > 0 && !isFollowing(walk, { announced, cut })) break;
    places.push({ start: at, end: walk.end });
    yield* found.add(walk, { bytes: seen, budget, maxDepth });
    at = walk.end;
    if (walk.problem !== undefined) trouble = { because: walk.problem, limited: walk.endedBy === "budget" || (cut && walk.endedBy === "bytes"), needsMore: cut && walk.endedBy === "bytes" && seen.byteLength < maxBytes };
  }
  // What follows the last byte that is here may be one more pickle.
  if (trouble === undefined && cut && at === seen.byteLength && !(legacyTorch && places.length === torchPickles)) trouble = { because: `only its first ${seen.byteLength} bytes were read`, limited: true, needsMore: seen.byteLength < maxBytes };
  if (trouble === undefined && found.trouble !== undefined) trouble = { because: found.trouble, limited: found.limited, needsMore: false };
  const findingsOfAll: PickleFindings = {
    imports: [...found.imports.values()], computed: found.computed, altered: found.altered, pickles: places.length, places, nested: found.nested, opcodes: maxOpcodes - budget.opcodes, calls: found.calls, bytesAfter: Math.max(0, sizeBytes - at),
  };
  return trouble === undefined ? { ...findingsOfAll, status: "read" } : { ...findingsOfAll, status: "unreadable", ...trouble };
}

/** Whether bytes begin as a pickle of protocol 2 or later does. */
export function beginsWithHeader(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x80 && (bytes[at + 1] ?? 0xff) <= 5;
}

/** Pickles at the head of a file of torch before 1.6: magic number, version, system, object, keys of its storages. */
const torchPickles = 5;
/** LONG1 of 0x1950a86a20f9469cfc6c, then STOP. */
const torchMagic = Buffer.from("8a0a6cfc9c46f9206aa850192e", "hex");

function isLegacyTorch(bytes: Uint8Array): boolean {
  return beginsWithHeader(bytes) && torchMagic.equals(bytes.subarray(2, 2 + torchMagic.byteLength));
}

/** Whether what stands behind a pickle is one more, and not raw data that begin by chance as one does. */
function isFollowing(walk: PickleWalk, { announced, cut }: { readonly announced: boolean; readonly cut: boolean }): boolean {
  if (walk.stopped && walk.problem === undefined) return true;
  if (walk.endedBy === "budget") return true;
  if (walk.imports.some(isWord) && (announced || walk.calls > 0)) return true;
  return cut && walk.endedBy === "bytes" && (announced || walk.opcodes >= convincing);
}

function isWord({ module, name }: PickleImport): boolean {
  return /^[\w.]+$/.test(module) && /^[\w.]+$/.test(name);
}

interface Surroundings {
  readonly bytes: Buffer;
  readonly budget: WalkBudget;
  readonly maxDepth: number;
}

function findings() {
  const imports = new Map<string, FoundImport>();
  const computed: ComputedImport[] = [];
  const altered: PickleImport[] = [];
  const found = { imports, computed, altered, nested: 0, calls: 0, trouble: undefined as string | undefined, limited: false, add };

  /** Takes over what a walk found, and walks what its strings hold. `outer` is where a nested pickle stands in the file. */
  function* add(walk: PickleWalk, surroundings: Surroundings, outer?: { readonly depth: number; readonly offset: number }): WorkInPieces<void> {
    const depth = outer?.depth ?? 0;
    const place = (offset: number): number => outer?.offset ?? offset;
    for (const { module, name, offset } of walk.imports) {
      const key = `${module}\0${name}`;
      if (!imports.has(key)) imports.set(key, { module, name, offset: place(offset), depth });
    }
    for (const { opcode, offset } of walk.computed.slice(0, mostPlaces - computed.length)) computed.push({ opcode, offset: place(offset) });
    for (const { module, name, offset } of walk.altered.slice(0, mostPlaces - altered.length)) altered.push({ module, name, offset: place(offset) });
    found.calls += walk.calls;
    for (const [index, text] of walk.texts.entries()) {
      if (index % pieceTexts === pieceTexts - 1) yield;
      if (mayBegin(surroundings.bytes, text)) yield* addNested(text, surroundings, { depth: depth + 1, offset: place(text.start) });
    }
  }

  function* addNested(text: PickleText, { bytes, budget, maxDepth }: Surroundings, at: { readonly depth: number; readonly offset: number }): WorkInPieces<void> {
    if (budget.walks <= 0) {
      found.limited ||= found.trouble === undefined;
      found.trouble ??= "it has more strings that may be pickles than are looked at";
      return;
    }
    const own = textAsBytes(text, bytes);
    if (own.byteLength < shortestImporting || !mayImport(own, 0, own.byteLength)) return;
    const announced = beginsWithHeader(own);
    if (at.depth > maxDepth) {
      if (announced) found.trouble ??= `the string at byte ${at.offset} begins as a pickle, deeper than ${maxDepth} pickles in one another`;
      return;
    }
    budget.walks -= 1;
    if (budget.walks % pieceWalks === 0) yield;
    const walk = yield* walkPickle(own, { budget, strict: true });
    if (walk.endedBy === "budget") {
      found.limited ||= found.trouble === undefined;
      found.trouble ??= walk.problem;
    }
    else if (!importsSomething(walk, announced)) return;
    else if (walk.problem !== undefined) found.trouble ??= `the pickle in the string at byte ${at.offset} could not be read to its end: ${walk.problem}`;
    found.nested += 1;
    yield* add(walk, { bytes: Buffer.from(own.buffer, own.byteOffset, own.byteLength), budget, maxDepth }, at);
  }

  return found;
}

/** Whether the walk over a string shows that it is a pickle, and not a text whose letters are opcodes by chance. */
function importsSomething(walk: PickleWalk, announced: boolean): boolean {
  if (walk.stopped && walk.problem === undefined) return walk.imports.length + walk.computed.length > 0 || walk.texts.length > 0;
  return walk.imports.some(isWord) && (announced || walk.calls > 0);
}

/** Opcodes that take something cannot come first. Of 8-bit text written in UTF-8, 0x80 is 0xc2 0x80. */
const first = new Set([0xc2, 0x5c, 0x27, 0x22, ...Buffer.from("(cFIJKLMNGPSTUVXBCi]}){"), 0x80, 0x82, 0x83, 0x84, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x95, 0x96, 0x97]);

function mayBegin(bytes: Uint8Array, { start, end, form }: PickleText): boolean {
  return form === "quoted" || form === "escaped" || (first.has(bytes[start] ?? 0) && mayImport(bytes, start, end));
}

/** Every import has one of these bytes: STACK_GLOBAL, EXT1, EXT2, EXT4, the ends of the lines of GLOBAL and INST; so have those of pickles within. */
function mayImport(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === 0x0a || byte === 0x93 || byte === 0x82 || byte === 0x83 || byte === 0x84) return true;
  }
  return false;
}
