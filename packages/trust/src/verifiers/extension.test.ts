import type { ClaimOf } from "@modeldex/schema";
import { expect, it } from "vitest";
import { listing, tools } from "../../test/subjects.ts";
import { extension } from "./extension.ts";

const subject = { listing: listing("hf:a/b"), others: [] };
const claim = (value: unknown): ClaimOf<"EXTENSION"> => ({ kind: "EXTENSION", statement: `It is ${String(value)}.`, facts: { kindUri: "https://kinds.example/energy", value }, evidence: [{ kind: "document", url: "https://a.example/" }] });

// There is nothing that could be verified, failed or unknown: what the kind means, only its plugin knows.
it.each([
  ["true", true],
  ["false", false],
])("leaves a claim the word of who states it, whatever it says: %s", async (text, value) => {
  expect(await extension.verify({ subject, claim: claim(value) }, tools())).toEqual([
    { kind: "EXTENSION", method: "source.statement/1", statement: `It is ${text}.`, status: "ASSERTED", effect: "NEUTRAL", evidence: [{ kind: "document", url: "https://a.example/" }] },
  ]);
});

it("finds nothing without a claim", async () => {
  expect(await extension.verify({ subject }, tools())).toEqual([]);
});
