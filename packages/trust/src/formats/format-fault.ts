import type { UnknownReason } from "@modeldex/schema";
import { ByteLimitError, NoFileError } from "./byte-source.ts";
import type { FileFormat, FileInspection } from "./inspection.ts";

/** Why a file was not read to the end of its header: a clause for a sentence in `message`. */
export class FormatFault extends Error {
  override readonly name = "FormatFault";
  readonly verdict: { readonly outcome: "MALFORMED" } | { readonly outcome: "UNREAD"; readonly unknownReason: UnknownReason };

  constructor(verdict: FormatFault["verdict"], because: string) {
    super(because);
    this.verdict = verdict;
  }
}

/** The file contradicts itself or its format. */
export function malformed(because: string): FormatFault {
  return new FormatFault({ outcome: "MALFORMED" }, because);
}

/** The file may be in order, and nobody here can tell. */
export function unread(unknownReason: UnknownReason, because: string): FormatFault {
  return new FormatFault({ outcome: "UNREAD", unknownReason }, because);
}

/** The inspection that a fault ends in. What is no fault of the file, such as a source in trouble, is thrown on. */
export function faultInspection(error: unknown, format: FileFormat): FileInspection {
  if (error instanceof FormatFault) return { ...error.verdict, format, because: error.message, found: [] };
  if (error instanceof ByteLimitError || error instanceof NoFileError) {
    return { outcome: "UNREAD", unknownReason: "NEEDS_BYTES", format, because: error.message, found: [] };
  }
  throw error;
}
