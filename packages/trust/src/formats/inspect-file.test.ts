import { describe, expect, it } from "vitest";
import { bytesInMemory, type ByteSource } from "./byte-source.ts";
import { ggufFile } from "./fixtures/gguf-files.ts";
import { safetensorsFile, safetensorsWith } from "./fixtures/safetensors-files.ts";
import { ofUnknownSize } from "./fixtures/unknown-size.ts";
import { inspectFile, type PickleInspectors } from "./inspect-file.ts";
import type { FileInspection } from "./inspection.ts";
import { statedSizeSource } from "./stated-size.ts";

const safetensors = safetensorsFile([{ name: "a", length: 16 }]);
const gguf = ggufFile({});
const pickle = Buffer.from("\x80\x04N.", "latin1");
const zip = Buffer.from("PK\x03\x04 and so on");

/** Inspectors that tell what they were given. */
function inspectors(asPickle: FileInspection["outcome"] = "ONLY_KNOWN_IMPORTS"): PickleInspectors {
  const found = (format: FileInspection["format"], outcome: FileInspection["outcome"]): FileInspection =>
    outcome === "UNREAD" ? { outcome, unknownReason: "UNSUPPORTED_FORMAT", format, because: `${format} inspector`, found: [] } : { outcome, format, because: `${format} inspector`, found: [] };
  const whole = async (source: ByteSource): Promise<void> => void (await source.read(0, source.sizeBytes ?? 100));
  return {
    zip: async (source) => {
      await whole(source);
      return found("pickles in a zip", "ONLY_KNOWN_IMPORTS");
    },
    pickle: async (source) => {
      await whole(source);
      return found("pickle", asPickle);
    },
  };
}

async function told(path: string, bytes: Uint8Array, asPickle?: FileInspection["outcome"]): Promise<string> {
  const { outcome, format, promised } = await inspectFile(path, bytesInMemory(bytes), inspectors(asPickle));
  return `${outcome} ${format}${promised === undefined ? "" : `, promised ${promised}`}`;
}

