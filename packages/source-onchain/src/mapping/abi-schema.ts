import { parseAbi, type AbiEvent, type AbiFunction } from "viem";
import { formatAbiItem } from "viem/utils";
import { z } from "zod";
import { ExpressionError } from "./expression-error.ts";

/** One type of the ABI: https://docs.soliditylang.org/en/latest/abi-spec.html, section "Types". */
const elementary = String.raw`(?:u?int(?:8|16|24|32|40|48|56|64|72|80|88|96|104|112|120|128|136|144|152|160|168|176|184|192|200|208|216|224|232|240|248|256)?|bytes(?:[1-9]|[12]\d|3[0-2])?|address|bool|string|function|tuple)`;
const typePattern = new RegExp(String.raw`^${elementary}(?:\[\d*\])*$`);

interface Parameter {
  readonly type: string;
  readonly name?: string | undefined;
  readonly components?: readonly Parameter[] | undefined;
}

const parameterShape = {
  type: z.string().regex(typePattern, "is no type of the ABI, such as bytes32, string or tuple[]"),
  name: z.string().optional(),
  get components() {
    return z.array(parameter).optional();
  },
};
const parameter: z.ZodType<Parameter> = z.object(parameterShape);
const mutabilities = ["pure", "view", "nonpayable", "payable"] as const;

const jsonEvent = z.object({
  type: z.literal("event"),
  name: z.string().min(1),
  inputs: z.array(z.object({ ...parameterShape, indexed: z.boolean().optional() })).default([]),
  anonymous: z.boolean().optional(),
});
const jsonFunction = z.object({
  type: z.literal("function"),
  name: z.string().min(1),
  inputs: z.array(parameter).default([]),
  outputs: z.array(parameter).default([]),
  stateMutability: z.enum(mutabilities).optional(),
  /** Of compilers before 0.5. */
  constant: z.boolean().optional(),
});
const jsonOther = z.object({ type: z.enum(["constructor", "error", "fallback", "receive"]) });

/** One item of a JSON ABI, as compilers and explorers write it; members that say nothing of its form are left out. */
export const jsonAbiItem = z.discriminatedUnion("type", [jsonEvent, jsonFunction, jsonOther], {
  error: "is no item of an ABI: a signature such as \"event ModelAdded(bytes32 indexed modelId, string name)\", or an object with type event or function",
});

export interface ReadAbi {
  readonly events: readonly AbiEvent[];
  readonly functions: readonly AbiFunction[];
}

/**
 * Reads an ABI of human-readable signatures and JSON items.
 *
 * @throws {ExpressionError} a signature that cannot be read, or one event in two forms.
 */
export function readAbi(items: readonly (string | z.output<typeof jsonAbiItem>)[]): ReadAbi {
  const signatures = parsedSignatures(items.filter((item) => typeof item === "string"));
  const json = items.flatMap((item) => (typeof item === "string" ? [] : jsonItem(item)));
  const distinct = new Map<string, AbiEvent | AbiFunction>();
  for (const item of [...signatures.filter((each) => each.type === "event" || each.type === "function"), ...json]) {
    const name = `${item.type} ${formatAbiItem(item)}`;
    const before = distinct.get(name);
    if (before !== undefined && topicsOf(before) !== topicsOf(item)) throw new ExpressionError(`has ${name} twice, with other arguments indexed; keep the one of the contract`);
    if (before === undefined) distinct.set(name, item);
  }
  const all = [...distinct.values()];
  return { events: all.filter((item) => item.type === "event"), functions: all.filter((item) => item.type === "function") };
}

function parsedSignatures(signatures: readonly string[]) {
  if (signatures.length === 0) return [];
  try {
    return parseAbi(signatures);
  } catch (error) {
    const details = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new ExpressionError(`cannot be read: ${details} Write signatures as in Solidity, such as "event ModelAdded(bytes32 indexed modelId, string name)".`);
  }
}

function jsonItem(item: z.output<typeof jsonAbiItem>): readonly (AbiEvent | AbiFunction)[] {
  switch (item.type) {
    case "event":
      // Without the hash of its signature there is no telling an anonymous event from others.
      return item.anonymous === true ? [] : [{ type: "event", name: item.name, inputs: item.inputs.map(({ indexed = false, ...input }) => ({ ...abiParameter(input), indexed })) }];
    case "function": {
      const { constant = false, stateMutability = constant ? "view" : "nonpayable" } = item;
      return [{ type: "function", name: item.name, inputs: item.inputs.map(abiParameter), outputs: item.outputs.map(abiParameter), stateMutability }];
    }
    default:
      return [];
  }
}

/** `uint` and `int` are other names of the widest. */
function abiParameter({ type, name, components }: Parameter): AbiFunction["inputs"][number] {
  const canonical = type.replace(/^(u?int)(?=\[|$)/, "$1256");
  return { type: canonical, ...(name === undefined ? {} : { name }), ...(components === undefined ? {} : { components: components.map(abiParameter) }) };
}

function topicsOf(item: AbiEvent | AbiFunction): string {
  return item.type === "event" ? item.inputs.map((input) => (input.indexed === true ? "1" : "0")).join("") : "";
}
