import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const rows = [...readFileSync(new URL("docs/mapping-features.md", root), "utf8").matchAll(/^\| ([^|]+) \| (src\/[^|]+\.test\.ts) \| ([^|]+) \|$/gm)].map(
  ([, feature = "", file = "", name = ""]) => ({ feature, file, name }),
);

/** What issue 4 asks of a mapping, and keys of several values, which a contract of versions needs. */
const asked = [
  "events that make or change an entry", "status by events", "status machine by a table", "child events for files", "versions", "claims by events, with their issuer",
  "claims from another contract", "revocation of a claim", "several rules for one event, each with its condition", "view reads with the key as argument",
  "view reads with arguments of the event", "enumeration by a list of keys", "enumeration by count and item", "enumeration by pages",
  "texts recovered from calldata, checked against the topic", "overloaded functions and events", "two id spaces in one contract",
  "nothing indexed, keys that are texts", "numeric keys, also 0", "hex keys", "keys of several values", "enum tables, scaled decimals", "decimals that are another argument", "unix times",
  "bytes32 as text", "bytes32 as CID", "values above 2^53", "bytes decoded by a schema", "off-chain documents", "computable keys", "proxies",
  "errors at start that name registry, path and ABI",
];

test("has one row for every feature", () => {
  expect(rows.map(({ feature }) => feature).toSorted()).toEqual(asked.toSorted());
});

test.each(rows)("$feature: the test that fails without it is there", ({ file, name }) => {
  const url = new URL(file, root);
  expect(existsSync(url)).toBe(true);
  const names = [...readFileSync(url, "utf8").matchAll(/\b(?:test|it)(?:\.each\([^]*?\))?\(\s*(["'`])((?:\\.|(?!\1)[^])*)\1/g)].map(([, , text = ""]) => text.replaceAll(/\\(.)/g, "$1"));
  expect(names).toContain(name);
});
