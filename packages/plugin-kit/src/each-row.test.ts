import { expect, it } from "vitest";
import { eachRow } from "./each-row.ts";
import { SourceError } from "./source-error.ts";
import { testContext } from "./testing/test-context.ts";

const fails = async (code: "BAD_RESPONSE" | "UNAUTHORIZED" | "UNREACHABLE") => await Promise.reject<object>(new SourceError(code, `fails with ${code}`));
const unused: typeof globalThis.fetch = () => Promise.reject(new Error("nothing is asked"));

it("drops what is wrong with its reason, and gives the others", async () => {
  const context = testContext({ fetch: unused });
  const rows = eachRow(context);
  expect(await rows.read("a", Promise.resolve({ name: "a" }))).toEqual({ name: "a" });
  expect([await rows.read("b", Promise.resolve("it is no model")), await rows.read("c", Promise.resolve(undefined)), rows.isWhole]).toEqual([undefined, undefined, true]);
  expect([await rows.read("d", fails("BAD_RESPONSE")), rows.isWhole]).toEqual([undefined, false]);
  expect(context.drops).toEqual([
    { nativeId: "b", reason: "it is no model" }, { nativeId: "c", reason: "the service names it and does not have it" }, { nativeId: "d", reason: "fails with BAD_RESPONSE" },
  ]);
});

it("tolerates what it is told to, and throws the rest", async () => {
  const context = testContext({ fetch: unused });
  const rows = eachRow(context);
  expect([await rows.read("a", fails("UNAUTHORIZED"), ["UNAUTHORIZED"]), rows.isWhole]).toEqual([undefined, false]);
  await expect(rows.read("b", fails("BAD_RESPONSE"), [])).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  await expect(rows.read("c", fails("UNREACHABLE"))).rejects.toMatchObject({ code: "UNREACHABLE" });
  await expect(rows.read("d", Promise.reject(new TypeError("a fault")))).rejects.toBeInstanceOf(TypeError);
  await expect(eachRow({ ...context, signal: AbortSignal.abort() }).read("e", fails("BAD_RESPONSE"))).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  expect(context.drops.map(({ nativeId }) => nativeId)).toEqual(["a"]);
});
