import { parameterText } from "../compare/attribute.ts";
import type { CompareAnswer, SearchAnswer, TrustAnswer } from "./documents.ts";

const widestCell = 48;

/**
 * Rows of text in columns; cells longer than 48 characters are cut, but those of the column `whole`: an id is there to be copied. Control characters of
 * foreign text are shown as spaces.
 */
export function table(rows: readonly (readonly string[])[], { whole }: { readonly whole?: number } = {}): string {
  const clean = rows.map((row) => row.map((cell, column) => (column === whole ? plain(cell) : cut(plain(cell)))));
  const widths = clean.reduce<number[]>((known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, cell.length)), []);
  return clean.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}

export function searchText({ nodes, totalCount, totalCountIsExact, didYouMean, pageInfo, sources }: SearchAnswer["search"]): string {
  const named = nodes.some((node) => !saysName(node));
  const rows = nodes.map(({ id, name, task, parameters, license, popularity }) => [
    id, ...(named ? [name] : []), task ?? "-", parameters === null ? "-" : parameterText(parameters.total), license.spdx ?? license.class.toLowerCase(), String(popularity.downloads30d ?? "-"),
  ]);
  const found = nodes.length === 0 ? "Nothing found." : table([["MODEL", ...(named ? ["NAME"] : []), "TASK", "PARAMETERS", "LICENCE", "DOWNLOADS (30 D)"], ...rows], { whole: 0 });
  const next = pageInfo.hasNextPage && pageInfo.endCursor !== null ? [`next page: --after ${pageInfo.endCursor}`] : [];
  const meant = didYouMean === null ? [] : [`Did you mean "${plain(didYouMean)}"? Where the text as typed finds nothing, this is what was searched for.`, ""];
  return [...meant, found, "", `${totalCountIsExact ? "" : "at least "}${totalCount} in all`, ...next, ...outcomeLines(sources)].join("\n");
}

/** @param hidden how many rows are left out that are known of some of the models only. */
export function comparisonText({ models, unresolved, rows }: CompareAnswer["compare"], hidden = 0): string {
  const body = rows.map(({ label, unit, cells, leaders, note }) => [withUnit(label, unit), ...cells.map(({ text, known }, place) => (known ? `${leaders.includes(place) ? "* " : ""}${text}` : "-")), note ?? ""]);
  const missing = unresolved.map(({ reference, outcome, message, candidates }) =>
    `${plain(reference)}: ${outcome.toLowerCase().replace("_", " ")}. ${plain(message ?? "")}${candidates.length === 0 ? "" : ` Perhaps ${candidates.map(({ model }) => plain(model.id)).join(", ")}.`}`);
  const more = hidden === 0 ? [] : [`${counted(hidden, "row")} known of ${models.length === 2 ? "one only" : "some only"}: --all shows them`];
  return [...(models.length === 0 ? [] : [table([["", ...models.map(({ id }) => shortId(id)), ""], ...body], { whole: models.length + 1 })]), ...more, ...missing].join("\n");
}

/** Texts of bytes and of counts of parameters have their unit, and labels such as that of downloads say it. */
function withUnit(label: string, unit: string | null): string {
  const isSaid = unit === null || ["bytes", "date", "parameters"].includes(unit) || label.toLowerCase().includes(unit);
  return isSaid ? label : `${label} (${unit})`;
}

export function trustText({ outcome, message, listing, candidates }: TrustAnswer["resolve"]): string {
  const trust = listing?.trust;
  if (outcome !== "RESOLVED" || !listing || !trust) return [`${outcome.toLowerCase().replace("_", " ")}. ${plain(message ?? "")}`, ...candidates.map(({ model }) => `  ${plain(model.id)}`)].join("\n");
  const { counts, decision } = trust;
  return [
    `${plain(listing.key)}${listing.revision === null ? "" : ` at ${plain(listing.revision)}`}`,
    `${decision.outcome} by ${decision.policy.id}`,
    ...decidingFirst(decision.rules).flatMap(({ outcome: result, rule, explanation, remedy }) => [
      `  ${result.toLowerCase().padEnd(7)} ${plain(rule.title)}${rule.title === rule.key ? "" : ` (${plain(rule.key)})`}: ${plain(explanation)}`,
      ...(remedy === null ? [] : [`          remedy: ${plain(remedy)}`]),
    ]),
    "",
    `level ${trust.level.toLowerCase()}${lacks(trust.missingForNext)}`,
    `system ${trust.systemLevel.toLowerCase()}${lacks(trust.systemMissingForNext)}`,
    `claims: ${counts.verified} verified, ${counts.asserted} asserted, ${counts.unknown} unknown, ${counts.failed} failed${trust.assessedAt === null ? "; nothing was checked yet" : `; checked ${trust.assessedAt}`}`,
    "",
    ...trust.claims.nodes.map(({ status, effect, kind, statement }) => `  ${effect.toLowerCase().padEnd(10)} ${kind.toLowerCase().replaceAll("_", " ")}, ${status.toLowerCase().replaceAll("_", " ")}: ${plain(statement)}`),
  ].join("\n");
}

type RuleRow = NonNullable<NonNullable<TrustAnswer["resolve"]["listing"]>["trust"]>["decision"]["rules"][number];

/** Rules that did not pass, those that block before those that warn; then the others. Within each in the order of the policy. */
function decidingFirst(rules: readonly RuleRow[]): readonly RuleRow[] {
  const place = ({ outcome, rule }: RuleRow): number => (outcome === "FAIL" ? 0 : outcome === "UNKNOWN" ? 1 : 4) + (rule.severity === "BLOCK" ? 0 : 2);
  return rules.toSorted((left, right) => place(left) - place(right));
}

function lacks(missing: readonly string[]): string {
  return missing.length === 0 ? "" : `; the next one lacks: ${missing.map(plain).join(" ")}`;
}

/** One line for each source that was asked: how it fared, of when its facts are, and why not. */
export function outcomeLines(sources: SearchAnswer["search"]["sources"]): readonly string[] {
  return sources.map(({ source, status, origin, asOf, message }) =>
    `${source.id}: ${status.toLowerCase()}${origin === null ? "" : `, ${origin.toLowerCase()}`}${asOf === null ? "" : `, facts of ${asOf.slice(0, 10)}`}${message === null ? "" : `: ${plain(message)}`}`);
}

/** Whether an id has the name in it, as those of hubs have; that of an entry of a contract is a number or a hash. */
export function saysName({ id, name }: { readonly id: string; readonly name: string }): boolean {
  return id.toLowerCase().includes(name.toLowerCase());
}

/** `1 listing`, `2 listings`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

function cut(text: string): string {
  return text.length > widestCell ? `${text.slice(0, widestCell - 1)}…` : text;
}

/** Cut in its middle: entries of one contract differ at their ends. */
function shortId(id: string): string {
  const text = plain(id);
  return text.length > widestCell ? `${text.slice(0, widestCell / 2)}…${text.slice(1 - widestCell / 2)}` : text;
}

/** Foreign text on a terminal: no escape sequences, no line breaks, no direction marks. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, " ");
}
