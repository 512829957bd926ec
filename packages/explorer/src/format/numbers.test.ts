import { expect, it } from "vitest";
import { bytes, counted, duration, short, usd } from "./numbers.ts";

it.each([[8_030_261_248, "8.03 B"], [999, "999"], [999_950, "1 M"], [137_022_720, "137 M"], [671_026_419_200, "671 B"], [1_000, "1 K"], [0, "0"], [1e12, "1 T"]])("writes %d as %s", (value, text) => {
  expect(short(value)).toBe(text);
});

it.each([[0, "0 bytes"], [1023, "1,023 bytes"], [4_920_734_272, "4.58 GiB"], [1024 ** 4, "1 TiB"]])("writes %d bytes as %s", (value, text) => {
  expect(bytes(value)).toBe(text);
});

it.each([[0.02, "$0.02"], [0.000125, "$0.000125"], [15, "$15.00"], [0, "$0.00"]])("writes %d dollars as %s", (value, text) => {
  expect(usd(value)).toBe(text);
});

it.each([[0, "0 seconds"], [59, "59 seconds"], [60, "1 minute"], [86_399, "23 hours"], [172_800, "2 days"]])("writes %d seconds as %s", (value, text) => {
  expect(duration(value)).toBe(text);
});

it("counts one and many", () => {
  expect([counted(1, "listing"), counted(0, "listing"), counted(1200, "entry", "entries")]).toEqual(["1 listing", "0 listings", "1,200 entries"]);
});
