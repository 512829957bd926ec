import { createHash } from "node:crypto";
import type { ListingRelation } from "@modeldex/plugin-kit";
import { getAddress, parseAbi, toEventSelector, type AbiEvent, type AbiFunction, type AbiParameter } from "viem";
import { formatAbiItem } from "viem/utils";
import { resolveArgument, resolveOutput, typeName, type ResolvedPath } from "./abi-values.ts";
import { ExpressionError, parseExpression, parsePath, type ParsedExpression, type ParsedPath } from "./expression.ts";
import { keyFormOf, type KeyForm } from "./key.ts";
import type { CheckedMapping } from "./mapping-schema.ts";
import type { Target } from "./mapping.ts";
import { fixedArgument } from "./read-argument.ts";
import type { ReadArgument, Registry, RegistryEvent, RegistryRead, Setter } from "./registry.ts";

/** One thing that is wrong with a mapping; `path` leads into it: `on.ModelAdded.set.name`. */
export interface MappingIssue {
  readonly path: string;
  readonly message: string;
}

/** Checks a mapping against its ABI: each event, function, argument and output that it names exists and can be what it is used for. */
export function compileMapping(mapping: CheckedMapping): { readonly registry: Registry } | { readonly issues: readonly MappingIssue[] } {
  const issues: MappingIssue[] = [];
  const check = checker(issues);
  const abi = check("abi", () => readAbi(mapping.abi));
  if (abi === undefined) return { issues };
  const events = abi.filter((item) => item.type === "event");
  const functions = abi.filter((item) => item.type === "function");

  let keyForm: KeyForm | undefined;
  const compiledEvents: RegistryEvent[] = [];
  for (const [name, rule] of Object.entries(mapping.on)) {
    const at = `on.${name}`;
    const event = check(at, () => found(name, events, "event"));
    if (event === undefined) continue;
    const keyAt = rule.key === undefined ? "key.from" : `${at}.key`;
    const key = check(keyAt, () => keyOf(rule.key ?? mapping.key.from, event, mapping.key.as));
    if (key !== undefined) {
      keyForm ??= key.form;
      if (key.form.type !== keyForm.type) {
        issues.push({ path: keyAt, message: `the key is ${key.form.type} in event ${event.name} and ${keyForm.type} in another; all must have one type` });
      }
    }
    const argument = (path: ParsedPath): ResolvedPath => resolveArgument(path, event);
    const when = Object.entries(rule.when ?? {}).flatMap(([path, text]) => {
      const resolved = check(`${at}.when`, () => usable(resolveRoot(parsePath(path), "args", argument), "text"));
      return resolved === undefined ? [] : [{ path: resolved.path, text }];
    });
    const set = rule.op === "upsert" ? compileSet(rule.set, { at: `${at}.set`, root: "args", resolve: argument, check }) : [];
    const topic = toEventSelector(event);
    if (compiledEvents.some((other) => other.topic === topic)) issues.push({ path: at, message: `event ${formatAbiItem(event)} has a rule already` });
    if (key === undefined) continue;
    compiledEvents.push({
      topic,
      rule: compiledEvents.length,
      recover: [],
      abi: event,
      signature: formatAbiItem(event),
      keyPath: key.resolved.path,
      ...(key.topic === undefined ? {} : { keyTopic: key.topic }),
      when,
      does: rule.op === "upsert" ? { op: "upsert", first: rule.first ?? false, set } : { op: "status", value: rule.value },
    });
  }

  const reads = (mapping.read ?? []).flatMap((rule, index): readonly RegistryRead[] => {
    const at = `read[${index}]`;
    const view = check(`${at}.call`, () => viewOf(rule.call, functions));
    if (view === undefined) return [];
    const args = check(`${at}.args`, () => readArguments(rule.args, view, keyForm));
    const set = compileSet(rule.set, { at: `${at}.set`, root: "out", resolve: (path) => resolveOutput(path, view), check });
    return args === undefined ? [] : [{ abi: view, signature: formatAbiItem(view), args, set }];
  });

  const setters = [...compiledEvents.flatMap(({ does }) => (does.op === "upsert" ? does.set : [])), ...reads.flatMap((read) => read.set)];
  if (issues.length === 0 && mapping.listed !== false && !setters.some(({ target }) => target === "name")) {
    issues.push({ path: "on", message: "nothing sets name, so no entry could be listed; add name to the set of an event or of a read" });
  }
  if (issues.length > 0 || keyForm === undefined) return { issues };
  const { about, writers = "open" } = mapping;
  return {
    registry: {
      id: mapping.id,
      chainId: mapping.chainId,
      address: getAddress(mapping.address),
      startBlock: mapping.startBlock,
      writers,
      ...(about?.operator === undefined ? {} : { operator: about.operator }),
      keyForm,
      events: Map.groupBy(compiledEvents, (event) => event.topic),
      reads,
      documents: [],
      listed: mapping.listed ?? true,
      fingerprint: createHash("sha256").update(JSON.stringify({ ...mapping, address: getAddress(mapping.address), about: null })).digest("hex").slice(0, 16),
    },
  };
}

