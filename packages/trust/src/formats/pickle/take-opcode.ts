import type { PickleOpcode } from "./opcodes.ts";
import type { Argument } from "./pickle-argument.ts";
import { decodeText, utf8 } from "./pickle-text.ts";
import type { PickleText } from "./pickle-text.ts";
import { unknownValue } from "./symbolic-stack.ts";
import type { SymbolicStack, SymbolicValue } from "./symbolic-stack.ts";

/** Something that a pickle imports, by its own words. */
export interface PickleImport {
  readonly module: string;
  readonly name: string;
  /** Where the opcode stands. */
  readonly offset: number;
}

/** What an opcode acts on, and where it stands. */
export interface StepInput {
  readonly stack: SymbolicStack;
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Names that were decoded, since a pickle may use one many times. */
  readonly decoded: Map<PickleText, string | undefined>;
  readonly argument: Argument;
  readonly offset: number;
}

/** What one opcode brings to light. */
export interface Step {
  readonly import?: PickleImport;
  readonly computed?: true;
  readonly altered?: { readonly module: string; readonly name: string };
  readonly text?: PickleText;
  readonly call?: true;
  readonly rawData?: true;
  readonly problem?: string;
  /** Some unpicklers go on in spite of the problem. */
  readonly tolerated?: true;
}

/** No module or name is longer; a pickle may use one long string for any number of imports, each of which would have to be decoded. */
const longestName = 512;

/** The class of joblib behind whose state the raw bytes of an array stand, in the midst of the pickle (`NumpyUnpickler.load_build` in joblib's `numpy_pickle.py`). */
const joblibArray = "joblib.numpy_pickle.NumpyArrayWrapper";

const forms: Readonly<Record<string, PickleText["form"]>> = {
  STRING: "quoted", BINSTRING: "latin1", SHORT_BINSTRING: "latin1", UNICODE: "escaped", BINUNICODE: "utf8", SHORT_BINUNICODE: "utf8", BINUNICODE8: "utf8",
  BINBYTES: "bytes", SHORT_BINBYTES: "bytes", BINBYTES8: "bytes", BYTEARRAY8: "bytes",
};

/** Does to the stack what an opcode does, with symbols. */
export function takeOpcode(opcode: PickleOpcode, input: StepInput): Step {
  const { stack, bytes, view, decoded, argument, offset } = input;
  const form = forms[opcode.name];
  if (form !== undefined) {
    const text: PickleText = { kind: "text", form, start: argument.from, end: argument.to };
    stack.push(text);
    return { text };
  }
  switch (opcode.name) {
    case "MARK":
      stack.mark();
      return {};
    case "POP":
      stack.popOrMark();
      return {};
    case "DUP":
      stack.push(stack.top());
      return {};
    case "PUT":
    case "BINPUT":
    case "LONG_BINPUT":
    case "GET":
    case "BINGET":
    case "LONG_BINGET":
      return memoStep(opcode.name, input);
    case "MEMOIZE":
      stack.memoize();
      return {};
    case "PROTO":
      return (bytes[argument.from] ?? 0) > 5 ? { problem: `it is of protocol ${bytes[argument.from]}, which nobody knows` } : {};
    case "FRAME":
      return Number(view.getBigUint64(argument.from, true)) > bytes.byteLength - argument.end ? { problem: `the frame at byte ${offset} is longer than what follows`, tolerated: true } : {};
    case "GLOBAL":
    case "INST": {
      if (opcode.name === "INST") stack.popToMark();
      const module = utf8(bytes, argument.from, argument.to);
      const name = utf8(bytes, argument.second?.from ?? 0, argument.second?.to ?? 0);
      return imported(opcode.name, stack, { module, name, offset });
    }
    case "STACK_GLOBAL": {
      const [name, module] = [stack.pop(), stack.pop()];
      return imported(opcode.name, stack, { module: textOf(module, bytes, decoded), name: textOf(name, bytes, decoded), offset });
    }
    case "EXT1":
    case "EXT2":
    case "EXT4":
      stack.push(unknownValue);
      return { computed: true };
    case "REDUCE":
    case "NEWOBJ":
    case "NEWOBJ_EX": {
      for (let count = opcode.name === "NEWOBJ_EX" ? 2 : 1; count > 0; count--) stack.pop();
      return made(stack, stack.pop());
    }
    case "OBJ":
      return made(stack, stack.popToMark());
    case "BUILD": {
      stack.pop();
      const built = stack.top();
      if (built.kind === "import") return { call: true, altered: { module: built.module, name: built.name } };
      return built.kind === "made" && built.by === joblibArray ? { call: true, rawData: true } : { call: true };
    }
    default: {
      const { takes, puts } = opcode;
      if (typeof takes === "number") for (let count = takes; count > 0; count--) stack.pop();
      else {
        stack.popToMark();
        for (let count = takes.below; count > 0; count--) stack.pop();
      }
      if (puts === 1) stack.push(unknownValue);
      return {};
    }
  }
}

function memoStep(name: string, { stack, bytes, view, argument, offset }: StepInput): Step {
  const width = argument.to - argument.from;
  const key = name === "PUT" || name === "GET" ? decimal(Buffer.from(bytes.subarray(argument.from, argument.to)).toString("latin1")) : width === 1 ? view.getUint8(argument.from) : view.getUint32(argument.from, true);
  if (name === "PUT" || name === "BINPUT" || name === "LONG_BINPUT") {
    if (key === undefined) return { problem: `${name} at byte ${offset} has no number` };
    stack.remember(key);
    return {};
  }
  if (key === undefined) {
    stack.push(unknownValue);
    return { problem: `${name} at byte ${offset} has no number` };
  }
  return stack.recall(key) ? {} : { problem: `${name} at byte ${offset} asks for what was never put in the memo` };
}

/** A number as `int()` of Python reads it: blanks around it and single `_` between digits count for nothing. */
function decimal(text: string): number | undefined {
  if (!/^\s*\+?\d+(?:_\d+)*\s*$/.test(text)) return undefined;
  const value = Number(text.replaceAll("_", ""));
  return Number.isSafeInteger(value) ? value : undefined;
}

function imported(opcode: string, stack: SymbolicStack, { module, name, offset }: { readonly module: string | undefined; readonly name: string | undefined; readonly offset: number }): Step {
  const call = opcode === "INST" ? { call: true as const } : {};
  if (module === undefined || name === undefined) {
    stack.push(unknownValue);
    return { computed: true, ...call };
  }
  stack.push(opcode === "INST" ? { kind: "made", by: `${module}.${name}` } : { kind: "import", module, name });
  return { import: { module, name, offset }, ...call };
}

function textOf(value: SymbolicValue, bytes: Buffer, decoded: Map<PickleText, string | undefined>): string | undefined {
  if (value.kind !== "text" || value.end - value.start > longestName) return undefined;
  if (!decoded.has(value)) decoded.set(value, decodeText(value, bytes));
  return decoded.get(value);
}

function made(stack: SymbolicStack, by: SymbolicValue | undefined): Step {
  stack.push(by?.kind === "import" ? { kind: "made", by: `${by.module}.${by.name}` } : { kind: "made" });
  return { call: true };
}
