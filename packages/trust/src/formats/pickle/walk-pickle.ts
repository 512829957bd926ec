import type { WorkInPieces } from "../pieces.ts";
import { pickleOpcode } from "./opcodes.ts";
import { argumentOf } from "./pickle-argument.ts";
import type { PickleText } from "./pickle-text.ts";
import { symbolicStack } from "./symbolic-stack.ts";
import { takeOpcode } from "./take-opcode.ts";
import type { PickleImport } from "./take-opcode.ts";

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
  /** Walks, of what follows a pickle and of what strings hold. */
  walks: number;
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
/** Opcodes of one piece of work. */
const pieceOpcodes = 8192;

/** Walks over the opcodes of one pickle, with symbols on the stack. Runs nothing, and throws nothing whatever the bytes are. */
export function* walkPickle(file: Uint8Array, { start = 0, budget, strict = false }: WalkOptions): WorkInPieces<PickleWalk> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const stack = symbolicStack();
  const imports = importsByName();
  const decoded = new Map<PickleText, string | undefined>();
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
    imports: imports.all(), computed, altered: [...altered.values()], texts, calls, opcodes, end: at, stopped: false, ...more, ...(problem === undefined ? {} : { problem }),
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
    if (budget.opcodes % pieceOpcodes === 0) yield;
    const argument = argumentOf(bytes, view, offset + 1, opcode.argument);
    if (typeof argument === "string") {
      fail(`${opcode.name} at byte ${offset} ${argument}`);
      return ended({ endedBy: "bytes" });
    }
    at = argument.end;
    const step = takeOpcode(opcode, { stack, bytes, view, decoded, argument, offset });
    if (step.problem !== undefined) fail(step.problem);
    fatal ||= (step.problem !== undefined && step.tolerated !== true) || stack.underflow;
    if (step.text !== undefined && step.text.end - step.text.start >= shortestImporting) texts.push(step.text);
    if (step.computed === true && computed.length < mostComputed) computed.push({ opcode: opcode.name, offset });
    if (step.altered !== undefined) altered.set(keyOf(step.altered), { ...step.altered, offset });
    if (step.import !== undefined && imports.add(step.import)) budget.imports -= 1;
    if (step.call === true) calls += 1;
    if (stack.underflow) fail(`${opcode.name} at byte ${offset} takes more than there is`);
    if (opcode.name === "STOP") return ended({ stopped: true });
    if (step.rawData === true) {
      fail(`raw data of an array follow at byte ${at}, and what is behind them is not read`);
      return ended();
    }
  }
}

function keyOf({ module, name }: { readonly module: string; readonly name: string }): string {
  return `${module}\0${name}`;
}

/** Imports, each once. By two maps, as joining two long names for each of a million would take seconds. */
function importsByName(): { readonly add: (found: PickleImport) => boolean; readonly all: () => readonly PickleImport[] } {
  const modules = new Map<string, Map<string, PickleImport>>();
  const inOrder: PickleImport[] = [];
  return {
    all: () => inOrder,
    add: (found) => {
      const names = modules.get(found.module) ?? new Map<string, PickleImport>();
      if (names.has(found.name)) return false;
      modules.set(found.module, names.set(found.name, found));
      inOrder.push(found);
      return true;
    },
  };
}
