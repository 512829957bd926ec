import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controlAuthority, onchainRegistration } from "@modeldex/gateway";
import { huggingFace } from "@modeldex/source-hf";
import { onchain } from "@modeldex/source-onchain";
import type { Mapping } from "@modeldex/source-onchain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { HubModel, TestHub } from "./support/hub.ts";
import { safetensors } from "./support/safetensors.ts";
import { feedEnd, toldAfter, turnedBetween, verdictsOf, type Verdicts } from "./support/verdicts.ts";

const apache = readFileSync(new URL("../LICENSE", import.meta.url), "utf8");
const readme = (license: string): string => `---\nlicense: ${license}\n---\n\n# Chat\n\n## Intended use\n\nTalk.\n\n## Limitations\n\nIt is small.\n`;
const chat: HubModel = {
  id: "acme/chat", license: "apache-2.0", downloads: 900, lastModified: "2026-01-01T00:00:00.000Z", keptInHistory: true,
  contents: { "model.safetensors": safetensors(1, 2, 3), "config.json": '{"architectures":["Tiny"]}', "README.md": readme("apache-2.0"), LICENSE: apache },
};
const other: HubModel = { ...chat, id: "acme/other", downloads: 800, contents: { ...chat.contents, "model.safetensors": safetensors(7, 8, 9) } };
/** `torch.load` of these bytes runs a command (pickle, protocol 0). */
const harmful = "cposix\nsystem\n(S'id'\ntR.";
const flagged: NonNullable<HubModel["scan"]> = { scansDone: true, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] };

const hour = 3_600_000;
const day = 24 * hour;
const [owner, nextOwner, administrator] = [1, 2, 3];
const zeroAddress = `0x${"0".repeat(40)}` as const;

/** What is looked at: models of the Hub and entries of two contracts, by names of the table, and the two sources. */
const listings = ["chat", "other", "entry", "beside"] as const;
const looked = [...listings, "hf", "onchain"] as const;
type Listing = (typeof listings)[number];
type Looked = (typeof looked)[number];

let hub: TestHub;
let chain: LocalChain;
let folder: string;
let modeldex: TestGateway;
let time: number;
/** Of `entry` and `beside`: proxies of the same code, each with an administrator and an owner. */
let contracts: Record<"entry" | "beside", `0x${string}`>;
let code: `0x${string}`;
let keys: Record<Listing, string>;

const account = (number: number) => chain.accounts[number] as `0x${string}`;

async function start(backgroundAssessments: NonNullable<Parameters<typeof startGateway>[0]["backgroundAssessments"]> = false): Promise<void> {
  const mapping = (id: string, address: `0x${string}`): Mapping => ({
    id, chainId: chain.chainId, address, startBlock: 0, abi: ["event Registered(bytes32 indexed id, string name)"], key: { from: "args.id" },
    on: { Registered: { op: "upsert", set: { name: "args.name" } } }, about: { operator: "Acme" },
  });
  const rpc = { [chain.chainId]: [chain.url] };
  modeldex = await startGateway(
    {
      sources: [
        huggingFace({ endpoint: hub.url }),
        onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [mapping("models", contracts.entry), mapping("others", contracts.beside)] }),
      ],
      verifiers: [onchainRegistration({ rpc }), controlAuthority({ rpc })], backgroundDetails: false, backgroundAssessments,
    },
    { dataDir: folder, now: () => new Date(time), harvest: backgroundAssessments !== false },
  );
}

