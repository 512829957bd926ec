import { expect, test } from "vitest";
import { compileFixture, fixtureNames } from "./compile.ts";

test.each(fixtureNames())("%s.sol has a contract of its name that can be deployed", (name) => {
  const { abi, bytecode } = compileFixture(name);
  expect(bytecode).toMatch(/^0x[0-9a-f]{100,}$/);
  expect(abi.length).toBeGreaterThan(0);
});

test("says which file is not there", () => {
  expect(() => compileFixture("NoSuchRegistry")).toThrow("NoSuchRegistry.sol");
});
