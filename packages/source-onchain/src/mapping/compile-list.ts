import type { AbiFunction, AbiParameter } from "viem";
import { formatAbiItem } from "viem/utils";
import type { ReadAbi } from "./abi-schema.ts";
import { elementType, resolveOutput, resolveWithin, type ResolvedPath } from "./abi-values.ts";
import { compileSet, keyRoot, type Place } from "./compile-expression.ts";
import { compileItemKey, type KeyForms } from "./compile-key.ts";
import { ExpressionError } from "./expression-error.ts";
import { parsePath, type ParsedExpression, type ParsedPath } from "./expression.ts";
import { findView } from "./find-abi-item.ts";
import { keyFormOf, type KeyForm } from "./key.ts";
import type { Check, MappingIssue } from "./mapping-issues.ts";
import type { CheckedList, CheckedMapping } from "./mapping-schema.ts";
import type { RegistryList } from "./registry.ts";
import { isOf, typeName } from "./value-types.ts";

type ListViews =
  | { readonly kind: "keys"; readonly view: AbiFunction }
  | { readonly kind: "count"; readonly count: AbiFunction; readonly item: AbiFunction; readonly from: 0 | 1 }
  | { readonly kind: "page"; readonly page: AbiFunction; readonly size: number; readonly items?: ParsedPath };

/** An enumeration whose views were found, and what one item of it is. */
export interface FoundList {
  readonly views: ListViews;
  readonly key?: ParsedExpression;
  readonly item: (path: ParsedPath) => ResolvedPath;
}

interface Work {
  readonly mapping: CheckedMapping;
  readonly check: Check;
}

/** Finds the views of an enumeration, and its key. */
export function findList(abi: ReadAbi, { mapping, issues, check, keys }: Work & { readonly issues: MappingIssue[]; readonly keys: KeyForms }): FoundList | undefined {
  const { list } = mapping;
  if (list === undefined) return undefined;
  const found = findViews(list, abi, check);
  if (found === undefined) return undefined;
  const place: Place = { roots: { item: found.item }, otherwise: "is no item: in a list write item or item.<name>", enums: mapping.enums };
  const { key = found.views.kind === "count" ? undefined : "item" } = list;
  const compiled = check("list.key", () => (key === undefined ? { form: askedBy(found.views, mapping.key.as) } : compileItemKey(key, { place, as: mapping.key.as })));
  if (compiled === undefined) return undefined;
  const differs = keys.add(compiled.form, "the list");
  if (differs !== undefined) issues.push({ path: "list.key", message: differs });
  return { ...found, ...("expression" in compiled ? { key: compiled.expression } : {}) };
}

/** What can be read from one item. */
export function compileList({ views, key, item }: FoundList, { mapping, check, keyForm }: Work & { readonly keyForm: KeyForm | undefined }): RegistryList {
  const place: Place = { roots: { item, key: keyRoot(keyForm) }, otherwise: "is no item: in a list write item or item.<name>", enums: mapping.enums };
  return { ...views, ...(key === undefined ? {} : { key }), set: compileSet(mapping.list?.set, { at: "list.set", place, check }) };
}

function findViews(list: CheckedList, { functions }: ReadAbi, check: Check): Omit<FoundList, "key"> | undefined {
  if ("keys" in list) {
    const view = check("list.keys", () => taking([], findView(list.keys, functions)));
    const element = view === undefined ? undefined : check("list.keys", () => elementOf(view, onlyOutput(view)));
    return view === undefined || element === undefined ? undefined : { views: { kind: "keys", view }, item: (path) => resolveWithin(path, { type: element }) };
  }
  if ("count" in list) {
    const count = check("list.count", () => {
      const view = taking([], findView(list.count, functions));
      const output = onlyOutput(view);
      if (!isOf(output.type, "integer")) throw new ExpressionError(`function ${view.name} returns ${typeName(output)}; a count is an integer`);
      return view;
    });
    const item = check("list.item", () => taking(["an integer"], findView(list.item, functions)));
    if (count === undefined || item === undefined) return undefined;
    return { views: { kind: "count", count, item, from: list.from ?? 0 }, item: (path) => resolveOutput(path, item) };
  }
  const page = check("list.page", () => taking(["the offset", "the limit"], findView(list.page, functions)));
  const items = page === undefined ? undefined : check(list.items === undefined ? "list.page" : "list.items", () => itemsOf(page, list.items));
  if (page === undefined || items === undefined) return undefined;
  return {
    views: { kind: "page", page, size: list.size, ...(items.path === undefined ? {} : { items: items.path }) },
    item: (path) => resolveWithin(path, { type: items.element }),
  };
}

/** Checks that a view takes integers, one for each of `what`. */
function taking(what: readonly string[], view: AbiFunction): AbiFunction {
  if (view.inputs.length === what.length && view.inputs.every(({ type }) => isOf(type, "integer"))) return view;
  const wanted = what.length === 0 ? "no arguments" : what.length === 1 ? what.join("") : `integers: ${what.join(" and ")}`;
  throw new ExpressionError(`function ${formatAbiItem(view)} must take ${wanted} to list entries`);
}

function onlyOutput(view: AbiFunction): AbiParameter {
  const [only, second] = view.outputs;
  if (only !== undefined && second === undefined) return only;
  throw new ExpressionError(`function ${view.name} returns ${view.outputs.length} values (${view.outputs.map(typeName).join(", ")}); it must return one`);
}

function elementOf({ name }: AbiFunction, output: AbiParameter, what = `function ${name} returns`): AbiParameter {
  const element = elementType(output);
  if (element === undefined) throw new ExpressionError(`${what} ${typeName(output)}; it must be a list`);
  return element;
}

/** The list in what a page gives: named, or the only output, or the first of several. */
function itemsOf(page: AbiFunction, items: string | undefined): { readonly element: AbiParameter; readonly path?: ParsedPath } {
  const [first, second] = page.outputs;
  if (items === undefined && first !== undefined && second === undefined) {
    if (elementType(first) !== undefined) return { element: elementOf(page, first) };
    throw new ExpressionError(`function ${page.name} returns ${typeName(first)}; say in items which of its members is the list`);
  }
  const text = items === undefined ? "out.0" : items === "out" || items.startsWith("out.") ? items : `out.${items}`;
  const { path, type } = resolveOutput(parsePath(text), page);
  return { element: elementOf(page, type, items === undefined ? `the first output of ${page.name} is` : `${text} is`), path };
}

/** Without key, the number that an item is asked by. */
function askedBy(views: ListViews, as: KeyForm["as"] | undefined): KeyForm {
  const type = views.kind === "count" ? (views.item.inputs[0]?.type ?? "uint256") : "uint256";
  if (as !== undefined && as !== "number") throw new ExpressionError(`the list has no key, so it is the number that an item is asked by, which is written as "number", not as "${as}"`);
  return keyFormOf({ type }) ?? { as: "number", type };
}