async function harvest(): Promise<void> {
  for (const source of ["hf", "onchain"]) expect(await modeldex.gateway.harvest(source, { all: true, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE" });
}

/** Addresses by what they are in the table. */
function named(text: string): string {
  const names = [["OWNER", account(owner)], ["NEXT OWNER", account(nextOwner)], ["ADMINISTRATOR", account(administrator)], ["FIRST CODE", code]] as const;
  return names.reduce((said, [name, address]) => said.replaceAll(address, name), text).replaceAll(/0x[0-9a-fA-F]{40}/g, "OTHER CODE");
}

/** What is found of each, by kind, when the budget has reached every check; levels too. */
async function assess(): Promise<Record<Looked, Verdicts>> {
  const found: [string, Verdicts][] = [];
  for (const name of looked) found.push([name, await complete(name)]);
  return Object.fromEntries(found) as Record<Looked, Verdicts>;
}

async function complete(name: Looked): Promise<Verdicts> {
  const deadline = Date.now() + 20_000;
  const id = name === "hf" || name === "onchain" ? name : `listing:${keys[name]}`;
  for (;;) {
    // Whole answers are kept for some seconds.
    time += 6_000;
    const verdicts = await verdictsOf(modeldex.query, id, { distinct: String(time), say: named });
    if (verdicts !== undefined) return verdicts;
    if (Date.now() > deadline) throw new Error(`The report of ${name} was not complete in time.`);
  }
}

function turned(before: Record<Looked, Verdicts>, after: Record<Looked, Verdicts>): Partial<Record<Looked, readonly string[]>> {
  return Object.fromEntries(looked.flatMap((name) => {
    const lines = turnedBetween(before[name], after[name]);
    return lines.length === 0 ? [] : [[name, lines]];
  }));
}

async function pinAll(): Promise<readonly unknown[]> {
  const references = listings.map((name) => keys[name].slice(keys[name].indexOf(":") + 1));
  const { pin } = await modeldex.query("query($references: [String!]!) { pin(references: $references) { problem pin { document } } }", { references });
  expect(pin.map(({ problem }: any) => problem)).toEqual(listings.map(() => null));
  return pin.map(({ pin: { document } }: any) => document);
}

/** Drifts of each pin that has some; a pin that could not be held against the present spoils the test. */
async function drifted(pins: readonly unknown[]): Promise<Partial<Record<Listing, readonly string[]>>> {
  const { checkPins } = await modeldex.query("query($pins: [PinInput!]!) { checkPins(pins: $pins) { outcome problem drifts { kind severity } } }", { pins: pins.map((document) => ({ document })) });
  return Object.fromEntries(checkPins.flatMap(({ outcome, problem, drifts }: any, index: number) => {
    if (outcome === "UNCHANGED" && drifts.length === 0) return [];
    return [[listings[index], outcome === "DRIFTED" ? drifts.map(({ kind, severity }: any) => `${severity} ${kind}`) : [outcome, problem]]];
  }));
}

/** Rows of the feed, in any order, about names of the table. */
async function told(after: string): Promise<readonly string[]> {
  const rows = await toldAfter(modeldex.query, after, { distinct: String(time), say: named });
  return rows.map(({ about, words }) => `${listings.find((name) => keys[name] === about) ?? about} ${words}`).toSorted();
}

interface Row {
  readonly happens: () => unknown;
  /** By what is looked at: everything that turned, and nothing of what is not named here. */
  readonly turned: Partial<Record<Looked, readonly string[]>>;
  readonly drifts: Partial<Record<Listing, readonly string[]>>;
  readonly told: readonly string[];
  /** What time alone brings in the two days after. @default nothing */
  readonly later?: Pick<Row, "turned" | "told">;
}

const later = (): Pick<HubModel, "lastModified"> => ({ lastModified: new Date(time).toISOString() });
const upgraded = "CONTROL_AUTHORITY: VERIFIED CAUTION [Held by one account, ADMINISTRATOR. The code is that of FIRST CODE.] → VERIFIED CAUTION [Held by one account, ADMINISTRATOR. The code is that of OTHER CODE.]";
const handed = "CONTROL_AUTHORITY: VERIFIED CAUTION [Held by one account, OWNER. Nobody may take it over.] → VERIFIED CAUTION [Held by one account, NEXT OWNER. Nobody may take it over.]";

const table: readonly (readonly [string, Row])[] = [
  ["nothing happens", { happens: () => undefined, turned: {}, drifts: {}, told: [] }],
  ["weights are replaced under the same branch", {
    happens: () => hub.put({ ...chat, ...later(), contents: { ...chat.contents, "model.safetensors": safetensors(4, 5, 6) } }),
    turned: { chat: ["CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION"] },
    drifts: { chat: ["BLOCK WEIGHTS_CHANGED_SAME_REF"] },
    told: ["chat FINDING CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION", "chat UPDATED revision, updatedAt", "chat WEIGHTS"],
  }],
  ["weights are replaced by a pickle that runs a command", {
    happens: () => {
      const { "model.safetensors": _, ...rest } = chat.contents ?? {};
      const contents = { ...rest, "pytorch_model.bin": harmful };
      hub.put({ ...chat, ...later(), contents, files: Object.keys(contents) });
    },
    turned: { chat: ["CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION", "SERIALIZATION_SAFETY: VERIFIED SUPPORTS → VERIFIED UNDERMINES", "level: INSPECTED PINNABLE → PINNED PINNABLE"] },
    drifts: { chat: ["BLOCK WEIGHTS_CHANGED_SAME_REF"] },
    told: ["chat FINDING CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION", "chat FINDING SERIALIZATION_SAFETY: VERIFIED SUPPORTS → VERIFIED UNDERMINES", "chat UPDATED formats, revision, tags, updatedAt", "chat WEIGHTS"],
  }],
  ["the declared licence becomes a stricter one, and the text stays", {
    happens: () => hub.put({ ...chat, ...later(), license: "cc-by-nc-4.0", contents: { ...chat.contents, "README.md": readme("cc-by-nc-4.0") } }),
    turned: { chat: ["LICENSE_TERMS: VERIFIED SUPPORTS → FAILED CAUTION", "level: INSPECTED PINNABLE → LISTED PINNABLE"] },
    drifts: { chat: ["BLOCK LICENSE_CHANGED"] },
    told: ["chat FINDING LICENSE_TERMS: VERIFIED SUPPORTS → FAILED CAUTION", "chat LICENSE", "chat UPDATED revision, updatedAt"],
  }],
  ["the repository is deleted, and created again by somebody else with other weights", {
    happens: () => {
      hub.remove("acme/chat");
      hub.put({ ...chat, ...later(), stableId: "650000000000000000000001", createdAt: new Date(time).toISOString(), contents: { ...chat.contents, "model.safetensors": safetensors(6, 6, 6) } });
    },
    turned: {
      chat: ["CHANGE_HISTORY: VERIFIED SUPPORTS → UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL", "NAMESPACE_CONTINUITY: VERIFIED SUPPORTS → ASSERTED CAUTION + VERIFIED UNDERMINES", "level: INSPECTED PINNABLE → PINNED PINNABLE"],
    },
    drifts: { chat: ["BLOCK IDENTITY_CHANGED", "BLOCK WEIGHTS_CHANGED_SAME_REF", "BLOCK PIN_UNAVAILABLE"] },
    told: ["chat GONE", "chat LISTED"],
    later: {
      turned: { chat: ["CHANGE_HISTORY: UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL → VERIFIED SUPPORTS"] },
      told: ["chat FINDING CHANGE_HISTORY: UNKNOWN NEUTRAL → VERIFIED SUPPORTS"],
    },
  }],
  ["a scan flags a file", {
    happens: () => hub.put({ ...chat, scan: flagged }),
    turned: { chat: ["THIRD_PARTY_SCAN: ASSERTED SUPPORTS → ASSERTED UNDERMINES", "level: INSPECTED PINNABLE → PINNED PINNABLE"] },
    drifts: {},
    told: ["chat FINDING THIRD_PARTY_SCAN: ASSERTED SUPPORTS → ASSERTED UNDERMINES", "chat UPDATED claims"],
  }],
  ["the code behind a registry's proxy is replaced", {
    happens: async () => chain.write("UupsRegistry", contracts.entry, "upgradeToAndCall", [await chain.deploy("HandedRegistry"), "0x"], administrator),
    turned: { entry: [upgraded], onchain: [upgraded] },
    drifts: { entry: ["BLOCK CONTROL_CHANGED"] },
    told: [`onchain FINDING ${upgraded}`],
  }],
  ["a registry gets another owner", {
    happens: () => chain.write("HandedRegistry", contracts.entry, "transferOwnership", [account(nextOwner)], owner),
    turned: { entry: [handed], onchain: [handed] },
    drifts: { entry: ["BLOCK CONTROL_CHANGED"] },
    told: [`onchain FINDING ${handed}`],
  }],
];

describe.skipIf(anvilPath() === undefined)("what happens to a pinned model or its registry (install @foundry-rs/anvil if skipped)", () => {
  beforeEach(async () => {
    time = Date.parse("2026-11-26T12:00:00Z");
    [folder, chain, hub] = await Promise.all([mkdtemp(join(tmpdir(), "modeldex-")), startLocalChain(), startHub([chat, other])]);
    hub.account("acme", { kind: "organizations", isVerified: true });
    code = await chain.deploy("HandedRegistry");
    const proxy = async (): Promise<`0x${string}`> => {
      const address = await chain.deploy("SlotProxy", [code, account(administrator), zeroAddress, "0x"]);
      await chain.write("HandedRegistry", address, "initialize", [account(owner)]);
      await chain.write("HandedRegistry", address, "register", ["acme/tiny"]);
      return address;
    };
    contracts = { entry: await proxy(), beside: await proxy() };
    await chain.mine(5);
    const key = String(await chain.rpc("web3_sha3", [`0x${Buffer.from("acme/tiny").toString("hex")}`]));
    const keyOf = (address: string): string => `onchain:eip155:${chain.chainId}:${address}/${key}`;
    keys = { chat: "hf:acme/chat", other: "hf:acme/other", entry: keyOf(contracts.entry), beside: keyOf(contracts.beside) };
    await start();
    // Known for so long that nothing turns for being new.
    await harvest();
    await assess();
    time += 40 * day;
    await harvest();
  });
  afterEach(async () => {
    await modeldex.close();
    await Promise.all([hub.close(), chain.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const orders = ["a harvest", "a check of the pins"] as const;
  it.each(table.flatMap(([what, row]) => orders.map((first) => [what, first, row] as const)))("turns, drifts and tells what the table says when %s, and %s sees it first", async (_what, first, { happens, later: afterwards = { turned: {}, told: [] }, ...expected }) => {
    const before = await assess();
    const pins = await pinAll();
    expect(await drifted(pins)).toEqual({});
    const cursor = await feedEnd(modeldex.query, String(time));

    time += day - hour;
    await happens();
    await chain.mine(5);
    time += hour;
    if (first === "a check of the pins") expect(await drifted(pins)).toEqual(expected.drifts);
    await harvest();
    const after = await assess();
    expect({ turned: turned(before, after), drifts: await drifted(pins), told: await told(cursor) }).toEqual({ turned: expected.turned, drifts: expected.drifts, told: expected.told.toSorted() });

    let last = after;
    for (const _ of [1, 2]) {
      time += day;
      await harvest();
      last = await assess();
    }
    expect({ turned: turned(after, last), drifts: await drifted(pins), told: await told(cursor) }).toEqual({ turned: afterwards.turned, drifts: expected.drifts, told: [...expected.told, ...afterwards.told].toSorted() });
  });

  /** What is found without a failed scan, and how many models the facets count with one. */
  async function withoutFailedScan(): Promise<{ readonly found: readonly string[]; readonly counted: number }> {
    const effects = [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }];
    // Whole answers are kept for some seconds.
    time += 6_000;
    const { search, all } = await modeldex.query(`query($filter: ModelFilterInput) {
      search(filter: $filter, sort: NAME, live: false) { nodes { id } }
      all: search(live: false) { facets(of: [{field: CLAIM_EFFECT, first: 50}]) { values { value count } } }
    }`, { filter: { sources: ["hf"], not: { trust: effects } } });
    return { found: search.nodes.map(({ id }: any) => id), counted: all.facets[0].values.find(({ value }: any) => value === "THIRD_PARTY_SCAN UNDERMINES")?.count ?? 0 };
  }

  it.each(["who asks for its report", "the background assessor"])("a model that a scan has flagged leaves searches when %s has seen it, and facets count it", async (who) => {
    await assess();
    expect(await withoutFailedScan()).toEqual({ found: ["hf:acme/chat", "hf:acme/other"], counted: 0 });
    hub.put({ ...chat, scan: flagged });
    time += day;
    await harvest();
    expect(await withoutFailedScan()).toEqual({ found: ["hf:acme/chat", "hf:acme/other"], counted: 0 });
    if (who === "the background assessor") {
      await modeldex.close();
      await start({ mostUsed: 10, perMinute: 60_000 });
    } else {
      await complete("chat");
    }
    await expect.poll(withoutFailedScan, { timeout: 20_000 }).toEqual({ found: ["hf:acme/other"], counted: 1 });
  });
});
