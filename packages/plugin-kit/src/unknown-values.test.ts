import { describe, expect, it } from "vitest";
import {
  asArray, asBoolean, asCount, asHttpUrl, asNumber, asOneOf, asRecord, asRoundedCount, asSha256, asString, asStrings, asTime, asUnixTime, someOf,
} from "./unknown-values.ts";

/** Of everything that JSON can hold, and more, what a reader lets through. */
const everything: readonly unknown[] = [undefined, null, "", " ", "a", "7", 0, 7, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, true, false, [], ["a"], {}, { a: 1 }, 7n];
const through = (read: (value: unknown) => unknown): readonly unknown[] => everything.filter((value) => read(value) !== undefined);

describe("readers of unknown values", () => {
  it("let through what is of their kind, unchanged", () => {
    expect(through(asString)).toEqual(["a", "7"]);
    expect(through(asNumber)).toEqual([0, 7, -1, 1.5, 2 ** 53]);
    expect(through(asCount)).toEqual([0, 7]);
    expect(through(asBoolean)).toEqual([true, false]);
    expect(through(asArray)).toEqual([[], ["a"]]);
    expect(through(asRecord)).toEqual([{}, { a: 1 }]);
    expect(through((value) => asOneOf(value, ["a", "b"]))).toEqual(["a"]);
    expect(through(asTime)).toEqual([]);
    expect(through(asHttpUrl)).toEqual([]);
    expect(through(asSha256)).toEqual([]);
    expect(through(asUnixTime)).toEqual([7, 1.5]);
  });

  it.each([
    ["118.7M", 118_700_000, 124_465_971], ["8.0B", 8e9, 8 * 1024 ** 3], ["334m", 334e6, 350_224_384], ["8.03 B", 8.03e9, 8_622_146_847], ["128K", 128_000, 131_072], ["1.5T", 1.5e12, 1.5 * 1024 ** 4], ["512", 512, 512], ["0K", 0, 0],
    ["many", undefined, undefined], ["1.2.3M", undefined, undefined], ["-5M", undefined, undefined], ["4.9GB", undefined, undefined], ["9999999999T", undefined, undefined], ["", undefined, undefined], [7, undefined, undefined],
  ])("read the rounded count %j", (value, expected, inUnitsOf1024) => {
    expect([asRoundedCount(value), asRoundedCount(value, 1_024)]).toEqual([expected, inUnitsOf1024]);
  });

  it("keep the texts of a list", () => {
    expect(asStrings(["a", 1, "", null, "b"])).toEqual(["a", "b"]);
    expect(asStrings("a")).toBe(undefined);
  });

  it.each([
    ["2024-07-18T08:56:00Z", "2024-07-18T08:56:00Z"],
    ["2024-07-18T08:56:00.000Z", "2024-07-18T08:56:00Z"],
    ["2024-07-18T08:56:00.125Z", "2024-07-18T08:56:00.125Z"],
    ["2024-07-18T08:56:00+02:00", "2024-07-18T06:56:00Z"],
    ["2024-07-18 08:56:00Z", "2024-07-18T08:56:00Z"],
    ["2024-07-18", "2024-07-18T00:00:00Z"],
    ["2024-02-29", "2024-02-29T00:00:00Z"],
    ["2023-02-29", undefined],
    ["2024-02-30T00:00:00Z", undefined],
    ["2024-13-01", undefined],
    ["2024-00-10", undefined],
    ["2024-07-18T25:00:00Z", undefined],
    ["2024-07-18T08:56:00", undefined],
    ["July 18, 2024", undefined],
    ["2024", undefined],
  ])("read the time %j as %j", (text, expected) => {
    expect(asTime(text)).toBe(expected);
  });

  it("read seconds since 1970, of which zero is none", () => {
    expect([asUnixTime(1_721_292_960), asUnixTime(0), asUnixTime(-5), asUnixTime(1e15)]).toEqual(["2024-07-18T08:56:00Z", undefined, undefined, undefined]);
  });

  it("read web addresses, without credentials in them", () => {
    expect(["https://hub.example/a b", "http://hub.example", "ftp://hub.example", "https://user:pw@hub.example", "javascript:alert(1)", "/a"].map(asHttpUrl)).toEqual([
      "https://hub.example/a b", "http://hub.example", undefined, undefined, undefined, undefined,
    ]);
  });

  it("read a sha256 in its usual spellings", () => {
    const hex = "AB".repeat(32);
    const digest = `sha256:${"ab".repeat(32)}`;
    expect([hex, `sha256:${hex}`, `0x${hex}`, hex.slice(1), `${hex}0`, `md5:${hex}`].map(asSha256)).toEqual([digest, digest, digest, undefined, undefined, undefined]);
  });

  it("keep of a list what is there, each once, and of a list without any nothing", () => {
    expect([someOf([undefined, "b", null, "a", "b"]), someOf([0, ""]), someOf([undefined]), someOf([])]).toEqual([["b", "a"], [0, ""], undefined, undefined]);
  });
});
