import { describe, expect, it } from "vitest";
import { bytesOfGib, memoryVariables, readMemoryInputs, withMemoryInputs } from "./memory-inputs.ts";

describe("memory inputs of an address", () => {
  it.each([
    ["", { contextTokens: 8192, haveGib: "" }],
    ["context=32768&memory=24", { contextTokens: 32_768, haveGib: "24" }],
    ["context=0&memory=0", { contextTokens: 8192, haveGib: "" }],
    ["context=1.5&memory=-3", { contextTokens: 8192, haveGib: "" }],
    ["context=100000001&memory=99999999", { contextTokens: 8192, haveGib: "" }],
    ["context=abc&memory=1e3", { contextTokens: 8192, haveGib: "" }],
    ["memory=7.5", { contextTokens: 8192, haveGib: "7.5" }],
  ])("reads %j", (address, inputs) => {
    expect(readMemoryInputs(new URLSearchParams(address))).toEqual(inputs);
  });

  it.each([
    ["24", 25_769_803_776],
    ["0.5", 536_870_912],
    ["7,5", 8_053_063_680],
    [" 8 ", 8_589_934_592],
    ["0", undefined],
    ["", undefined],
    ["eight", undefined],
    ["9999999", undefined],
  ])("reads %j GiB as %j bytes", (text, bytes) => {
    expect(bytesOfGib(text)).toBe(bytes);
  });

  it("keeps what else stands in the address, and leaves out what is usual", () => {
    const query = new URLSearchParams("policy=strict&context=4096&memory=24");
    expect(withMemoryInputs(query, { contextTokens: 8192 }).toString()).toBe("policy=strict&memory=24");
    expect(withMemoryInputs(query, { haveGib: "" }).toString()).toBe("policy=strict&context=4096");
    expect(withMemoryInputs(query, { haveGib: "80" }).toString()).toBe("policy=strict&context=4096&memory=80");
    expect(query.toString()).toBe("policy=strict&context=4096&memory=24");
  });

  it("asks the endpoint in tokens and bytes", () => {
    expect(memoryVariables({ contextTokens: 4096, haveGib: "" })).toEqual({ contextLength: 4096 });
    expect(memoryVariables({ contextTokens: 4096, haveGib: "1" })).toEqual({ contextLength: 4096, fitsIn: 1_073_741_824 });
  });
});
