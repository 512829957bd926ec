import { readFile, stat } from "node:fs/promises";
import { parseListingKey, type ListingKey } from "@modeldex/schema";
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";
import { ConfigError } from "./config.ts";
import type { ModeldexConfig } from "./config.ts";
import { objectOf, shown } from "./option-checks.ts";

/** Pairs of listings that are, or are not, the same model. */
export interface IdentityPairs {
  readonly same: readonly (readonly [ListingKey, ListingKey])[];
  readonly different: readonly (readonly [ListingKey, ListingKey])[];
}

const kinds = ["same", "different"] as const;
/** Lists of one kind, and pairs that they come to: one list under `different` has as many as its keys can be paired. */
const mostRules = 100_000;
const mostBytes = 16_777_216;

/**
 * Reads an operator's rules: YAML or JSON, with lists of listing keys under `same` and `different`. All keys of one list under `same` are one model; of
 * one under `different`, no two are.
 *
 * @param path for messages
 * @throws {ConfigError} naming file, line and what would be right.
 * @example
 * parseIdentityFile("same:\n  - [hf:google/bert, hf:google-bert/bert]\n", "identity.yaml").same
 * // [["hf:google/bert", "hf:google-bert/bert"]]
 */
export function parseIdentityFile(text: string, path: string): IdentityPairs {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) throw new ConfigError(`${path}, line ${lines.linePos(fault.pos[0]).line}: ${fault.message.split("\n")[0] ?? "it is no YAML"}.`);
  const value = valueOf(document, path);
  const unknown = isMap(document.contents) ? document.contents.items.map(({ key }) => key).find((key) => !isScalar(key) || kinds.every((kind) => kind !== key.value)) : undefined;
  if (unknown !== undefined) throw new ConfigError(`${path}, line ${lines.linePos((unknown as Node).range?.[0] ?? 0).line}: ${isScalar(unknown) ? shown(unknown.value) : "a list or an object as a key"} is not known; there are ${kinds.join(" and ")}.`);
  const given = value === null || value === undefined ? {} : objectOf(value, path, kinds);
  const lineOf = (at: readonly (string | number)[]): number => {
    const node = document.getIn(at, true) as Node | undefined;
    return lines.linePos(node?.range?.[0] ?? 0).line;
  };
  const listsOf = (kind: (typeof kinds)[number]): readonly (readonly ListingKey[])[] => {
    const lists = given[kind] ?? [];
    if (!Array.isArray(lists)) throw new ConfigError(`${path}, line ${lineOf([kind])}: ${kind} is ${shown(lists)}; write lists of listing keys, such as - [hf:google/bert, hf:google-bert/bert].`);
    if (lists.length > mostRules) throw new ConfigError(`${path}: ${kind} has ${lists.length} lists; the most is ${mostRules}.`);
    return lists.map((list: unknown, place) => keysOf(list, (inner) => `${path}, line ${lineOf([kind, place, ...(isSeq(document.getIn([kind, place])) ? inner : [])])}: ${kind}[${[place, ...inner].join("][")}]`));
  };
  const [same, different] = [listsOf("same"), listsOf("different")];
  const pairs = { same: sum(same, (keys) => keys - 1), different: sum(different, (keys) => (keys * (keys - 1)) / 2) };
  for (const kind of kinds) if (pairs[kind] > mostRules) throw new ConfigError(`${path}: the lists under ${kind} come to ${pairs[kind]} pairs of keys; the most is ${mostRules}.`);
  return {
    same: same.flatMap((list) => list.slice(1).map((key, place) => [list[place] ?? key, key] as const)),
    different: different.flatMap((list) => list.flatMap((key, place) => list.slice(place + 1).map((other) => [key, other] as const))),
  };
}

function keysOf(list: unknown, where: (inner: readonly number[]) => string): readonly ListingKey[] {
  if (!Array.isArray(list) || list.length < 2) throw new ConfigError(`${where([])} is ${shown(list)}; write a list of two or more listing keys, such as [hf:google/bert, hf:google-bert/bert].`);
  const keys = list.map((key: unknown, place) => {
    const parsed = typeof key === "string" ? parseListingKey(key) : undefined;
    if (parsed === undefined) throw new ConfigError(`${where([place])} is ${shown(key)}, which is no listing key; write <source id>:<native id>, such as hf:google/gemma-3-4b-it.`);
    return key as ListingKey;
  });
  return [...new Set(keys)];
}

/** @throws {ConfigError} for aliases that lead nowhere, or that make a small file a large value. */
function valueOf(document: Document, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new ConfigError(`${path} has aliases that cannot be read; write the keys themselves.`, { cause });
  }
}

function sum(lists: readonly (readonly ListingKey[])[], pairs: (keys: number) => number): number {
  return lists.reduce((total, { length }) => total + pairs(length), 0);
}

/** The rules of a file as it is now. @throws {ConfigError} when it cannot be read. */
export async function readIdentityFile(path: string): Promise<IdentityPairs> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new ConfigError(`identity.file ${path} is no file; write the path of a YAML or JSON file with same and different, or leave the option out.`);
    const { size } = found;
    if (size > mostBytes) throw new ConfigError(`identity.file ${path} has ${size} bytes; the most is ${mostBytes}.`);
    return parseIdentityFile(await readFile(path, "utf8"), path);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(`identity.file ${path} cannot be read; write the path of a YAML or JSON file with same and different, or leave the option out.`, { cause });
  }
}

/** The rules of the configuration itself. */
export function configuredPairs(identity: ModeldexConfig["identity"]): IdentityPairs {
  return { same: (identity?.same ?? []) as IdentityPairs["same"], different: (identity?.different ?? []) as IdentityPairs["different"] };
}
