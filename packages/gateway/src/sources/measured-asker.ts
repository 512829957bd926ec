import type { SourceId } from "@modeldex/schema";
import type { Recorders } from "../observe/recorders.ts";
import type { Asker } from "./ask.ts";
import type { AskResult } from "./ask-result.ts";

/** The same door to the sources; what comes through is noted by source, method and outcome. */
export function measuredAsker(ask: Asker, { sourceCall }: Pick<Recorders, "sourceCall">): Asker {
  function note(source: SourceId, method: string, result: AskResult<unknown>): void {
    // Asking for what a source has not is no question to it.
    if (result.status === "FAILED" && result.code === "UNSUPPORTED") return;
    sourceCall({ source, method, outcome: result.status === "OK" ? "OK" : result.code, elapsedMs: result.elapsedMs, ...(result.status === "OK" && { origin: result.origin }) });
  }

  async function noted<Result extends AskResult<unknown>>(source: SourceId, method: string, answer: Promise<Result>): Promise<Result> {
    const result = await answer;
    note(source, method, result);
    return result;
  }

  return {
    ...ask,
    get: (source, ...rest) => noted(source, "get", ask.get(source, ...rest)),
    getMany: async (source, ...rest) => {
      const results = await ask.getMany(source, ...rest);
      for (const result of results) note(source, "get", result);
      return results;
    },
    search: (source, ...rest) => noted(source, "search", ask.search(source, ...rest)),
    lookup: (source, ...rest) => noted(source, "lookup", ask.lookup(source, ...rest)),
    about: (source, ...rest) => noted(source, "about", ask.about(source, ...rest)),
    publisher: (source, ...rest) => noted(source, "publisher", ask.publisher(source, ...rest)),
    list: (source, ...rest) => noted(source, "list", ask.list(source, ...rest)),
    readFile: (source, ...rest) => noted(source, "readFile", ask.readFile(source, ...rest)),
  };
}
