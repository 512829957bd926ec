import { encodeAbiParameters, encodeEventTopics, parseAbi, toHex, type AbiParameter } from "viem";
import { expect, test } from "vitest";
import { compileMapping } from "../mapping/compile-mapping.ts";
import { mappingSchema } from "../mapping/mapping-schema.ts";
import type { Registry } from "../mapping/registry.ts";
import { compact, type History } from "./compaction.ts";
import { decodeLog, type Entry } from "./entries.ts";
import { folded, stateOf } from "./state.ts";

const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const events = {
  Made: "event Made(uint256 indexed id, string name)",
  Renamed: "event Renamed(uint256 indexed id, string name)",
  State: "event State(uint256 indexed id, string state)",
  Added: "event Added(uint256 indexed id, uint256 file, string text)",
  Sized: "event Sized(uint256 indexed id, uint256 file, string text)",
  Taken: "event Taken(uint256 indexed id, uint256 file, string text)",
  Version: "event Version(uint256 indexed id, uint256 version, string text)",
  Said: "event Said(uint256 indexed id, uint256 claim, string text)",
  Revoked: "event Revoked(uint256 indexed id, uint256 claim, string text)",
} as const;
type Name = keyof typeof events;

const compiled = compileMapping(
  mappingSchema.parse({
    id: "all",
    chainId: 1,
    address,
    startBlock: 0,
    abi: Object.values(events),
    key: { from: "args.id" },
    on: {
      Made: { op: "upsert", first: true, set: { name: "args.name", publisher: "args.name" } },
      Renamed: { op: "upsert", set: { name: "args.name", "extra.by": "args.name" } },
      State: { op: "status", value: { from: "args.state", table: { old: "DEPRECATED", new: "LISTED" } } },
      Added: { op: "file", id: "args.file", set: { sha256: "args.text" } },
      Sized: { op: "file", id: "args.file", set: { size: "args.text", url: "https://a.example/{args.text}" } },
      Taken: { op: "file", id: "args.file", removed: true },
      Version: [{ op: "version", version: "args.version", set: { description: "args.text" } }, { op: "upsert", set: { task: "args.text" } }],
      Said: { op: "claim", id: "args.claim", kindUri: "urn:x:said", statement: "args.text", issuer: address },
      Revoked: { op: "revoke", id: "args.claim" },
    },
  }),
);
if (!("registry" in compiled)) throw new Error(JSON.stringify(compiled.issues));
const registry: Registry = compiled.registry;

let seed = 20_261_126;
function random(below: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return (seed >>> 8) % below;
}

function logOf(name: Name, block: number, { number, text }: { readonly number: number; readonly text: string }): readonly Entry[] {
  const [abi] = parseAbi([events[name]]);
  const inputs: readonly AbiParameter[] = abi.inputs.slice(1);
  const data = encodeAbiParameters(inputs, inputs.length === 1 ? [text] : [BigInt(number), text]);
  const topics = encodeEventTopics({ abi: [abi], args: { id: 7n } }).filter((topic) => typeof topic === "string");
  const log = { address, topics, data, blockNumber: block, blockHash: toHex(block, { size: 32 }), transactionHash: toHex(block >> 1, { size: 32 }), logIndex: 0 } as const;
  return decodeLog(registry, log).flatMap((each) => ("entry" in each ? [each.entry] : []));
}

function randomHistory(length: number, of: { readonly ids: number; readonly begins: boolean }): readonly Entry[] {
  const names: readonly Name[] = ["Renamed", "State", "Added", "Sized", "Taken", "Version", "Said", "Revoked", "Said", "Added"];
  const texts = ["", "old", "new", "7", "ab".repeat(32), "draft"];
  return Array.from({ length }, (_, block) => {
    const name = of.begins && random(40) === 0 ? "Made" : (names[random(names.length)] ?? "Said");
    return logOf(name, block, { number: random(of.ids), text: texts[random(texts.length)] ?? "" });
  }).flat();
}

function nonEmpty(history: History): readonly [Entry, ...Entry[]] {
  const [first, ...others] = history;
  if (first === undefined) throw new Error("there is at least one");
  return [first, ...others];
}

test("keeps what decides the state of any history, and little more", () => {
  for (let round = 0; round < 120; round += 1) {
    const whole = nonEmpty(randomHistory(1 + random(120), { ids: 5, begins: true }));
    const kept = nonEmpty(compact(whole));
    expect(folded(kept, [])).toEqual(folded(whole, []));
    expect(kept.length).toBeLessThan(45);
  }
});

test("gives the same whatever parts of a history are compacted before, and in whatever order they come together", () => {
  for (let round = 0; round < 16; round += 1) {
    const whole = nonEmpty(randomHistory(200 + random(2_500), { ids: 20 + random(1_200), begins: round % 2 === 0 }));
    // Parts by block, as pages are; and by event within them, as filters are.
    const cut = random(whole.length);
    const claims = new Set(["Said", "Revoked"]);
    const parts = [whole.slice(0, cut), whole.slice(cut)].flatMap((part) => [part.filter(({ event }) => claims.has(event.abi.name)), part.filter(({ event }) => !claims.has(event.abi.name))]);
    const [a = [], b = [], c = [], d = []] = parts.map((part) => compact(part));
    const expected = stateOf(whole, []);
    expect(stateOf(nonEmpty([...compact([...a, ...b]), ...compact([...c, ...d])]), [])).toEqual(expected);
    expect(stateOf(nonEmpty(compact([...compact([...a, ...c]), ...compact([...b, ...d])])), [])).toEqual(expected);
  }
});

test("keeps the newest 200 of the versions and claims, and 2,000 of the files, and counts the other files and claims", () => {
  const text = "ab".repeat(32);
  const all = Array.from({ length: 2_500 }, (_, n) => [...logOf("Added", 3 * n, { number: n, text }), ...logOf("Said", 3 * n + 1, { number: n, text: `${n}` }), ...logOf("Version", 3 * n + 2, { number: n, text: `${n}` })]).flat();
  // Some of the old files were taken away at once, and are none that are left out.
  all.push(...Array.from({ length: 10 }, (_, n) => logOf("Taken", 3 * n, { number: n, text: "" })).flat());
  const again = logOf("Said", 9_000, { number: 3, text: "again" });
  const { files, claims, versions } = stateOf(nonEmpty([...compact(all), ...again]), []);
  expect([files.kept.length, files.more, files.kept[0]?.id, files.kept.at(-1)?.id]).toEqual([2_000, 490, "500", "2499"]);
  expect([claims.kept.length, claims.more, claims.kept[0]?.statement, claims.kept.at(-1)?.statement]).toEqual([200, 2_300, "again", "2301"]);
  expect([versions.length, versions[0], versions.at(-1)]).toEqual([200, "2300", "2499"]);
});

test("says of old claims that they may have been revoked when there were more revocations than are kept", () => {
  const claims = logOf("Said", 1, { number: 9_999, text: "first" });
  const revocations = Array.from({ length: 2_001 }, (_, n) => logOf("Revoked", 10 + n, { number: n, text: "" })).flat();
  const later = logOf("Said", 5_000, { number: 10_000, text: "second" });
  const state = stateOf(nonEmpty([...claims, ...compact([...revocations, ...later])]), []);
  expect(state.claims.kept.map(({ statement, revoked }) => [statement, revoked])).toEqual([["second", undefined], ["first", "unknown"]]);
});
