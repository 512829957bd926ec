import type { UnknownReason } from "@modeldex/schema";

/** What a file is, by its first bytes and not by its name. */
export type FileFormat = "safetensors" | "gguf" | "pickle" | "pickles in a zip" | "keras zip" | "zip" | "hdf5" | "onnx" | "not known";

/**
 * What reading parts of a file of weights, without loading it, has shown.
 *
 * - `SOUND`: the format runs nothing on load, and what was read of the file is in order.
 * - `ONLY_KNOWN_IMPORTS`: it holds pickles, which import nothing but what is on the list of what weights need. Never "safe".
 * - `UNLISTED_IMPORTS`: its pickles import something that is on no list.
 * - `DANGEROUS`: loading it runs what is known to do harm, such as `posix.system`.
 * - `MALFORMED`: it contradicts itself, so that another reader may see something else in it, such as a zip whose directory lies.
 * - `UNREAD`: it could not be read far enough, or nobody here reads this format.
 */
export type FileInspection = InspectedParts &
  (
    | { readonly outcome: "SOUND" | "ONLY_KNOWN_IMPORTS" | "UNLISTED_IMPORTS" | "DANGEROUS" | "MALFORMED" }
    | { readonly outcome: "UNREAD"; readonly unknownReason: UnknownReason }
  );

interface InspectedParts {
  readonly format: FileFormat;
  /** A clause for a sentence, such as `it imports posix.system`, `its header declares 2147483648 bytes`. */
  readonly because: string;
  /** What was found, for the evidence, each with its place in the file where it has one: `posix.system at byte 12 of archive/data.pkl`. At most 200. */
  readonly found: readonly string[];
  /** What somebody runs to see the same in a copy of the file, where there is such a command; `FILE` stands for its path. */
  readonly reproduce?: string;
  /** The bytes that decided, such as the header or the pickle; absent where they are longer than is kept. */
  readonly decisive?: Uint8Array;
}

/** Most decisive bytes that an inspection hands on to be kept. */
export const maxDecisiveBytes = 1_048_576;
