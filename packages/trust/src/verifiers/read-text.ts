import type { Artifact, Digest, FindingEvidence, UnknownReason, VerifierTools } from "@modeldex/plugin-kit";
import { fetchCommand } from "../reproduce.ts";
import { unknownReasonOf } from "../unknown-reason.ts";

/** A text file of the subject, and the digest under which its bytes were kept as evidence. */
export interface ReadText {
  readonly status: "read";
  readonly file: Artifact;
  readonly text: string;
  readonly bytesRead: number;
  readonly kept: Digest;
}

/** Why a file says nothing: the reason, and a clause for a sentence. */
export interface UnreadText {
  readonly status: "unread";
  readonly unknownReason: UnknownReason;
  readonly because: string;
}

/**
 * Reads a text file of the subject, whole, and keeps it as evidence. One request. Bytes that are no UTF-8 are read as replacement characters, since marks
 * of other encodings change no word that is looked for. Never throws: what cannot be read is not known.
 *
 * @param maxBytes longest file that is read.
 */
export async function readText(file: Artifact, maxBytes: number, tools: VerifierTools): Promise<ReadText | UnreadText> {
  const tooLong: UnreadText = { status: "unread", unknownReason: "NEEDS_BYTES", because: `it is longer than ${String(maxBytes)} bytes` };
  if (file.sizeBytes !== undefined && file.sizeBytes > maxBytes) return tooLong;
  try {
    const stream = await tools.readFile(file.path);
    if (stream === undefined) return { status: "unread", unknownReason: "NEEDS_BYTES", because: "its source does not give it" };
    const bytes = await readBounded(stream, maxBytes);
    if (bytes === undefined) return tooLong;
    return { status: "read", file, text: new TextDecoder().decode(bytes), bytesRead: bytes.byteLength, kept: await tools.keep(bytes) };
  } catch (error) {
    const because = error instanceof Error ? error.message.replace(/\.$/, "") : "its source failed";
    return { status: "unread", unknownReason: unknownReasonOf(error), because };
  }
}

/** What was found in a text, and the command by which anybody reads it. */
export function textEvidence({ file, bytesRead, kept }: ReadText, findings: readonly string[]): FindingEvidence {
  const reproduce = fetchCommand(file.url);
  return {
    kind: "staticAnalysis", path: file.path, findings, bytesRead, kept,
    ...(file.url === undefined ? {} : { sourceUrl: file.url }),
    ...(reproduce === undefined ? {} : { reproduce }),
  };
}

/** `undefined` when more comes than is read. */
async function readBounded(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | undefined> {
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
