import { pickleOpcode } from "./opcodes.ts";
import type { PickleOpcode } from "./opcodes.ts";
import { argumentOf } from "./pickle-argument.ts";
import type { Argument } from "./pickle-argument.ts";
import { decodeText, utf8 } from "./pickle-text.ts";
import type { PickleText } from "./pickle-text.ts";
import { symbolicStack, unknownValue } from "./symbolic-stack.ts";
import type { SymbolicStack, SymbolicValue } from "./symbolic-stack.ts";

/** Something that a pickle imports, by its own words. */
export interface PickleImport {
  readonly module: string;
  readonly name: string;
  /** Where the opcode stands. */
  readonly offset: number;
}

/** An import of which only running the pickle would say what it is. */
export interface ComputedImport {
  readonly opcode: string;
  readonly offset: number;
}

/** What may still be walked; shared by all pickles of a file. */
export interface WalkBudget {
  opcodes: number;
  /** Different imports: pairs of a few words that a pickle repeats would otherwise fill the memory. */
  imports: number;
}

/** What one pickle says, from its first opcode to its STOP or to where it could be read no further. */
export interface PickleWalk {
  /** Each once. */
  readonly imports: readonly PickleImport[];
  /** The first thousand. */
  readonly computed: readonly ComputedImport[];
  /** Imports whose own attributes a BUILD sets. */
  readonly altered: readonly PickleImport[];
  /** Strings and bytes that are long enough to be a pickle that imports something. */
  readonly texts: readonly PickleText[];
  /** Opcodes that call something: REDUCE, NEWOBJ, NEWOBJ_EX, OBJ, INST, BUILD. */
  readonly calls: number;
  readonly opcodes: number;
  /** First byte behind what was walked. */
  readonly end: number;
  /** Whether its STOP was reached. */
  readonly stopped: boolean;
  /** A clause: the first thing at which an unpickler would fail, or why walking ended before STOP. */
  readonly problem?: string;
  /** Whether walking ended because the bytes did, or what the budget allows. */
  readonly endedBy?: "bytes" | "budget";
}

export interface WalkOptions {
  /** Where the pickle begins. @default 0 */
  readonly start?: number;
  readonly budget: WalkBudget;
  /** Whether to end at the first thing at which an unpickler would fail; otherwise only where the next opcode cannot be found. @default false */
  readonly strict?: boolean;
}

/** Shortest pickle that imports something: `c`, two lines of one letter, `.` */
export const shortestImporting = 6;
const mostComputed = 1000;
/** No module or name is longer; a pickle may use one long string for any number of imports, each of which would have to be decoded. */
const longestName = 512;

/** The class of joblib behind whose state the raw bytes of an array stand, in the midst of the pickle (`NumpyUnpickler.load_build` in joblib's `numpy_pickle.py`). */
const joblibArray = "joblib.numpy_pickle.NumpyArrayWrapper";

/** Walks over the opcodes of one pickle, with symbols on the stack. Runs nothing, and throws nothing whatever the bytes are. */
export function walkPickle(bytes: Uint8Array, { start = 0, budget, strict = false }: WalkOptions): PickleWalk {
  const stack = symbolicStack();
  const imports = new Map<string, PickleImport>();
  const altered = new Map<string, PickleImport>();
  const computed: ComputedImport[] = [];
  const texts: PickleText[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let calls = 0;
  let opcodes = 0;
  let at = start;
  let problem: string | undefined;
  let fatal = false;
  const fail = (text: string): void => {
    problem ??= text;
  };
  const ended = (more: Partial<Pick<PickleWalk, "stopped" | "endedBy">> = {}): PickleWalk => ({
    imports: [...imports.values()], computed, altered: [...altered.values()], texts, calls, opcodes, end: at, stopped: false, ...more, ...(problem === undefined ? {} : { problem }),
  });

  for (;;) {
    if (strict && fatal) return ended();
    const offset = at;
    if (offset >= bytes.byteLength) {
      fail("it ends without a STOP");
      return ended({ endedBy: "bytes" });
    }
    if (budget.opcodes <= 0 || budget.imports <= 0) {
      fail(`from byte ${offset} on there are more opcodes or imports than are looked at`);
      return ended({ endedBy: "budget" });
    }
    const opcode = pickleOpcode(bytes[offset] ?? 0);
    if (opcode === undefined) {
      fail(`byte ${offset} is no opcode`);
      return ended();
    }
    budget.opcodes -= 1;
    opcodes += 1;
    const argument = argumentOf(bytes, view, offset + 1, opcode.argument);
    if (typeof argument === "string") {
      fail(`${opcode.name} at byte ${offset} ${argument}`);
      return ended({ endedBy: "bytes" });
    }
    at = argument.end;
    const step = take(opcode, { stack, bytes, view, argument, offset });
    if (step.problem !== undefined) fail(step.problem);
    fatal ||= (step.problem !== undefined && step.tolerated !== true) || stack.underflow;
    if (step.text !== undefined && step.text.end - step.text.start >= shortestImporting) texts.push(step.text);
    if (step.computed === true && computed.length < mostComputed) computed.push({ opcode: opcode.name, offset });
    if (step.altered !== undefined) altered.set(keyOf(step.altered), { ...step.altered, offset });
    if (step.import !== undefined && !imports.has(keyOf(step.import))) {
      imports.set(keyOf(step.import), step.import);
      budget.imports -= 1;
    }
    if (step.call === true) calls += 1;
    if (stack.underflow) fail(`${opcode.name} at byte ${offset} takes more than there is`);
    if (opcode.name === "STOP") return ended({ stopped: true });
    if (step.rawData === true) {
      fail(`raw data of an array follow at byte ${at}, and what is behind them is not read`);
      return ended();
    }
  }
}

interface StepInput {
  readonly stack: SymbolicStack;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly argument: Argument;
  readonly offset: number;
}

/** What one opcode brings to light. */
interface Step {
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

const forms: Readonly<Record<string, PickleText["form"]>> = {
  STRING: "quoted", BINSTRING: "latin1", SHORT_BINSTRING: "latin1", UNICODE: "escaped", BINUNICODE: "utf8", SHORT_BINUNICODE: "utf8", BINUNICODE8: "utf8",
  BINBYTES: "bytes", SHORT_BINBYTES: "bytes", BINBYTES8: "bytes", BYTEARRAY8: "bytes",
};

function take(opcode: PickleOpcode, input: StepInput): Step {
  const { stack, bytes, view, argument, offset } = input;
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
      const module = utf8(bytes.subarray(argument.from, argument.to));
      const name = utf8(bytes.subarray(argument.second?.from ?? 0, argument.second?.to ?? 0));
      return imported(opcode.name, stack, { module, name, offset });
    }
    case "STACK_GLOBAL": {
      const [name, module] = [stack.pop(), stack.pop()];
      return imported(opcode.name, stack, { module: textOf(module, bytes), name: textOf(name, bytes), offset });
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

function keyOf({ module, name }: { readonly module: string; readonly name: string }): string {
  return `${module}\0${name}`;
}

function textOf(value: SymbolicValue, bytes: Uint8Array): string | undefined {
  return value.kind === "text" && value.end - value.start <= longestName ? decodeText(value, bytes) : undefined;
}

function made(stack: SymbolicStack, by: SymbolicValue | undefined): Step {
  stack.push(by?.kind === "import" ? { kind: "made", by: `${by.module}.${by.name}` } : { kind: "made" });
  return { call: true };
}
