import { asRecord, type Artifact, type Digest, type UnknownReason, type VerifierTools } from "@modeldex/plugin-kit";
import { unknownReasonOf } from "../unknown-reason.ts";

/** A configuration file, as far as it says which code is run. */
export interface Configuration {
  readonly status: "read";
  readonly file: Artifact;
  /** Values of `auto_map`, such as `AutoModel: modeling_x.XModel`; `owner/name--module.Class` is code of another repository. */
  readonly codeReferences: readonly string[];
  readonly bytesRead: number;
  /** Absent when the file is too long to be kept. */
  readonly kept?: Digest;
}

/** Why a file says nothing: the reason, and a clause for a sentence. */
export interface UnreadConfiguration {
  readonly status: "unread";
  readonly unknownReason: UnknownReason;
  readonly because: string;
}

/** Longest file that is read: some tokenizer configurations hold parts of the vocabulary. */
const maxBytes = 4 * 1_048_576;
/** Longest evidence that is kept. */
const maxKeptBytes = 1_048_576;
const maxReferences = 50;

/** Reads a JSON file of the subject and keeps it as evidence. Never throws: what cannot be read is not known. */
export async function readConfiguration(file: Artifact, tools: VerifierTools): Promise<Configuration | UnreadConfiguration> {
  if (file.sizeBytes !== undefined && file.sizeBytes > maxBytes) return tooLong;
  try {
    const stream = await tools.readFile(file.path);
    if (stream === undefined) return { status: "unread", unknownReason: "NEEDS_BYTES", because: `its source gives no ${file.path}` };
    const bytes = await readBounded(stream);
    if (bytes === undefined) return tooLong;
    const content = parseObject(bytes);
    if (content === undefined) return { status: "unread", unknownReason: "UNSUPPORTED_FORMAT", because: "it is no JSON object" };
    const kept = bytes.byteLength > maxKeptBytes ? undefined : await tools.keep(bytes);
    return { status: "read", file, codeReferences: referencesOf(content), bytesRead: bytes.byteLength, ...(kept === undefined ? {} : { kept }) };
  } catch (error) {
    return { status: "unread", unknownReason: unknownReasonOf(error), because: error instanceof Error ? error.message : "its source failed" };
  }
}

const tooLong: UnreadConfiguration = { status: "unread", unknownReason: "NEEDS_BYTES", because: `it is longer than ${String(maxBytes)} bytes` };

/** `undefined` when more comes than is read. */
async function readBounded(stream: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of stream) {
    length += chunk.byteLength;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    return asRecord(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}

/** `auto_map` is an object of class names (a tokenizer's may be lists); in old tokenizer configurations it is the list itself. */
function referencesOf(content: Readonly<Record<string, unknown>>): readonly string[] {
  const { auto_map: autoMap } = content;
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(autoMap) ? [["auto_map", autoMap]] : Object.entries(asRecord(autoMap) ?? {});
  const references = entries.flatMap(([name, value]) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.filter((each) => typeof each === "string").map((each) => `${name}: ${each}`.slice(0, 300));
  });
  // Whatever else stands there is not understood, and loaders may still act on it.
  const unread = autoMap !== undefined && autoMap !== null && references.length === 0 && !isEmpty(autoMap);
  return unread ? ["auto_map in a form that is not known"] : references.slice(0, maxReferences);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
