import type { Entry } from "../reader/entries.ts";
import type { ViewResult } from "../reader/views.ts";
import { evaluate, type ParsedExpression, type ParsedPath, type Scope } from "../mapping/expression.ts";
import type { Registry, RegistryDocument } from "../mapping/registry.ts";
import type { GivenDigest } from "./digest.ts";

/** A document that the chain names for an entry. */
export interface NamedDocument {
  readonly document: RegistryDocument;
  /** As the chain has it. */
  readonly uri: string;
  readonly digest?: GivenDigest;
  /** The log or call that names it, and the one that gives its digest, where that is another. */
  readonly origins: readonly (Entry | ViewResult)[];
}

/**
 * The documents that the state of one key names. Arguments are those of the newest event of the key that has them.
 */
export function namedDocuments(registry: Registry, { key, history, views }: { readonly key: string; readonly history: readonly Entry[]; readonly views: readonly ViewResult[] }): readonly NamedDocument[] {
  if (registry.documents.length === 0) return [];
  const setting = history.filter(({ event: { does } }) => does.op === "upsert" || does.op === "version");
  const outs = new Map(views.map((view) => [view.isItem === true ? itemPlace : registry.reads.indexOf(view.read), view]));
  return registry.documents.flatMap((document): readonly NamedDocument[] => {
    const uri = textOf(document.uri, { key, history: setting, outs });
    if (uri === undefined || uri.text.trim() === "") return [];
    const value = document.digest === undefined ? undefined : textOf(document.digest.value, { key, history: setting, outs });
    const digest = document.digest === undefined || value === undefined ? {} : { digest: { algorithm: document.digest.algorithm, value: value.text } };
    return [{ document, uri: uri.text, ...digest, origins: [...new Set([...uri.origins, ...(value?.origins ?? [])])] }];
  });
}

/** Place of the item of an enumeration among the results of reads. */
const itemPlace = -1;

interface State {
  readonly key: string;
  readonly history: readonly Entry[];
  /** By place of the read, and the item of an enumeration. */
  readonly outs: ReadonlyMap<number, ViewResult>;
}

function textOf(expression: ParsedExpression, { key, history, outs }: State): { readonly text: string; readonly origins: readonly (Entry | ViewResult)[] } | undefined {
  const args: unknown = Object.assign({}, ...history.map((entry) => entry.args));
  const out = Object.fromEntries([...outs].map(([place, view]) => [place, view.out]));
  const item = outs.get(itemPlace)?.out;
  const bound = byRead(expression);
  const text = evaluate(bound, { key, args, out, item });
  if (text === undefined) return undefined;
  const without = (scope: Scope): boolean => evaluate(bound, scope) !== text;
  const views = [...outs].filter(([place]) => without({ key, args, out: { ...out, [place]: undefined }, item: place === itemPlace ? undefined : item })).map(([, view]) => view);
  const event = without({ key, out, item }) || views.length === 0 ? (history.findLast((entry) => evaluate(bound, { key, args: entry.args, out, item }) === text) ?? history.at(-1)) : undefined;
  return { text, origins: [...(event === undefined ? [] : [event]), ...views] };
}

/** `out` of a document is the results of all reads by their places, of which each path names one. */
function byRead(expression: ParsedExpression): ParsedExpression {
  const path = (given: ParsedPath): ParsedPath => (given.root === "out" ? { ...given, members: [`${given.read ?? 0}`, ...given.members] } : given);
  switch (expression.kind) {
    case "path":
      return { kind: "path", path: path(expression.path) };
    case "template":
      return { kind: "template", parts: expression.parts.map((part) => (typeof part === "string" ? part : path(part))) };
    case "first":
      return { kind: "first", options: expression.options.map(byRead) };
    default:
      return expression satisfies never;
  }
}
