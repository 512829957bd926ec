import type { UnknownReason } from "@modeldex/schema";

import { ByteLimitError } from "./byte-source.ts";
import type { ByteSource } from "./byte-source.ts";
import type { FileFormat, FileInspection } from "./inspection.ts";
import { maxDecisiveBytes } from "./inspection.ts";
import { decisivePickle } from "./pickle/decisive-pickle.ts";
import { few, judgeReadings } from "./pickle/judge-readings.ts";
import type { JudgedReadings, PlacedReading } from "./pickle/judge-readings.ts";
import { pickleCommand } from "./pickle/pickle-command.ts";
import { pickleLimits, readPickle } from "./pickle/read-pickle.ts";
import type { PickleReading } from "./pickle/read-pickle.ts";
import { inPieces } from "./pieces.ts";
import { readKerasConfig } from "./zip/keras-config.ts";
import type { KerasConfigReading } from "./zip/keras-config.ts";
import { readMembers } from "./zip/read-members.ts";
import { readZip } from "./zip/read-zip.ts";

const mostFound = 200;
/** So much of a file of pickles is read first; in most, what follows is raw data. */
const firstBytes = 1024 * 1024;

/**
 * Inspects a file that is a pickle, or several one behind the other: weights of torch before 1.6, `.pkl`, `.joblib`.
 *
 * Reads the first MiB, and more, up to 16 MiB, where a pickle goes on behind it and the limits of the source allow it.
 *
 * @throws what `source.read` throws, except `ByteLimitError`.
 */
export async function inspectPickle(source: ByteSource): Promise<FileInspection> {
  let bytes: Uint8Array;
  try {
    bytes = await source.read(0, firstBytes);
  } catch (error) {
    if (!(error instanceof ByteLimitError)) throw error;
    return { format: "pickle", outcome: "UNREAD", unknownReason: "BUDGET_EXCEEDED", because: error.message, found: [] };
  }
  let reading = await inPieces(readPickle(bytes, { sizeBytes: source.sizeBytes ?? (bytes.byteLength < firstBytes ? bytes.byteLength : Number.POSITIVE_INFINITY) }));
  for (const end of [pickleLimits.maxBytes, 4 * firstBytes]) {
    if (reading.status === "read" || !reading.needsMore) break;
    const more = await allowed(source.read(bytes.byteLength, end));
    if (more === undefined) continue;
    bytes = Buffer.concat([bytes, more]);
    reading = await inPieces(readPickle(bytes, { sizeBytes: source.sizeBytes ?? (bytes.byteLength < end ? bytes.byteLength : Number.POSITIVE_INFINITY) }));
    break;
  }
  const readings = [{ reading, bytes }];
  const { opcodes } = reading;
  return inspection({ format: opcodes === 0 ? "not known" : "pickle", judged: judgeReadings(readings), notes: notesOf(reading), ...ofDecisive(opcodes === 0 ? [] : readings) });
}

/**
 * Inspects a zip by its directory and by the pickles in it: weights of torch, models of Keras.
 *
 * A plain zip is never sound: nobody here knows what its loader does with it. Two or three readings: the end of the file, which mostly holds
 * the directory, and each member that may be a pickle.
 *
 * @throws what `source.read` throws, except `ByteLimitError`.
 */
export async function inspectZip(source: ByteSource): Promise<FileInspection> {
  const zip = await limited(readZip(source));
  if (zip instanceof ByteLimitError) return { format: "zip", outcome: "UNREAD", unknownReason: "BUDGET_EXCEEDED", because: zip.message, found: [], reproduce: "zipinfo -v FILE" };
  if (zip.status === "unread") return { format: "zip", outcome: "UNREAD", unknownReason: zip.unknownReason, because: zip.because, found: [], reproduce: "zipinfo -v FILE" };
  const members = await readMembers(zip);
  const keras = members.kerasConfig === undefined ? undefined : readKerasConfig(members.kerasConfig);
  const format: FileFormat = members.kind === "keras" ? "keras zip" : members.pickles.length > 0 ? "pickles in a zip" : "zip";
  const decisive = keras === undefined || members.kerasConfig === undefined ? ofDecisive(members.pickles) : ofKeras(members.kerasConfig);
  return inspection({
    format, judged: judgeReadings(members.pickles), problems: [...new Set([...zip.problems, ...members.problems])], notes: [`${zip.headersCompared} of ${zip.entries.length} local headers lay within what was read`, ...members.notes],
    reproduce: "zipinfo -v FILE", ...decisive, ...(keras === undefined ? {} : { keras }), ...(members.unread === undefined ? {} : { unread: members.unread }),
    ...(format === "zip" ? { unknown: `it is a zip of ${zip.entries.length} entries without pickles, and what loads it is not known` } : {}),
  });
}