type Check = <T>(path: string, work: () => T) => T | undefined;

function checker(issues: MappingIssue[]): Check {
  return (path, work) => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      issues.push({ path, message: error.message });
      return undefined;
    }
  };
}

function readAbi(signatures: readonly string[]) {
  try {
    return parseAbi(signatures);
  } catch (error) {
    const details = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new ExpressionError(`cannot be read: ${details} Write signatures as in Solidity, such as "event ModelAdded(bytes32 indexed modelId, string name)".`);
  }
}

/** By its name, or by its signature where several have the name. */
function found<Item extends AbiEvent | AbiFunction>(name: string, items: readonly Item[], kind: string): Item {
  const named = items.filter((item) => item.name === name);
  const [only, second] = named;
  const available = [...new Set(items.map((item) => item.name))];
  if (only !== undefined && second === undefined) return only;
  const bySignature = items.find((item) => formatAbiItem(item) === name.replaceAll(" ", ""));
  if (bySignature !== undefined) return bySignature;
  if (only === undefined) throw new ExpressionError(`the ABI has no ${kind} ${name}; it has ${available.length === 0 ? `no ${kind}s` : available.join(", ")}`);
  throw new ExpressionError(`the ABI has several ${kind}s ${name}; write one of ${named.map((item) => formatAbiItem(item)).join(", ")}`);
}

function keyOf(from: string, event: AbiEvent, as: KeyForm["as"] | undefined) {
  const resolved = resolveRoot(parsePath(from), "args", (path) => resolveArgument(path, event));
  refuseHash(resolved);
  const form = resolved.path.transforms.length === 0 ? keyFormOf(resolved.type) : undefined;
  if (form === undefined) throw new ExpressionError(`${from} is ${typeName(resolved.type)}, which makes no key; a key is an integer, bytes1 to bytes32, an address or a string`);
  if (as !== undefined && as !== form.as) throw new ExpressionError(`${from} is ${form.type}, whose keys are written as "${form.as}", not as "${as}"`);
  const index = event.inputs.findIndex((input, at) => input.name === resolved.path.members[0] || `${at}` === resolved.path.members[0]);
  const topic = event.inputs.slice(0, index + 1).filter((input) => input.indexed === true).length;
  return { resolved, form, topic: resolved.indexed ? topic : undefined };
}

function compileSet(
  set: Readonly<Record<string, unknown>>,
  { at, root, resolve, check }: { readonly at: string; readonly root: "args" | "out"; readonly resolve: (path: ParsedPath) => ResolvedPath; readonly check: Check },
): readonly Setter[] {
  return Object.entries(set).flatMap(([target, given]): readonly Setter[] => {
    if (given === undefined) return [];
    // The schema of the mapping has checked the names of the targets and the two forms of a value.
    const { reference, relation = "REGISTERED" } = (typeof given === "string" ? { reference: given } : given) as { reference: string; relation?: ListingRelation };
    const value = check(`${at}.${target}`, () => compileExpression(reference, { target: target as Target, root, resolve }));
    if (value === undefined) return [];
    return target === "link" ? [{ target, value, relation }] : [{ target: target as Exclude<Target, "link">, value }];
  });
}

