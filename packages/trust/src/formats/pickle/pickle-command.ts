import type { DecisivePickle } from "./decisive-pickle.ts";

/**
 * A command for sh that shows what the pickles in `FILE` import, by Python's own list of opcodes; it unpickles nothing. Opcodes are told without a
 * stack, so that a pickle at which `pickletools` would give up is shown to its end.
 *
 * No name out of the file stands in it, unless it is one that neither a shell nor a terminal nor unzip takes for anything else.
 */
export function pickleCommand({ of: { entry, index, reading }, nested }: DecisivePickle): string {
  const program = nested ? nestedOpcodes : opcodes;
  if (entry === undefined || index === undefined) return `python3 -c '${program}' FILE ${String(reading.pickles)} | ${imports}`;
  return `${unpacked(entry, index)} > member.pkl; python3 -c '${program}' member.pkl ${String(reading.pickles)} | ${imports}`;
}

/** Keeps what imports, and the strings before it that STACK_GLOBAL takes. */
const imports = 'grep -B5 -E "GLOBAL|INST|EXT[124]"';

/** Place, name and argument of each opcode of so many pickles one behind the other. */
const opcodes = 'import pickletools, sys; file = open(sys.argv[1], "rb"); [print(at, op.name, ascii(arg)[:200]) for _ in range(int(sys.argv[2])) for op, arg, at in pickletools.genops(file)]';

/** The same, and those of pickles within strings, with two blanks more before each. */
const nestedOpcodes = `import io, pickletools, sys
def show(file, blanks):
  for op, arg, at in pickletools.genops(file):
    print(blanks + str(at), op.name, ascii(arg)[:200])
    try:
      if isinstance(arg, (str, bytes, bytearray)): show(io.BytesIO(arg.encode("latin1") if isinstance(arg, str) else arg), blanks + "  ")
    except ValueError: pass
file = open(sys.argv[1], "rb")
for _ in range(int(sys.argv[2])): show(file, "")`;

function unpacked(entry: string, index: number): string {
  if (/^[\w.][\w./-]*$/.test(entry)) return `unzip -p FILE ${entry}`;
  return `python3 -c 'import sys, zipfile; zip = zipfile.ZipFile("FILE"); sys.stdout.buffer.write(zip.read(zip.infolist()[${String(index)}]))'`;
}