interface Inspected {
  readonly format: FileFormat;
  readonly judged: JudgedReadings;
  readonly problems?: readonly string[];
  readonly keras?: KerasConfigReading;
  readonly notes: readonly string[];
  /** What could not be read. */
  readonly unread?: { readonly because: string; readonly unknownReason: UnknownReason };
  /** A clause, where nobody here reads the format. */
  readonly unknown?: string;
  readonly reproduce?: string;
  readonly decisive?: Uint8Array;
}

/** The worst that was found decides: harm, then contradictions, then what is on no list, then what could not be read. */
function inspection({ format, judged, problems = [], keras, notes, unread, unknown, reproduce, decisive }: Inspected): FileInspection {
  const dangerous = [...judged.names.dangerous.map((name) => `imports ${name}`), ...(keras?.dangerous ?? []).map((clause) => `names ${clause}`)];
  const unlisted = [...judged.names.unlisted.map((name) => (name.startsWith("an ") ? `holds ${name}` : `imports ${name}`)), ...(keras?.unlisted ?? []).map((clause) => `names ${clause}`)];
  const unreadPart = judged.unread ?? unread ?? (keras?.unread === undefined ? undefined : { because: keras.unread, unknownReason: "UNSUPPORTED_FORMAT" as const });
  const kerasFound = [...(keras?.dangerous ?? []), ...(keras?.unlisted ?? [])].map((clause) => `${clause}, in config.json`);
  const found = [...judged.dangerous, ...kerasFound, ...problems, ...judged.unlisted, ...(unreadPart === undefined ? [] : [unreadPart.because]), ...judged.allowed, ...notes].slice(0, mostFound);
  const parts = { format, found, ...(reproduce === undefined ? {} : { reproduce }), ...(decisive === undefined ? {} : { decisive }) };
  const also = (clause: string | undefined): string => (clause === undefined ? "" : `; ${clause}`);
  if (dangerous.length > 0) return { ...parts, outcome: "DANGEROUS", because: `it ${few(dangerous)}${also(problems[0])}` };
  if (problems.length > 0) return { ...parts, outcome: "MALFORMED", because: few(problems, 2) };
  if (unlisted.length > 0) return { ...parts, outcome: "UNLISTED_IMPORTS", because: `it ${few(unlisted)}${also(unreadPart?.because)}` };
  if (unreadPart !== undefined) return { ...parts, outcome: "UNREAD", ...unreadPart };
  if (unknown !== undefined) return { ...parts, outcome: "UNREAD", unknownReason: "UNSUPPORTED_FORMAT", because: unknown };
  if (keras !== undefined) return { ...parts, outcome: "ONLY_KNOWN_IMPORTS", because: `its config.json names nothing but classes of Keras, ${keras.objects} times` };
  return { ...parts, outcome: "ONLY_KNOWN_IMPORTS", because: judged.names.allowed.length === 0 ? "it imports nothing" : `it imports nothing but what weights need: ${few(judged.names.allowed, 6)}` };
}

function notesOf({ pickles, nested, opcodes, bytesAfter }: PickleReading): readonly string[] {
  const behind = bytesAfter === 0 ? [] : [`${Number.isFinite(bytesAfter) ? bytesAfter : "an unknown number of"} bytes behind what was walked`];
  return [`${pickles} ${pickles === 1 ? "pickle" : "pickles"} one behind the other, ${nested} within strings, ${opcodes} opcodes walked`, ...behind];
}

/** The pickles that decided, and how somebody sees the same in them. */
function ofDecisive(readings: readonly PlacedReading[]): Pick<FileInspection, "decisive" | "reproduce"> {
  const decided = decisivePickle(readings);
  if (decided === undefined) return {};
  return { reproduce: pickleCommand(decided), ...(decided.bytes === undefined ? {} : { decisive: decided.bytes }) };
}

function ofKeras(config: string): Pick<FileInspection, "decisive" | "reproduce"> {
  const decisive = Buffer.from(config);
  return { reproduce: "unzip -p FILE config.json | python3 -m json.tool | grep -E 'class_name|module|registered_name'", ...(decisive.byteLength > maxDecisiveBytes ? {} : { decisive }) };
}

async function limited<Value>(reading: Promise<Value>): Promise<Value | ByteLimitError> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ByteLimitError) return error;
    throw error;
  }
}

async function allowed(reading: Promise<Uint8Array>): Promise<Uint8Array | undefined> {
  const read = await limited(reading);
  return read instanceof ByteLimitError ? undefined : read;
}
