import type { Logger } from "../observe/log.ts";

/** What one call wrote. */
export interface TakenNotes {
  /** Rows that were left out, at most 1,000. */
  readonly dropped: readonly { readonly nativeId: string; readonly reason: string }[];
  /** Values within rows that were left out or cut, by their path. */
  readonly valuesLeftOut: Readonly<Record<string, number>>;
  /** What to do about them, by the same paths. */
  readonly advice: Readonly<Record<string, string>>;
  /** What the source wrote to its log. */
  readonly log: readonly { readonly level: "debug" | "warn"; readonly message: string }[];
  /** Where it failed, for a fault of the adapter. */
  readonly cause?: string;
}

/** Most rows that are told one by one. */
const mostDropped = 1_000;

/** What a gateway and a source write to the log while they are called. */
export interface SourceNotes {
  readonly log: Logger;
  begin(): void;
  taken(): TakenNotes;
}

/** Reads what the gateway and the source write to the log during one call: left-out rows and values among it. */
export function createSourceNotes(): SourceNotes {
  let dropped: { nativeId: string; reason: string }[] = [];
  let values: Record<string, number> = {};
  let advice: Record<string, string> = {};
  let lines: { level: "debug" | "warn"; message: string }[] = [];
  let cause: string | undefined;
  const take = (level: "debug" | "warn", message: string, fields: object = {}): void => {
    const { method, nativeId, reason, values: left, advice: told, error } = fields as Readonly<Record<string, unknown>>;
    if (method !== undefined && message === "a row was left out") {
      if (dropped.length < mostDropped) dropped.push({ nativeId: String(nativeId), reason: String(reason) });
    } else if (method !== undefined && message === "values were left out") {
      for (const [path, count] of Object.entries(left as Readonly<Record<string, number>>)) values[path] = (values[path] ?? 0) + count;
      Object.assign(advice, told);
    } else if (error instanceof Error) cause = error.name === "SourceError" ? cause : shortStack(error);
    else if (lines.length < mostDropped) lines.push({ level, message });
  };
  const log: Logger = { debug: (message, fields) => take("debug", message, fields), info: () => undefined, warn: (message, fields) => take("warn", message, fields), error: (message, fields) => take("warn", message, fields), child: () => log };
  return {
    log,
    begin: () => void ([dropped, values, advice, lines, cause] = [[], {}, {}, [], undefined]),
    taken: () => ({ dropped, valuesLeftOut: values, advice, log: lines, ...(cause !== undefined && { cause }) }),
  };
}

/** The message, and where it was thrown. */
function shortStack(error: Error): string {
  return (error.stack ?? error.message).split("\n").slice(0, 3).map((line) => line.trim()).join(" ");
}
