import { expect, it } from "vitest";
import { readRows } from "./read-rows.ts";
import { testContext } from "./testing/test-context.ts";
import { asString } from "./unknown-values.ts";

it("reads what is a row, and drops the others with what names them and why", () => {
  const context = testContext();
  const rows = [{ id: "a" }, { name: "x".repeat(300) }, { name: 7 }, "text", null, { id: "b" }];
  expect(readRows(rows, context, (row, drop) => asString(row.id) ?? drop(row.name, "it has no id"))).toEqual(["a", "b"]);
  expect(context.drops).toEqual(["x".repeat(200), "unknown", "unknown", "unknown"].map((nativeId) => ({ nativeId, reason: "it has no id" })));
});
