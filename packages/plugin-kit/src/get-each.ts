import { SourceError } from "./source-error.ts";
import type { ModelRef, SourceContext } from "./source.ts";
import type { ListingRecord } from "@modeldex/schema";

/**
 * Answers of `get` in the order asked, each by itself: what one fails with, as a `SourceError`, is given in its place and costs the others nothing.
 * What is no `SourceError`, and everything once the signal is aborted, is thrown.
 *
 * @example
 * // get: async ({ refs }, context) => await getEach(refs, context, async ({ nativeId }) => await readModel(nativeId, context))
 */
export async function getEach(
  refs: readonly ModelRef[], context: Pick<SourceContext, "signal">, get: (ref: ModelRef) => Promise<ListingRecord | SourceError | undefined>,
): Promise<readonly (ListingRecord | SourceError | undefined)[]> {
  return await Promise.all(refs.map(async (ref) => {
    try {
      return await get(ref);
    } catch (error) {
      if (context.signal.aborted || !(error instanceof SourceError)) throw error;
      return error;
    }
  }));
}
