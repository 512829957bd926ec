import { describe, expect, it } from "vitest";
import { bytesInMemory, type ByteSource } from "../byte-source.ts";
import { arrayBytes, arrayValue, ggufFile, ggufString, stringValue, u32, u32Value, u64, type MadeGguf } from "../fixtures/gguf-files.ts";
import { ofUnknownSize } from "../fixtures/unknown-size.ts";
import { inspectGguf } from "./inspect-gguf.ts";
import { readGgufHeader } from "./read-header.ts";

const tensor = { name: "output.weight", shape: [32, 2], type: 0, offset: 0 };
const second = { name: "b", shape: [32], type: 0, offset: 256 };
const llama = stringValue("general.architecture", "llama");

function withTemplate(template: string, key = "tokenizer.chat_template"): MadeGguf {
  return { values: [llama, stringValue(key, template)], tensors: [tensor], valueBytes: 256 };
}

async function outcome(made: MadeGguf | Uint8Array, read: (bytes: Uint8Array) => ByteSource = bytesInMemory): Promise<string> {
  const { outcome: found, because } = await inspectGguf(read(made instanceof Uint8Array ? made : ggufFile(made)));
  return `${found}: ${because}`;
}

const sound = "SOUND: it is a GGUF file, its header of 1 tensor is in order, and it has no chat template";

