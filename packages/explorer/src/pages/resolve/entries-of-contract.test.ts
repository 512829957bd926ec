import { expect, it } from "vitest";
import { chainWords } from "../../words/chains.ts";
import { asksWhetherSame, entriesOfContract } from "./entries-of-contract.ts";
import type { EntryFacts } from "./entries-of-contract.ts";

const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const entry = (id: string, at = address): EntryFacts => ({ key: `onchain:eip155:31337:${at}/${id}`, source: { kind: "onchain" }, link: { kind: "LEADING", relation: "REGISTERED" } });
const repository: EntryFacts = { key: "hf:a/b", source: { kind: "huggingface" }, link: { kind: "LEADING", relation: "SAME_WEIGHTS" } };

it("takes an address, in any case and with its chain, for a contract when all that it fits are its entries", () => {
  const expected = { chainIds: ["31337"], count: 2 };
  for (const text of [address, address.toLowerCase(), ` eip155:31337:${address} `]) expect(entriesOfContract(text, [entry("0x1"), entry("0x2")])).toEqual(expected);
});

it("takes no other text for a contract, and no address that fits something else besides", () => {
  expect(entriesOfContract("llama", [entry("0x1")])).toBeUndefined();
  expect(entriesOfContract(address, [])).toBeUndefined();
  expect(entriesOfContract(address, [entry("0x1"), null])).toBeUndefined();
  expect(entriesOfContract(address, [entry("0x1"), repository])).toBeUndefined();
  expect(entriesOfContract(address, [entry("0x1", "0x0165878A594ca255338adfa4d48449f69242Eb8F")])).toBeUndefined();
});

it("asks whether it is the same of entries and of joined listings, not of a model's leading listing elsewhere", () => {
  expect(asksWhetherSame(entry("0x1"))).toBe(true);
  expect(asksWhetherSame({ ...repository, link: { kind: "NAME_AND_PUBLISHER", relation: "HOSTED" } })).toBe(true);
  expect(asksWhetherSame(repository)).toBe(false);
});

it("names the chains that are known, and no other", () => {
  expect(chainWords("31337")).toContain("local test chain");
  expect(chainWords("8453")).toBe("chain 8453, Base");
  expect(chainWords("999")).toBe("chain 999");
  expect(chainWords("constructor")).toBe("chain constructor");
});
