import { SourceError } from "./source-error.ts";
import type { SourceContext } from "./source.ts";
import type { SourceErrorCode } from "@modeldex/schema";

/** Rows of a page that are asked for one by one; see `eachRow`. */
export interface EachRow {
  /** Whether nothing failed that may be there still: then, and only then, what the run has not seen is gone. */
  readonly isWhole: boolean;
  /**
   * What is read. It is dropped, and `undefined` comes back, where it is a text (why it is no row), where there is none, and where it fails with one of `tolerated`.
   *
   * @param tolerated - @default ["BAD_RESPONSE"], which is the row's own trouble
   * @throws what it fails with otherwise: that the service is in trouble or refuses everything is no matter of one row.
   */
  read<Value extends object>(nativeId: string, row: Promise<Value | string | undefined>, tolerated?: readonly SourceErrorCode[]): Promise<Value | undefined>;
}

/**
 * Reads rows so that a bad one costs the others nothing.
 *
 * @example
 * const rows = eachRow(context);
 * // const records = await Promise.all(ids.map(async (id) => await rows.read(id, recordOf(id, context))));
 * // return { records: records.filter((record) => record !== undefined), ...(since !== undefined && rows.isWhole && { whole: true }) };
 */
export function eachRow(context: Pick<SourceContext, "drop" | "signal">): EachRow {
  let isWhole = true;
  return {
    get isWhole() {
      return isWhole;
    },
    read: async (nativeId, row, tolerated = ["BAD_RESPONSE"]) => {
      try {
        const value = (await row) ?? "the service names it and does not have it";
        if (typeof value === "object") return value;
        context.drop(nativeId, value);
      } catch (error) {
        if (context.signal.aborted || !(error instanceof SourceError) || !tolerated.includes(error.code)) throw error;
        context.drop(nativeId, error.message);
        isWhole = false;
      }
      return undefined;
    },
  };
}