describe("inspectGguf", () => {
  const cases: readonly (readonly [string, MadeGguf | Uint8Array, string])[] = [
    ["one tensor", { values: [llama], tensors: [tensor], valueBytes: 256 }, sound],
    ["version 2", { version: 2, values: [llama], tensors: [tensor], valueBytes: 256 }, sound],
    ["twin: version 1", { version: 1 }, "UNREAD: it is GGUF of version 1; 2 and 3 are read here"],
    ["twin: version 4", { version: 4 }, "UNREAD: it is GGUF of version 4; 2 and 3 are read here"],
    ["twin: version 3 in big-endian", { version: 0x0300_0000 }, "UNREAD: it is a big-endian GGUF file, which is not read here"],
    ["another magic number", Buffer.from("GGML\u0003\0\0\0"), "MALFORMED: it does not begin with GGUF"],
    ["twin: one byte of values less", { values: [llama], tensors: [tensor], valueBytes: 255 }, "MALFORMED: its header describes 384 bytes, and the file has 383"],
    ["no tensors", { values: [llama] }, "SOUND: it is a GGUF file, its header of 0 tensors is in order, and it has no chat template"],
    ["two tensors", { tensors: [tensor, second], valueBytes: 384 }, "SOUND: it is a GGUF file, its header of 2 tensors is in order, and it has no chat template"],
    ["twin: two that overlap", { tensors: [tensor, { ...second, offset: 224 }], valueBytes: 384 }, 'MALFORMED: the tensor "b" begins at byte 224 of the values, within another tensor'],
    ["twin: one that is not aligned", { tensors: [tensor, { ...second, offset: 260 }], valueBytes: 512 }, 'MALFORMED: the tensor "b" begins at byte 260 of the values, which is no multiple of 32'],
    ["twin: two of one name", { tensors: [tensor, { ...second, name: "output.weight" }], valueBytes: 384 }, 'MALFORMED: it has the tensor "output.weight" twice'],
    ["an alignment of 64", { values: [u32Value("general.alignment", 64)], tensors: [{ ...tensor, offset: 64 }], alignment: 64, valueBytes: 320 }, sound],
    ["twin: an offset for 32", { values: [u32Value("general.alignment", 64)], tensors: [{ ...tensor, offset: 32 }], alignment: 64, valueBytes: 320 }, 'MALFORMED: the tensor "output.weight" begins at byte 32 of the values, which is no multiple of 64'],
    ["an alignment of 0", { values: [u32Value("general.alignment", 0)] }, "MALFORMED: its general.alignment is 0, which is no power of two"],
    ["an alignment of 48", { values: [u32Value("general.alignment", 48)] }, "MALFORMED: its general.alignment is 48, which is no power of two"],
    ["an alignment that is a text", { values: [stringValue("general.alignment", "32")] }, "MALFORMED: its general.alignment is no 32-bit number"],
    ["blocks of a quantized type", { tensors: [{ ...tensor, shape: [256, 2], type: 12 }], valueBytes: 288 }, sound],
    ["twin: half a block", { tensors: [{ ...tensor, shape: [128, 4], type: 12 }], valueBytes: 288 }, 'MALFORMED: the rows of the tensor "output.weight" are no whole number of blocks of Q4_K'],
    ["a type that ggml has dropped", { tensors: [{ ...tensor, type: 4 }], valueBytes: 256 }, 'UNREAD: the tensor "output.weight" has the type 4, which is not known here'],
    ["five dimensions", { tensors: [{ ...tensor, shape: [1, 1, 1, 1, 1] }] }, 'MALFORMED: the tensor "output.weight" has 5 dimensions'],
    ["more elements than can be counted", { tensors: [{ ...tensor, shape: [2n ** 40n, 2n ** 40n] }] }, 'MALFORMED: the tensor "output.weight" has more elements than can be counted'],
    ["an offset beyond what can be counted", { tensors: [{ ...tensor, offset: Number.MAX_SAFE_INTEGER - 31 }] }, 'MALFORMED: the tensor "output.weight" has more elements than can be counted'],
    ["a name of 64 bytes", { tensors: [{ ...tensor, name: "n".repeat(64) }], valueBytes: 256 }, sound],
    ["twin: of 65", { tensors: [{ ...tensor, name: "n".repeat(65) }], valueBytes: 256 }, "MALFORMED: the name of a tensor at byte 24 of its header has 65 bytes"],
    ["a name with a zero byte", { tensors: [{ ...tensor, name: "a\0b" }], valueBytes: 256 }, String.raw`MALFORMED: the tensor name "a\u0000b" has a zero byte`],
    ["a key that stands twice", { values: [llama, llama] }, 'MALFORMED: it has the key "general.architecture" twice'],
    ["a key with a zero byte", { values: [stringValue("tokenizer.chat_template\0x", "{{ ''.__class__ }}")] }, String.raw`MALFORMED: the key "tokenizer.chat_template\u0000x" has a zero byte`],
    ["an empty key", { values: [stringValue("", "x")] }, "MALFORMED: the key at byte 24 of its header has 0 bytes"],
    ["a value of a type that there is not", { values: [{ key: "a", type: 13, bytes: Buffer.alloc(8) }] }, 'MALFORMED: the value of "a" has the type 13, which there is not'],
    ["a bool", { values: [{ key: "a", type: 7, bytes: Buffer.of(1) }] }, "SOUND: it is a GGUF file, its header of 0 tensors is in order, and it has no chat template"],
    ["twin: a bool of 2", { values: [{ key: "a", type: 7, bytes: Buffer.of(2) }] }, 'MALFORMED: the value of "a" is 2, neither true nor false'],
    ["arrays in arrays", { values: [arrayValue("a", 9, [arrayBytes(8, [ggufString("x")]), arrayBytes(0, [Buffer.of(1)])])] }, "SOUND: it is a GGUF file, its header of 0 tensors is in order, and it has no chat template"],
    ["arrays nested deep", { values: [{ key: "a", type: 9, bytes: Buffer.concat(Array.from({ length: 20 }, () => Buffer.concat([u32(9), u64(1)]))) }] }, 'MALFORMED: the value of "a" is nested more than 8 deep'],
    ["an array of more strings than the file holds", { values: [{ key: "a", type: 9, bytes: Buffer.concat([u32(8), u64(1_000_000), ggufString("x")]) }] }, "MALFORMED: its header needs 66 bytes, and the file has 58"],
    ["an array of more numbers than any file holds", { values: [{ key: "a", type: 9, bytes: Buffer.concat([u32(10), u64(2n ** 52n)]) }] }, 'MALFORMED: the value of "a" has 4503599627370496 elements, more than any file holds'],
    ["a string longer than the file", { values: [{ key: "a", type: 8, bytes: u64(2_147_483_648) }] }, "MALFORMED: its header needs 2147483693 bytes, and the file has 45"],
    ["a string of the largest length", { values: [{ key: "a", type: 8, bytes: u64(0xffff_ffff_ffff_ffffn) }] }, "MALFORMED: the number at byte 37 of its header is larger than any file"],
    ["more tensors than the file holds", { tensorCount: 1_000_000n }, "MALFORMED: its header declares 1000000 tensors, more than its 24 bytes can hold"],
    ["more values than the file holds", { valueCount: 2n }, "MALFORMED: its header declares 2 key-value pairs, more than its 24 bytes can hold"],
    ["more tensors than are counted", { tensorCount: 2n ** 40n }, "MALFORMED: its header declares 1099511627776 tensors"],
    ["a chat template that is a number", { values: [u32Value("tokenizer.chat_template", 1)] }, 'MALFORMED: its "tokenizer.chat_template" is no text'],
    ["a chat template", withTemplate("{% for m in messages %}{{ '<|' + m['role'] + '|>' + m.content | trim }}{% endfor %}"), "SOUND: it is a GGUF file, its header of 1 tensor is in order, and nothing that a chat does not need was seen in its chat template"],
    ["twin: one that reaches into Python", withTemplate("{{ ''.__class__.__mro__[1].__subclasses__() }}"), "DANGEROUS: its chat template reaches for the inside of Python through __class__, __mro__, __subclasses__"],
    ["twin: a second template that does", withTemplate("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "tokenizer.chat_template.tool_use"), "DANGEROUS: its chat template reaches for the inside of Python through __init__, __globals__"],
    ["twin: the same as plain text", withTemplate("''.__class__.__mro__[1].__subclasses__()"), "SOUND: it is a GGUF file, its header of 1 tensor is in order, and nothing that a chat does not need was seen in its chat template"],
    ["twin: the same under a key that is no template", withTemplate("{{ ''.__class__ }}", "tokenizer.chat_templates"), sound],
    ["a template that uses what no chat needs", withTemplate("{{ messages | attr('role') }}"), "UNLISTED_IMPORTS: its chat template uses the filter attr, which no chat needs"],
    ["a dangerous template in a file that is not in order", { ...withTemplate("{{ x.__class__ }}"), valueBytes: 1 }, "DANGEROUS: its chat template reaches for the inside of Python through __class__"],
    ["twin: a harmless one", { ...withTemplate("{{ x }}"), valueBytes: 1 }, "MALFORMED: its header describes 448 bytes, and the file has 193"],
  ];
  it.each(cases)("%s", async (_name, made, expected) => {
    expect(await outcome(made)).toBe(expected);
  });

  it.each([["ends where it should", 256, sound], ["ends before", 255, "MALFORMED: its header describes 384 bytes, and the file ends before"]])("asks for the last byte of a file of no known size that %s", async (_name, valueBytes, expected) => {
    expect(await outcome({ values: [llama], tensors: [tensor], valueBytes }, ofUnknownSize)).toBe(expected);
  });

  const vocabulary = (tokens: number): MadeGguf => ({
    values: [arrayValue("tokenizer.ggml.tokens", 8, Array.from({ length: tokens }, (_, index) => ggufString(`token${String(index)}`))), stringValue("tokenizer.chat_template", "{{ x.__class__ }}")],
    tensors: [tensor],
    valueBytes: 256,
  });
  it.each([
    ["a small vocabulary", 1_000, "DANGEROUS", 1, 20_000],
    ["a vocabulary of a million bytes", 60_000, "DANGEROUS", 3, 1_200_000],
    ["one longer than may be read", 300_000, "UNREAD", 4, 4_194_304],
  ])("reads on for %s, in few steps", async (_name, tokens, expected, reads, mostBytes) => {
    const source = bytesInMemory(ggufFile(vocabulary(tokens)), { maxBytes: 4_718_592, maxReads: 6 });
    const { outcome: found } = await inspectGguf(source);
    expect([found, source.reads, source.bytesRead <= mostBytes]).toEqual([expected, reads, true]);
  });

  const templates = (count: number, last: string): MadeGguf => ({
    values: Array.from({ length: count }, (_, index) => stringValue(`tokenizer.chat_template.${String(index)}`, index === count - 1 ? last : "{{ x }}")),
  });
  it.each<readonly [string, MadeGguf, string]>([
    ["as many templates as are looked at", templates(16, "{{ x }}"), "SOUND: it is a GGUF file, its header of 0 tensors is in order, and nothing that a chat does not need was seen in its chat template"],
    ["twin: one more", templates(17, "{{ x }}"), "UNREAD: it has 17 chat templates, of which 16 are looked at"],
    ["twin: harm in the last that is looked at", templates(16, "{{ x.__class__ }}"), "DANGEROUS: its chat template reaches for the inside of Python through __class__"],
    ["more key-value pairs than are walked", { valueCount: 65_537n }, "UNREAD: its header declares 65537 key-value pairs, more than are looked at"],
    ["more tensors than are looked at", { tensorCount: 100_001n }, "UNREAD: its header names 100001 tensors, more than are looked at"],
  ])("looks at no more than it may: %s", async (_what, made, expected) => {
    expect(await outcome(made, ofUnknownSize)).toBe(expected);
  });

  it("hands on the header of a file that is in order, and the template of one that is not", async () => {
    const inspect = async (template: string) => {
      const { found, decisive, reproduce } = await inspectGguf(bytesInMemory(ggufFile(withTemplate(template))));
      return { found, reproduce, decisive: Buffer.from(decisive ?? []).toString("latin1") };
    };
    const good = await inspect("{{ x }}");
    const bad = await inspect("{{ x['__cl' ~ 'ass__'] }}{{ x | attr('\\x5f_class__') }}");
    expect([good.found.slice(0, 3), good.reproduce, good.decisive.slice(0, 4)]).toEqual([["architecture llama", "1 tensor", "types F32"], "od -A d -t u8 -j 8 -N 16 FILE", "GGUF"]);
    expect(bad).toEqual({
      found: [
        "the text '__cl', a part of such a name at character 5 of tokenizer.chat_template", "the text 'ass__', a part of such a name at character 14 of tokenizer.chat_template",
        "the filter attr at character 32 of tokenizer.chat_template", "__class__ at character 37 of tokenizer.chat_template",
      ],
      decisive: "{{ x['__cl' ~ 'ass__'] }}{{ x | attr('\\x5f_class__') }}",
      reproduce: String.raw`grep -a -o -F ''\''\x5f_class__'\''' FILE`,
    });
  });
});

describe("readGgufHeader", () => {
  it("gives the tensors in the order of the header, and where their values begin", async () => {
    const { tensors, dataStart, version, values } = await readGgufHeader(bytesInMemory(ggufFile({ values: [llama], tensors: [{ ...tensor, type: 14, shape: [256, 3] }, second], valueBytes: 1024 })));
    expect({ tensors, dataStart, version, architecture: values.architecture }).toEqual({
      version: 3, dataStart: 160, architecture: "llama",
      tensors: [{ name: "output.weight", dtype: "Q6_K", shape: [256, 3], start: 0, end: 630 }, { name: "b", dtype: "F32", shape: [32], start: 256, end: 384 }],
    });
  });
});
