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

const claimFields = "level systemLevel claims(first: 100) { nodes { kind status effect unknownReason stale checks { key statement } } }";

/** A verdict with the states that it rests on, such as who holds a power. */
function verdictOf({ status, effect, unknownReason, stale, checks }: any): string {
  const states = checks.filter(({ key }: any) => key.startsWith("state:")).map(({ statement }: any) => named(statement));
  return [`${status}${unknownReason === null ? "" : `(${unknownReason})`} ${effect}`, ...(stale ? ["stale"] : []), ...(states.length === 0 ? [] : [`[${states.join(" ")}]`])].join(" ");
}

/** Addresses by what they are in the table. */
function named(text: string): string {
  const names = [["OWNER", account(owner)], ["NEXT OWNER", account(nextOwner)], ["ADMINISTRATOR", account(administrator)], ["FIRST CODE", code]] as const;
  return names.reduce((said, [name, address]) => said.replaceAll(address, name), text).replaceAll(/0x[0-9a-fA-F]{40}/g, "OTHER CODE");
}

type Verdicts = ReadonlyMap<string, readonly string[]>;

/** What is found of each, by kind, when the budget has reached every check; levels too. */
async function assess(): Promise<Record<Looked, Verdicts>> {
  const found: [string, Verdicts][] = [];
  for (const name of looked) found.push([name, await complete(name)]);
  return Object.fromEntries(found) as Record<Looked, Verdicts>;
}

async function complete(name: Looked): Promise<Verdicts> {
  const deadline = Date.now() + 20_000;
  const isSource = name === "hf" || name === "onchain";
  const document = isSource
    ? `query($id: ID!) { source(id: $id) { trust { systemLevel ${claimFields.slice("level systemLevel ".length)} } } }`
    : `query($id: ID!) { node(id: $id) { ... on Listing { trust(depth: STANDARD) { ${claimFields} } } } }`;
  for (;;) {
    // Whole answers are kept for some seconds.
    time += 6_000;
    const data = await modeldex.query(`${document} # ${time}`, { id: isSource ? name : `listing:${keys[name]}` });
    const { level, systemLevel, claims: { nodes } } = (data.source ?? data.node).trust;
    if (!nodes.some(({ unknownReason }: any) => unknownReason === "BUDGET_EXCEEDED")) {
      const byKind = Map.groupBy(nodes as any[], ({ kind }) => kind as string);
      return new Map([["level", [`${level ?? "-"} ${systemLevel}`]], ...[...byKind].map(([kind, claims]) => [kind, claims.map(verdictOf).toSorted()] as const)]);
    }
    if (Date.now() > deadline) throw new Error(`The report of ${name} was not complete in time.`);
  }
}

/** `KIND: before → after` of each kind in which something turned. */
function turnedBetween(before: Verdicts, after: Verdicts): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((kind) => {
    const [old, now] = [[...(before.get(kind) ?? [])], [...(after.get(kind) ?? [])]];
    for (const verdict of [...old]) {
      if (!now.includes(verdict)) continue;
      now.splice(now.indexOf(verdict), 1);
      old.splice(old.indexOf(verdict), 1);
    }
    return old.length + now.length === 0 ? [] : [`${kind}: ${old.join(" + ") || "nothing"} → ${now.join(" + ") || "nothing"}`];
  });
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

async function feedEnd(): Promise<string> {
  return (await modeldex.query(`{ changes(last: 1) { pageInfo { endCursor } } } # ${time}`)).changes.pageInfo.endCursor;
}

/** Rows of the feed, in any order: what is told of a listing or, of a source, of it. */
async function told(after: string): Promise<readonly string[]> {
  const { changes } = await modeldex.query(`query($after: String) { changes(after: $after, first: 100) { nodes { kind source { id } listing { key } statement before after } } } # ${time}`, { after });
  return changes.nodes.map(({ kind, source, listing, statement, before, after: now }: any) => {
    const about = listing === null ? source.id : (listings.find((name) => keys[name] === listing.key) ?? listing.key);
    const shown = ({ status, effect, states }: any) => [`${status} ${effect}`, ...(states === undefined ? [] : [`[${states.map(named).join(" ")}]`])].join(" ");
    if (kind === "FINDING") return `FINDING ${about} ${now.kind}: ${shown(before)} → ${shown(now)}`;
    return kind === "UPDATED" ? `UPDATED ${about}: ${fieldsOf(statement).join(", ")}` : `${kind} ${about}`;
  }).toSorted();
}

