import type { SourceContext } from "./source.ts";
import { asRecord, asString } from "./unknown-values.ts";

/**
 * Reads the rows of an answer one by one: a bad one is dropped with its reason and costs the others nothing.
 *
 * @param read - gives what a row becomes, or what `drop` gives. `drop` takes what names the row, as far as it is a text, and why it is left out.
 * @example
 * readRows(models, context, (row, drop) => {
 *   const nativeId = asString(row.id);
 *   return nativeId === undefined ? drop(row.name, "it has no id") : listing({ nativeId, name: nativeId });
 * })
 */
export function readRows<Kept>(
  rows: readonly unknown[], { drop }: Pick<SourceContext, "drop">, read: (row: Readonly<Record<string, unknown>>, drop: (name: unknown, reason: string) => undefined) => Kept | undefined,
): readonly Kept[] {
  const dropped = (name: unknown, reason: string): undefined => {
    drop(asString(name)?.slice(0, 200) ?? "unknown", reason);
    return undefined;
  };
  return rows.map((row) => read(asRecord(row) ?? {}, dropped)).filter((kept) => kept !== undefined);
}