describe("inspectFile", () => {
  const cases: readonly (readonly [string, string, Uint8Array, string])[] = [
    ["safetensors", "model.safetensors", safetensors, "SOUND safetensors"],
    ["GGUF", "model.gguf", gguf, "SOUND gguf"],
    ["a pickle", "model.pkl", pickle, "ONLY_KNOWN_IMPORTS pickle"],
    ["a zip of pickles", "pytorch_model.bin", zip, "ONLY_KNOWN_IMPORTS pickles in a zip"],
    ["an empty zip", "pytorch_model.bin", Buffer.from("PK\x05\x06"), "ONLY_KNOWN_IMPORTS pickles in a zip"],
    ["a pickle without a magic number", "model.pkl", Buffer.from("(dp0\n."), "ONLY_KNOWN_IMPORTS pickle"],
    ["HDF5", "model.h5", Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), "UNREAD hdf5"],
    ["ONNX", "model.onnx", Buffer.from("\x08\x07\x12", "latin1"), "UNREAD onnx"],
    ["TFLite", "model.tflite", Buffer.from("\x1c\0\0\0TFL3", "latin1"), "UNREAD not known"],
    ["something under no known name", "weights", Buffer.from("something"), "UNREAD not known"],
    ["an empty file", "model.h5", Buffer.alloc(0), "UNREAD not known"],
    ["a pickle that is named as safetensors", "model.safetensors", pickle, "ONLY_KNOWN_IMPORTS pickle, promised safetensors"],
    ["a zip that is named as safetensors", "model.safetensors", zip, "ONLY_KNOWN_IMPORTS pickles in a zip, promised safetensors"],
    ["GGUF that is named as safetensors", "model.safetensors", gguf, "SOUND gguf, promised safetensors"],
    ["safetensors that is named as GGUF", "model.gguf", safetensors, "SOUND safetensors, promised GGUF"],
    ["safetensors that is named as a pickle", "pytorch_model.bin", safetensors, "SOUND safetensors, promised a pickle"],
    ["a pickle that is named as ONNX", "model.onnx", pickle, "ONLY_KNOWN_IMPORTS pickle, promised ONNX"],
    ["a zip that is named as Keras and holds pickles", "model.keras", zip, "ONLY_KNOWN_IMPORTS pickles in a zip, promised Keras"],
    ["GGUF under no known name", "weights", gguf, "SOUND gguf"],
  ];
  it.each(cases)("takes %s for what its first bytes say", async (_name, path, bytes, expected) => {
    expect(await told(path, bytes)).toBe(expected);
  });

  it.each([
    ["a text that is no pickle", "MALFORMED" as const, "MALFORMED safetensors"],
    ["a text that could be a pickle and is not read", "UNREAD" as const, "MALFORMED safetensors"],
    ["a text that is a pickle", "DANGEROUS" as const, "DANGEROUS pickle, promised safetensors"],
  ])("tries %s under the name of safetensors", async (_name, asPickle, expected) => {
    expect(await told("model.safetensors", Buffer.from("cos\nsystem\n(S'id'\ntR."), asPickle)).toBe(expected);
  });

  it("takes what is no GGUF under the name of GGUF for broken", async () => {
    expect(await told("model.gguf", Buffer.from("<html>"))).toBe("MALFORMED gguf");
  });

  // A header of 640 bytes begins with 80 02, as a pickle of protocol 2 does.
  const both = safetensorsWith(`{${" ".repeat(638)}}`, 0);
  it.each([
    ["speaks against it as a pickle", "model.safetensors", "DANGEROUS" as const, "DANGEROUS pickle, promised safetensors"],
    ["is no pickle", "model.safetensors", "MALFORMED" as const, "SOUND safetensors"],
    ["imports what is known as a pickle", "model.safetensors", "ONLY_KNOWN_IMPORTS" as const, "SOUND safetensors"],
    ["is named as a pickle and imports what is on no list", "model.bin", "UNLISTED_IMPORTS" as const, "UNLISTED_IMPORTS pickle"],
  ])("asks both readers of a file that both could read, and that %s", async (_name, path, asPickle, expected) => {
    expect(both.subarray(0, 2)).toEqual(Buffer.from([0x80, 0x02]));
    expect(await told(path, both, asPickle)).toBe(expected);
  });

  it.each([["model.safetensors", safetensors], ["model.gguf", gguf], ["model.pkl", pickle], ["model.bin", zip]])("reads the beginning of %s once", async (path, bytes) => {
    const known = bytesInMemory(bytes);
    const unknown = ofUnknownSize(bytes);
    await inspectFile(path, known, inspectors());
    await inspectFile(path, unknown, inspectors());
    expect([known.reads, known.bytesRead, unknown.reads]).toEqual([1, bytes.byteLength, 1]);
  });

  it("says so when it may not read far enough", async () => {
    const source = bytesInMemory(Buffer.concat([gguf, Buffer.alloc(1_000_000)]), { maxBytes: 10, maxReads: 1 });
    expect(await inspectFile("model.gguf", source, inspectors())).toEqual({ outcome: "UNREAD", unknownReason: "NEEDS_BYTES", format: "not known", because: "more than 10 bytes of it would have to be read", found: [] });
  });

  it("leaves trouble of the source to whoever asked", async () => {
    const source: ByteSource = { bytesRead: 0, reads: 0, read: async () => Promise.reject(new Error("the source is down")) };
    await expect(inspectFile("model.gguf", source, inspectors())).rejects.toThrow("the source is down");
  });
});

describe("statedSizeSource", () => {
  const read = async (size: number, start: number, end: number): Promise<readonly [string, string | undefined]> => {
    const source = statedSizeSource(ofUnknownSize(Buffer.from("0123456789")), size);
    const bytes = await source.read(start, end);
    return [Buffer.from(bytes).toString(), source.contradiction];
  };
  it.each([
    ["a part", 10, 2, 4, ["23", undefined]],
    ["the end", 10, 8, 99, ["89", undefined]],
    ["beyond the end", 10, 10, 12, ["", undefined]],
    ["the end of a file that goes on", 9, 8, 99, ["8", "it goes on"]],
    ["a part of a file that goes on", 9, 2, 4, ["23", undefined]],
    ["the end of a file that ends before", 12, 8, 12, ["89", "it ends after 10 bytes"]],
    ["after the end of a file that ends before", 20, 12, 14, ["", "it ends before byte 13"]],
  ])("reads %s", async (_name, size, start, end, expected) => {
    expect(await read(size, start, end)).toEqual(expected);
  });
});
