import { mayRunForeignCode } from "@modeldex/plugin-kit";
import { expect, test } from "vitest";
import { compileFixture } from "../testing/compile.ts";

test("finds it in what solc makes, metadata and all", () => {
  const creation = (name: "ImplementationSlotProxy" | "OpenRegistry" | "RoleRegistry") => mayRunForeignCode(compileFixture(name).bytecode);
  expect([creation("ImplementationSlotProxy"), creation("OpenRegistry"), creation("RoleRegistry")]).toEqual([true, false, false]);
});
