import type { Entry } from "../reader/entries.ts";
import type { ViewResult } from "../reader/views.ts";
import { evaluate, type ParsedExpression, type Scope } from "../mapping/expression.ts";
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
  /** What else its setters may use. */
  readonly scope: Scope;
}

/**
 * The documents that the state of one key names. Arguments are those of the newest event of the key that has them; of several views, the last one
 * that gives a text counts.
 */
export function namedDocuments(registry: Registry, { key, history, views }: Pick<State, "key" | "history" | "views">): readonly NamedDocument[] {
  if (registry.documents.length === 0) return [];
  const setting = history.filter(({ event: { does } }) => does.op === "upsert" || does.op === "version" || does.op === "file");
  const args: unknown = Object.assign({}, ...setting.map((entry) => entry.args));
  return registry.documents.flatMap((document): readonly NamedDocument[] => {
    const found = textOf(document.uri, { key, args, history: setting, views });
    if (found === undefined || found.text.trim() === "") return [];
    const digest = document.digest === undefined ? undefined : textOf(document.digest.value, { key, args, history: setting, views });
    const origins = new Set([found.origin, digest?.origin].filter((origin) => origin !== undefined));
    return [
      {
        document,
        uri: found.text,
        ...(document.digest === undefined || digest === undefined ? {} : { digest: { algorithm: document.digest.algorithm, value: digest.text } }),
        origins: [...origins],
        scope: { key, args, ...(views.length === 0 ? {} : { out: views.at(-1)?.out }) },
      },
    ];
  });
}

interface State {
  readonly key: string;
  /** Of all events, newer ones over older ones. */
  readonly args: unknown;
  readonly history: readonly Entry[];
  readonly views: readonly ViewResult[];
}

function textOf(expression: ParsedExpression, { key, args, history, views }: State): { readonly text: string; readonly origin: Entry | ViewResult | undefined } | undefined {
  const byEvents = evaluate(expression, { key, args });
  for (const view of views.toReversed()) {
    const text = evaluate(expression, { key, args, out: view.out });
    if (text !== undefined && text !== byEvents) return { text, origin: view };
  }
  if (byEvents === undefined) return undefined;
  return { text: byEvents, origin: history.findLast((entry) => evaluate(expression, { key, args: entry.args }) === byEvents) ?? history.at(-1) };
}