function compileExpression(
  text: string,
  { target, root, resolve }: { readonly target: Target; readonly root: "args" | "out"; readonly resolve: (path: ParsedPath) => ResolvedPath },
): ParsedExpression {
  const parsed = parseExpression(text);
  if (parsed.kind === "path") return { kind: "path", path: usable(resolveRoot(parsed.path, root, resolve), target).path };
  return { kind: "template", parts: (parsed.kind === "template" ? parsed.parts : []).map((part) => (typeof part === "string" ? part : usable(resolveRoot(part, root, resolve), "text").path)) };
}

function resolveRoot(path: ParsedPath, root: "args" | "out", resolve: (path: ParsedPath) => ResolvedPath): ResolvedPath {
  if (path.root === "key") return { path, type: { type: "string" }, indexed: false };
  if (path.root === root) return resolve(path);
  throw new ExpressionError(root === "args" ? `"${path.text}" is no argument: in an event write args.<name>` : `"${path.text}" is no output: in a read write out.<name>`);
}

function usable(resolved: ResolvedPath, target: Target | "text"): ResolvedPath {
  const { path, type } = resolved;
  refuseHash(resolved);
  const [transform] = path.transforms;
  if (transform !== undefined) {
    const fits = /^bytes\d*$/.test(type.type) || (transform.kind === "json" && type.type === "string");
    if (!fits) throw new ExpressionError(`"${path.text}" uses ${transform.kind} on ${typeName(type)}; it is for bytes`);
    return resolved;
  }
  if (target === "tags" && type.type === "string[]") return resolved;
  if (type.type === "bytes") throw new ExpressionError(`${path.text} is bytes; write "${path.text} | utf8" if they are text`);
  if (type.type.startsWith("tuple") || type.type.endsWith("]")) throw new ExpressionError(`${path.text} is ${typeName(type)}, which has no one text${fieldsHint(type, path)}`);
  if (target === "artifact.sha256" && path.root !== "key" && type.type !== "bytes32" && type.type !== "string") {
    throw new ExpressionError(`${path.text} is ${type.type}; a sha256 is bytes32 or a string of 64 hex digits`);
  }
  if (target === "owner" && type.type !== "address" && type.type !== "string") throw new ExpressionError(`${path.text} is ${type.type}; an owner is an address`);
  return resolved;
}

function refuseHash({ path, type, indexed }: ResolvedPath): void {
  if (!indexed || (type.type !== "string" && type.type !== "bytes" && !type.type.endsWith("]") && !type.type.startsWith("tuple"))) return;
  throw new ExpressionError(`${path.text} is ${typeName(type)} indexed: the log has only its keccak256 hash; take an argument that is not indexed, or a read`);
}

function fieldsHint(type: AbiParameter, path: ParsedPath): string {
  if (type.type !== "tuple" || !("components" in type)) return "";
  return `; name one of its fields: ${type.components.map(({ name }, index) => `${path.text}.${name ?? index}`).join(", ")}`;
}

function viewOf(name: string, functions: readonly AbiFunction[]): AbiFunction {
  const view = found(name, functions, "function");
  if (view.stateMutability === "view" || view.stateMutability === "pure") return view;
  throw new ExpressionError(`function ${view.name} is ${view.stateMutability}; only view and pure functions can be read`);
}

function readArguments(args: readonly string[], view: AbiFunction, keyForm: KeyForm | undefined): readonly ReadArgument[] {
  if (args.length !== view.inputs.length) {
    throw new ExpressionError(`function ${view.name} takes ${view.inputs.length} (${view.inputs.map(typeName).join(", ")}), the mapping gives ${args.length}`);
  }
  return view.inputs.map((input, index) => {
    const text = args[index] ?? "";
    if (!/[{}]/.test(text)) return { kind: "fixed", value: fixedArgument(text, input) };
    if (text !== "{key}") throw new ExpressionError(`"${text}" is no argument; write {key} or fixed text`);
    if (keyForm !== undefined && keyForm.type !== input.type) throw new ExpressionError(`the key is ${keyForm.type}, function ${view.name} takes ${input.type}`);
    return { kind: "key", transforms: [] };
  });
}
