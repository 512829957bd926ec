import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { bytesInMemory } from "./byte-source.ts";
import { arrayBytes, ggufFile, ggufString, stringValue } from "./fixtures/gguf-files.ts";
import { safetensorsWith } from "./fixtures/safetensors-files.ts";
import { zipOf } from "./fixtures/write-zip.ts";
import { inspectPickle, inspectZip } from "./inspect-pickles.ts";
import { inspectGguf } from "./gguf/inspect-gguf.ts";
import { inspectSafetensors } from "./safetensors/inspect-safetensors.ts";

/** How often something else had its turn while the work was done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let done = false;
  let turns = 0;
  const others = (async () => {
    while (!done) {
      await setImmediate();
      turns += 1;
    }
  })();
  await work;
  done = true;
  await others;
  return turns;
}

const times = (count: number, one: (index: number) => string, separator = ","): string => Array.from({ length: count }, (_, index) => one(index)).join(separator);

describe("a hostile file does not hold the process: others have their turn while it is read", () => {
  it.each([
    ["a pickle of a million opcodes", () => inspectPickle(bytesInMemory(Buffer.concat([Buffer.alloc(1_000_000, "N"), Buffer.from(".")]))), 100],
    ["twenty thousand pickles one behind the other", () => inspectPickle(bytesInMemory(Buffer.from("N.".repeat(20_000)))), 70],
    ["twenty thousand strings that are pickles", () => inspectPickle(bytesInMemory(Buffer.from("U\u0006ca\nb\n.".repeat(20_000), "latin1"))), 70],
    ["a pickle in a zip", () => inspectZip(bytesInMemory(zipOf([{ name: "a.pkl", bytes: Buffer.alloc(1_000_000, "N"), deflate: true }]))), 100],
    ["safetensors of a MB of one value", () => inspectSafetensors(bytesInMemory(safetensorsWith(`{"__metadata__":[${times(500_000, () => "1")}]}`, 0))), 14],
    ["safetensors of fifty thousand empty tensors", () => inspectSafetensors(bytesInMemory(safetensorsWith(`{${times(50_000, (index) => `"${String(index)}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`)}}`, 0))), 90],
    ["GGUF of half a million strings", () => inspectGguf(bytesInMemory(ggufFile({ values: [{ key: "a", type: 9, bytes: arrayBytes(8, Array.from({ length: 500_000 }, () => ggufString(""))) }] }))), 7],
    ["GGUF of twenty thousand values", () => inspectGguf(bytesInMemory(ggufFile({ values: Array.from({ length: 20_000 }, (_, index) => stringValue(String(index), "")) }))), 4],
    ["GGUF of ten templates", () => inspectGguf(bytesInMemory(ggufFile({ values: Array.from({ length: 10 }, (_, index) => stringValue(`tokenizer.chat_template.${String(index)}`, "{{ x }}")) }))), 10],
  ])("%s", async (_what, inspect, least) => {
    expect(await turnsDuring(inspect())).toBeGreaterThanOrEqual(least);
  });
});
