import { getAddress, toFunctionSelector, type AbiFunction } from "viem";
import { formatAbiItem } from "viem/utils";
import type { ReadAbi } from "./abi-schema.ts";
import { resolveOutput } from "./abi-values.ts";
import { argumentOfUpserts, type FoundRule } from "./compile-events.ts";
import { compileSet, keyRoot, resolvePath, type Place } from "./compile-expression.ts";
import { compileStatusTable } from "./compile-status.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseExpression } from "./expression.ts";
import { refuseHash } from "./field-types.ts";
import { findView, findWriter } from "./find-abi-item.ts";
import type { KeyForm } from "./key.ts";
import type { Check } from "./mapping-issues.ts";
import type { CheckedMapping } from "./mapping-schema.ts";
import { fixedArgument } from "./read-argument.ts";
import type { ReadArgument, Registry, RegistryRead } from "./registry.ts";
import { typeName } from "./value-types.ts";

interface Work {
  readonly mapping: CheckedMapping;
  readonly rules: readonly FoundRule[];
  readonly keyForm: KeyForm | undefined;
  readonly check: Check;
}

/** The views that are read for every key. */
export function compileReads({ functions }: ReadAbi, { mapping, rules, keyForm, check }: Work): readonly RegistryRead[] {
  return (mapping.read ?? []).flatMap((rule, index): readonly RegistryRead[] => {
    const at = `read[${index}]`;
    const view = check(`${at}.call`, () => findView(rule.call, functions));
    if (view === undefined) return [];
    const args = check(`${at}.args`, () => {
      checkCount(view, rule.args);
      return view.inputs.map((input, position) => readArgument(rule.args[position] ?? "", input, { view, mapping, rules, keyForm }));
    });
    const place = readPlace(view, mapping, keyForm);
    const set = compileSet(rule.set, { at: `${at}.set`, place, check });
    const { status: table } = rule;
    const status = table === undefined ? undefined : check(`${at}.status`, () => compileStatusTable(table, place));
    if (args === undefined) return [];
    return [{
      abi: view,
      signature: formatAbiItem(view),
      selector: toFunctionSelector(view),
      ...(rule.address === undefined ? {} : { address: getAddress(rule.address) }),
      args,
      set,
      ...(status === undefined ? {} : { status }),
    }];
  });
}

/** The call that would write an entry, with its arguments. */
export function compileWriteCall({ functions }: ReadAbi, { mapping, check }: Pick<Work, "mapping" | "check">): Registry["writeCall"] {
  const { writeCall } = mapping;
  if (writeCall === undefined) return undefined;
  const abi = check("writeCall.call", () => findWriter(writeCall.call, functions, "it writes no entry"));
  if (abi === undefined) return undefined;
  const args = check("writeCall.args", () => {
    checkCount(abi, writeCall.args);
    return abi.inputs.map((input, index) => fixedArgument(writeCall.args[index] ?? "", input));
  });
  return args === undefined ? undefined : { abi, args };
}

/** What can be read from the result of a view. */
export function readPlace(view: AbiFunction, { enums }: CheckedMapping, keyForm: KeyForm | undefined): Place {
  return { roots: { out: (path) => resolveOutput(path, view), key: keyRoot(keyForm) }, otherwise: "is no output: in a read write out.<name>", enums };
}

function checkCount({ name, inputs }: AbiFunction, args: readonly string[]): void {
  if (args.length !== inputs.length) throw new ExpressionError(`function ${name} takes ${inputs.length} (${inputs.map(typeName).join(", ")}), the mapping gives ${args.length}`);
}

function readArgument(
  text: string,
  input: AbiFunction["inputs"][number],
  { view, mapping, rules, keyForm }: Omit<Work, "check"> & { readonly view: AbiFunction },
): ReadArgument {
  if (!/[{}]/.test(text)) return { kind: "fixed", value: fixedArgument(text, input) };
  const parsed = parseExpression(text);
  const [path, ...more] = parsed.kind === "template" ? parsed.parts : [];
  if (path === undefined || typeof path === "string" || more.length > 0) throw new ExpressionError(`"${text}" is no argument; write {key}, {args.<name>} or fixed text`);
  const place: Place = {
    roots: {
      key: (given) => ({ path: given, type: { type: keyForm?.type ?? input.type }, indexed: false, hashed: false }),
      args: (given) => argumentOfUpserts(given, rules, mapping),
    },
    otherwise: "is no argument; write {key}, {args.<name>} or fixed text",
    enums: mapping.enums,
  };
  const resolved = resolvePath(path, place);
  refuseHash(resolved);
  if (resolved.type.type !== input.type) {
    const what = path.root === "key" && path.transforms.length === 0 ? "the key" : path.text;
    throw new ExpressionError(`${what} is ${typeName(resolved.type)}, function ${view.name} takes ${typeName(input)}`);
  }
  return path.root === "key" ? { kind: "key", transforms: resolved.path.transforms } : { kind: "args", path: resolved.path };
}
