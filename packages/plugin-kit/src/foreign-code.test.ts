import { expect, test } from "vitest";
import { mayRunForeignCode } from "./foreign-code.ts";

test.each([
  ["nothing", "0x", false],
  ["a DELEGATECALL", "0x5f5f5f5f5f5af4", true],
  ["a CALLCODE", "0x5f5f5f5f5f5f5af2", true],
  ["a SELFDESTRUCT", "0x5fff", true],
  ["the byte of one as data of PUSH1", "0x60f45000", false],
  ["the byte of one as data of PUSH32", `0x7f${"f4".repeat(32)}5000`, false],
  ["one behind the end of the code", "0x00f4", false],
  ["one behind a jump destination that follows the end", "0x005bf4", true],
  ["one behind what only looks like a jump destination, as data of a PUSH", "0x00615bf4f4", false],
  ["one behind a destination that the EVM sees, for all that stands before it", "0x0060005bf4", true],
  ["data of a PUSH that the code is too short for", "0x7ff4", false],
] as const)("finds in %s whether code of others may run", (_what, code, expected) => {
  expect(mayRunForeignCode(code)).toBe(expected);
});
