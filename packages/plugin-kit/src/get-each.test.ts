import { expect, it } from "vitest";
import { getEach } from "./get-each.ts";
import { SourceError } from "./source-error.ts";

const refs = ["acme/tiny", "acme/secret", "acme/none"].map((nativeId) => ({ nativeId }));
const secret = new SourceError("UNAUTHORIZED", "The hub refuses acme/secret.");
const get = async ({ nativeId }: { readonly nativeId: string }) => {
  if (nativeId === "acme/secret") throw secret;
  return nativeId === "acme/tiny" ? { nativeId, name: "tiny" } : undefined;
};

it("gives each answer in its place, a failure as what it is", async () => {
  expect(await getEach(refs, { signal: new AbortController().signal }, get)).toEqual([{ nativeId: "acme/tiny", name: "tiny" }, secret, undefined]);
});

it("throws what is no failure of a source, and everything once it is over", async () => {
  await expect(getEach(refs, { signal: new AbortController().signal }, async () => { throw new TypeError("a fault"); })).rejects.toThrow(new TypeError("a fault"));
  await expect(getEach(refs, { signal: AbortSignal.abort() }, get)).rejects.toBe(secret);
});