/** Of a new revision without what is only asked for by need: that is told with it where somebody had asked before and asks first. */
function fieldsOf(statement: string): readonly string[] {
  const fields = statement.slice("Changed: ".length, -1).split(", ");
  return fields.includes("revision") ? fields.filter((field) => field !== "artifacts" && field !== "claims") : fields;
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
    told: ["FINDING chat CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION", "UPDATED chat: revision, updatedAt", "WEIGHTS chat"],
  }],
  ["weights are replaced by a pickle that runs a command", {
    happens: () => {
      const { "model.safetensors": _, ...rest } = chat.contents ?? {};
      const contents = { ...rest, "pytorch_model.bin": harmful };
      hub.put({ ...chat, ...later(), contents, files: Object.keys(contents) });
    },
    turned: { chat: ["CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION", "SERIALIZATION_SAFETY: VERIFIED SUPPORTS → VERIFIED UNDERMINES", "level: INSPECTED PINNABLE → PINNED PINNABLE"] },
    drifts: { chat: ["BLOCK WEIGHTS_CHANGED_SAME_REF"] },
    told: ["FINDING chat CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION", "FINDING chat SERIALIZATION_SAFETY: VERIFIED SUPPORTS → VERIFIED UNDERMINES", "UPDATED chat: formats, revision, tags, updatedAt", "WEIGHTS chat"],
  }],
  ["the declared licence becomes a stricter one, and the text stays", {
    happens: () => hub.put({ ...chat, ...later(), license: "cc-by-nc-4.0", contents: { ...chat.contents, "README.md": readme("cc-by-nc-4.0") } }),
    turned: { chat: ["LICENSE_TERMS: VERIFIED SUPPORTS → FAILED CAUTION", "level: INSPECTED PINNABLE → LISTED PINNABLE"] },
    drifts: { chat: ["BLOCK LICENSE_CHANGED"] },
    told: ["FINDING chat LICENSE_TERMS: VERIFIED SUPPORTS → FAILED CAUTION", "LICENSE chat", "UPDATED chat: revision, updatedAt"],
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
    told: ["GONE chat", "LISTED chat"],
    later: {
      turned: { chat: ["CHANGE_HISTORY: UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL → VERIFIED SUPPORTS"] },
      told: ["FINDING chat CHANGE_HISTORY: UNKNOWN NEUTRAL → VERIFIED SUPPORTS"],
    },
  }],
  ["a scan flags a file", {
    happens: () => hub.put({ ...chat, scan: flagged }),
    turned: { chat: ["THIRD_PARTY_SCAN: ASSERTED SUPPORTS → ASSERTED UNDERMINES", "level: INSPECTED PINNABLE → PINNED PINNABLE"] },
    drifts: {},
    told: ["FINDING chat THIRD_PARTY_SCAN: ASSERTED SUPPORTS → ASSERTED UNDERMINES", "UPDATED chat: claims"],
  }],
  ["the code behind a registry's proxy is replaced", {
    happens: async () => chain.write("UupsRegistry", contracts.entry, "upgradeToAndCall", [await chain.deploy("HandedRegistry"), "0x"], administrator),
    turned: { entry: [upgraded], onchain: [upgraded] },
    drifts: { entry: ["BLOCK CONTROL_CHANGED"] },
    told: [`FINDING onchain ${upgraded}`],
  }],
  ["a registry gets another owner", {
    happens: () => chain.write("HandedRegistry", contracts.entry, "transferOwnership", [account(nextOwner)], owner),
    turned: { entry: [handed], onchain: [handed] },
    drifts: { entry: ["BLOCK CONTROL_CHANGED"] },
    told: [`FINDING onchain ${handed}`],
  }],
];

describe.skipIf(anvilPath() === undefined)("what happens to a pinned model or its registry (install @foundry-rs/anvil if skipped)", () => {
  beforeEach(async () => {
    time = Date.parse("2026-11-26T12:00:00Z");
    [folder, chain, hub] = await Promise.all([mkdtemp(join(tmpdir(), "modeldex-")), startLocalChain(), startHub([chat, other])]);
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
    const cursor = await feedEnd();

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
