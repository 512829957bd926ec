import { createHash } from "node:crypto";
import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import { isPublicAddress, type LentFetch } from "@modeldex/plugin-kit/lend";
import { createLentFetchOver, testContext, type TestContext } from "@modeldex/plugin-kit/testing";
import { CID } from "multiformats/cid";
import * as multihash from "multiformats/hashes/digest";
import * as dagPb from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import { keccak256, type Address } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { DocumentRule, Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import type { OnChainOptions } from "../options.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { runToEnd } from "../testing/run.ts";
import { send, startWebHost, type WebHost } from "../testing/web-host.ts";

const card = { description: "A small chat model.", license: "apache-2.0", tags: ["chat", "tiny"], model: "acme/tiny-chat", files: [{ sha256: "ab".repeat(32) }] };
const bytes = Buffer.from(JSON.stringify(card));
const sha256 = createHash("sha256").update(bytes).digest("hex");
const rawCid = CID.createV1(0x55, multihash.create(0x12, createHash("sha256").update(bytes).digest())).toString();
const id43 = "jKzAHsOHS1zA193_9N-n5H_IjupBjKce08qMLLseRe8";

/** A block of dag-pb and its CID, by the libraries of IPFS and Node's own sha256. */
function node(data: UnixFS, links: readonly { readonly Name: string; readonly Hash: CID }[] = []): { readonly cid: CID; readonly block: Uint8Array } {
  const block = dagPb.encode(dagPb.prepare({ Data: data.marshal(), Links: links.map((link) => ({ ...link, Tsize: 1 })) }));
  return { block, cid: CID.createV1(0x70, multihash.create(0x12, createHash("sha256").update(block).digest())) };
}

describe.skipIf(anvilPath() === undefined)("documents that a chain names (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let registry: Address;
  let web: WebHost;
  let gateway: WebHost;
  let second: WebHost;
  let lent: LentFetch;
  /** What the hosts answer, by path; both gateways have the same unless `second` says otherwise. */
  const pages = new Map<string, { readonly body: string | Uint8Array | object; readonly type?: string; readonly status?: number }>();
  let nextId = 0;

  const answerFrom = (host: string) => (request: { readonly url?: string | undefined }, response: Parameters<typeof send>[0]): void => {
    const page = pages.get(`${host}${request.url ?? ""}`) ?? pages.get(request.url ?? "");
    if (page === undefined || page.status !== undefined) response.writeHead(page?.status ?? 404).end();
    else send(response, page.body, page.type === undefined ? {} : { "content-type": page.type });
  };
  beforeAll(async () => {
    chain = await startLocalChain();
    registry = await chain.deploy("DocumentRegistry");
    web = await startWebHost(answerFrom("web"), { address: "127.0.0.2" });
    gateway = await startWebHost(answerFrom("first"));
    second = await startWebHost(answerFrom("second"));
    // 127.0.0.2 stands for the public internet, which no test reaches.
    lent = createLentFetchOver(
      { baseAddresses: source().baseAddresses ?? [], userAgent: "modeldex-test" },
      { isPublic: (address) => address === "127.0.0.2" || isPublicAddress(address), resolveHost: async () => [{ address: "127.0.0.2", family: 4 }] },
    );
  });
  afterAll(async () => {
    await Promise.all([lent, web, gateway, second, chain].map(async (each) => ("stop" in each ? each.stop() : each.close())));
  });
  afterEach(() => pages.clear());

  const context = (): TestContext => testContext({ fetch: lent.fetch });
  const signatures = {
    DocumentSet: "event DocumentSet(uint256 indexed id, string name, string uri)",
    DocumentWithSha256: "event DocumentWithSha256(uint256 indexed id, string name, string uri, bytes32 digest)",
    DocumentWithKeccak256: "event DocumentWithKeccak256(uint256 indexed id, string name, string uri, bytes32 digest)",
    DocumentWithCid: "event DocumentWithCid(uint256 indexed id, string name, string uri, string cid)",
  } as const;
  const set = { description: "doc.description", license: "doc.license", tags: "doc.tags", link: "pkg:huggingface/{doc.model}" } as const;

  function source(rule: Partial<DocumentRule> = {}, { event = "DocumentSet", ...more }: Partial<Mapping> & { readonly event?: keyof typeof signatures } = {}, options: Partial<OnChainOptions> = {}): Source {
    return onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }],
      registries: [
        {
          id: "cards", chainId: chain.chainId, address: registry, startBlock: 1, abi: [signatures[event]], key: { from: "args.id" },
          on: { [event]: { op: "upsert", set: { name: "args.name" } } },
          documents: [{ uri: "args.uri", set, ...rule }],
          ...more,
        },
      ],
      gateways: { ipfs: [gateway.origin, `${second.origin}/`], arweave: [gateway.origin], walrus: [gateway.origin] },
      ...options,
    });
  }

  async function write(call: string, uri: string, ...more: readonly unknown[]): Promise<string> {
    const id = nextId++;
    await chain.write("DocumentRegistry", registry, call, [BigInt(id), `tiny ${id}`, uri, ...more]);
    return `eip155:31337:${registry}/${id}`;
  }
  async function get(from: Source, nativeId: string): Promise<ListingRecord> {
    const [record] = (await from.get?.({ refs: [{ nativeId }], need: new Set() }, context())) ?? [];
    if (record === undefined || record instanceof Error) throw record ?? new Error(`there is no ${nativeId}`);
    return record;
  }
  /** What is said of documents: kinds with facts, and statements without the name of the entry. */
  const said = (record: ListingRecord): readonly unknown[] =>
    (record.claims ?? [])
      .filter(({ kind }) => kind !== "ONCHAIN_REGISTRATION")
      .map((claim) => ({
        kind: claim.kind,
        statement: claim.statement.replaceAll(/(?:[Tt]he document of )?entry \d+ of cards \(eip155:31337:0x\w+\)/g, "it"),
        ...("facts" in claim ? { facts: claim.facts } : {}),
      }));

  test("takes values from a document, with the document and the log that names it as evidence", async () => {
    pages.set("web/tiny.json", { body: bytes });
    const url = `http://cards.example:${web.port}/tiny.json`;
    const nativeId = await write("set", url);
    const { rows } = await runToEnd(source(), { context: context() });
    const record = rows.get(nativeId);
    expect(record).toMatchObject({
      description: card.description, license: { stated: "apache-2.0" }, tags: ["chat", "tiny"], links: [{ reference: "pkg:huggingface/acme/tiny-chat", relation: "REGISTERED" }],
    });
    expect(record === undefined ? [] : said(record)).toEqual([
      { kind: "REFERENCE_IMMUTABILITY", statement: `it is ${url}, which can change without trace.`, facts: { references: "MUTABLE" } },
      {
        kind: "CONTENT_DIGEST",
        statement: `it, ${url}, was read with ${bytes.length} bytes and has sha256:${sha256}: the chain gives no digest of it.`,
        facts: { digest: `sha256:${sha256}`, path: "metadata", reference: url },
      },
    ]);
    const log = { kind: "chain", signature: "DocumentSet(uint256,string,string)", finality: "FINALIZED", blockNumber: expect.any(Number) };
    expect(record?.claims?.slice(1).map(({ evidence }) => evidence)).toMatchObject([[log], [{ kind: "document", url, digest: `sha256:${sha256}` }, log]]);
  });

  test("is what it was without documents when it names none, and asks nobody", async () => {
    const nativeId = await write("set", "");
    const before = web.connections + gateway.connections;
    expect((await get(source(), nativeId)).claims?.map(({ kind }) => kind)).toEqual(["ONCHAIN_REGISTRATION"]);
    expect(web.connections + gateway.connections).toBe(before);
  });

  test.each([
    ["DocumentWithSha256", "setWithSha256", "sha256", `0x${sha256}`, `sha256:${sha256}`],
    ["DocumentWithKeccak256", "setWithKeccak256", "keccak256", keccak256(bytes), `keccak256:${keccak256(bytes).slice(2)}`],
    ["DocumentWithCid", "setWithCid", "cid", rawCid, `cid:${rawCid}`],
  ] as const)("holds a document against the %s of the chain, and takes nothing from one that differs", async (event, call, algorithm, value, digest) => {
    const from = source({ digest: { algorithm, value: algorithm === "cid" ? "args.cid" : "args.digest" } }, { event });
    const url = `http://cards.example:${web.port}/${algorithm}.json`;
    const nativeId = await write(call, url, value);
    pages.set(`web/${algorithm}.json`, { body: bytes });
    const equal = await get(from, nativeId);
    const given = { kind: "CONTENT_DIGEST", statement: `The chain gives ${digest} for it.`, facts: { digest, path: "metadata" } };
    expect(equal.description).toBe(card.description);
    expect(said(equal)).toEqual([
      { kind: "REFERENCE_IMMUTABILITY", statement: `it is ${url}, and the chain gives the digest of its bytes.`, facts: { references: "CONTENT_ADDRESSED" } },
      { kind: "CONTENT_DIGEST", statement: `it, ${url}, was read with ${bytes.length} bytes and has sha256:${sha256}: equal to ${digest}, which the chain gives.`, facts: { digest: `sha256:${sha256}`, path: "metadata", reference: url } },
      given,
    ]);

    const forged = Buffer.from(JSON.stringify({ ...card, description: "Another model." }));
    const forgedSha256 = createHash("sha256").update(forged).digest("hex");
    pages.set(`web/${algorithm}.json`, { body: forged });
    const different = await get(from, nativeId);
    expect([different.name, different.description, different.license, different.links]).toEqual([equal.name, undefined, undefined, undefined]);
    expect(said(different).slice(1)).toEqual([
      {
        kind: "CONTENT_DIGEST",
        statement: `it, ${url}, was read with ${forged.length} bytes and has sha256:${forgedSha256}: different from ${digest}, which the chain gives. Nothing is taken from it, since its bytes are not those that the chain names.`,
        facts: { digest: `sha256:${forgedSha256}`, path: "metadata", reference: url },
      },
      given,
      { kind: "AVAILABILITY", statement: `it, ${url}, cannot be used: its bytes are not those that the chain names.` },
    ]);
  });

  test("verifies a raw block by its CID, at the next gateway when one lies or has none", async () => {
    const nativeId = await write("set", `https://elsewhere.example/ipfs/${rawCid}`);
    const path = `/ipfs/${rawCid}?format=raw`;
    pages.set(`first${path}`, { body: { description: "forged" } });
    pages.set(`second${path}`, { body: bytes, type: "application/vnd.ipld.raw" });
    const record = await get(source(), nativeId);
    expect(record.description).toBe(card.description);
    expect(said(record)).toEqual([
      { kind: "REFERENCE_IMMUTABILITY", statement: `it is ipfs://${rawCid}, which is named by its content.`, facts: { references: "CONTENT_ADDRESSED" } },
      {
        kind: "CONTENT_DIGEST",
        statement: `it, ipfs://${rawCid}, was read with ${bytes.length} bytes and has sha256:${sha256}: equal to cid:${rawCid}, which the chain gives.`,
        facts: { digest: `sha256:${sha256}`, path: "metadata", reference: `ipfs://${rawCid}` },
      },
    ]);
    expect(record.claims?.at(-1)?.evidence[0]).toEqual({ kind: "document", url: second.origin + path, digest: `sha256:${sha256}` });
    pages.delete(`second${path}`);
    const forged = await get(source({}, {}, { gateways: { ipfs: [gateway.origin] } }), nativeId);
    expect(forged.description).toBeUndefined();
    expect(said(forged)).toContainEqual({ kind: "AVAILABILITY", statement: `it, ipfs://${rawCid}, cannot be used: its bytes are not those that the chain names.` });
  });

  test("verifies a file of one block, also in a folder, by its blocks", async () => {
    const file = node(new UnixFS({ type: "file", data: bytes }));
    const folder = node(new UnixFS({ type: "directory" }), [{ Name: "a b.json", Hash: file.cid }, { Name: "raw.json", Hash: CID.parse(rawCid) }]);
    for (const { cid, block } of [file, folder]) pages.set(`/ipfs/${cid.toString()}?format=raw`, { body: block, type: "application/vnd.ipld.raw" });
    pages.set(`/ipfs/${rawCid}?format=raw`, { body: bytes, type: "application/vnd.ipld.raw" });
    const v0 = file.cid.toV0().toString();
    const uris = [`ipfs://${file.cid.toString()}`, `ipfs://${v0}`, v0, `ipfs://${folder.cid.toString()}/a%20b.json`, `/ipfs/${folder.cid.toString()}/raw.json`];
    pages.set(`/ipfs/${v0}?format=raw`, { body: file.block, type: "application/vnd.ipld.raw" });
    for (const uri of uris) {
      const record = await get(source(), await write("set", uri));
      expect([uri, record.description]).toEqual([uri, card.description]);
      expect(record.claims?.at(-1)?.statement).toContain(": equal to cid:");
    }
    const missing = await get(source(), await write("set", `ipfs://${folder.cid.toString()}/other.json`));
    expect(missing.claims?.at(-1)?.statement).toContain("the folder that its address names has no such file");
  });

  test("says that a file of several blocks, a gateway without blocks, Arweave and Walrus cannot be compared, and takes their values", async () => {
    const large = node(new UnixFS({ type: "file", blockSizes: [1n, 1n] }), [{ Name: "", Hash: CID.parse(rawCid) }, { Name: "", Hash: CID.parse(rawCid) }]);
    const small = node(new UnixFS({ type: "file", data: Buffer.from("another file than is served") }));
    pages.set(`/ipfs/${large.cid.toString()}?format=raw`, { body: large.block, type: "application/vnd.ipld.raw" });
    pages.set(`/ipfs/${large.cid.toString()}`, { body: bytes });
    pages.set(`/ipfs/${small.cid.toString()}?format=raw`, { body: bytes });
    pages.set(`/ipfs/${small.cid.toString()}`, { body: bytes });
    pages.set(`first/${id43}`, { body: bytes });
    pages.set(`first/v1/blobs/${id43}`, { body: bytes });
    const against = { [`ipfs://${large.cid.toString()}`]: `cid:${large.cid.toString()}`, [`ipfs://${small.cid.toString()}`]: `cid:${small.cid.toString()}`, [`ar://${id43}`]: `arweave:${id43}`, [`walrus://${id43}`]: `walrus:${id43}` };
    for (const [uri, name] of Object.entries(against)) {
      const record = await get(source(), await write("set", uri));
      expect([uri, record.description]).toEqual([uri, card.description]);
      expect(record.claims?.at(-1)).toMatchObject({ kind: "CONTENT_DIGEST", statement: expect.stringContaining(`: incomparable to ${name}, which the chain gives and which is not the hash of these bytes alone.`) });
      expect(record.claims?.at(-2)).toMatchObject({ kind: "REFERENCE_IMMUTABILITY", facts: { references: "CONTENT_ADDRESSED" } });
    }
  });

  test("reads what is written on the chain itself, with the log as evidence", async () => {
    const record = await get(source(), await write("set", `data:application/json;base64,${bytes.toString("base64")}`));
    expect(record.description).toBe(card.description);
    expect(said(record).at(-1)).toMatchObject({ facts: { digest: `sha256:${sha256}`, path: "metadata" }, statement: expect.stringContaining(": it is part of the chain.") });
    expect(record.claims?.at(-1)?.evidence.map(({ kind }) => kind)).toEqual(["chain"]);
  });

  test("reads a document that a view names, and gives the call as evidence", async () => {
    pages.set("web/view.json", { body: bytes });
    const nativeId = await write("set", `http://cards.example:${web.port}/view.json`);
    const from = source({ uri: "out" }, { abi: [signatures.DocumentSet, "function uriOf(uint256) view returns (string)"], read: [{ call: "uriOf", args: ["{key}"], set: {} }] });
    const record = await get(from, nativeId);
    expect(record.description).toBe(card.description);
    expect(record.claims?.at(-1)?.evidence).toMatchObject([{ kind: "document" }, { kind: "chain", signature: "uriOf(uint256)" }]);
  });

  test("takes address and digest from the view that has them, and says which log and call they are from", async () => {
    pages.set("web/card.json", { body: bytes });
    const nativeId = await write("setWithSha256", `http://cards.example:${web.port}/card.json`, `0x${sha256}`);
    const abi = [signatures.DocumentWithSha256, "function uriOf(uint256) view returns (string)", "function cardOf(uint256) view returns ((string uri, bytes32 digest))"];
    const read = ["uriOf", "cardOf"].map((call) => ({ call, args: ["{key}"], set: {} }));
    const more = { event: "DocumentWithSha256", abi, read } as const;
    const signed = async (rule: Partial<DocumentRule>): Promise<unknown> => {
      const record = await get(source(rule, more), nativeId);
      expect(record.description).toBe(card.description);
      return record.claims?.find(({ kind }) => kind === "REFERENCE_IMMUTABILITY")?.evidence.map((each) => "signature" in each && each.signature);
    };
    const digest = (value: string) => ({ algorithm: "sha256", value }) as const;
    expect(await signed({ uri: "out.uri", digest: digest("out.digest") })).toEqual(["cardOf(uint256)"]);
    expect(await signed({ uri: "args.uri", digest: digest("out.digest") })).toEqual(["DocumentWithSha256(uint256,string,string,bytes32)", "cardOf(uint256)"]);
    expect(await signed({ uri: ["out.uri", "args.uri"], digest: digest("args.digest") })).toEqual(["DocumentWithSha256(uint256,string,string,bytes32)"]);
  });

  test("gives a digest from a document with the document as evidence", async () => {
    pages.set("web/weights.json", { body: bytes });
    const nativeId = await write("set", `http://cards.example:${web.port}/weights.json`);
    const record = await get(source({ set: { "artifact.path": "{key}.gguf", "artifact.sha256": "doc.files.0.sha256" } }), nativeId);
    expect(record.artifacts).toEqual([{ path: `${nativeId.split("/").at(-1)}.gguf`, digest: `sha256:${"ab".repeat(32)}` }]);
    expect(record.claims?.find(({ kind }) => kind === "CONTENT_DIGEST")?.evidence).toMatchObject([{ kind: "document", digest: `sha256:${sha256}` }, { kind: "chain" }]);
  });

  test("keeps an entry whose name only the document gives, by its key, until that can be read", async () => {
    const nativeId = await write("set", `http://cards.example:${web.port}/named.json`);
    const from = source({ set: { name: "doc.name" } }, { on: { DocumentSet: { op: "upsert", set: {} } } });
    expect((await get(from, nativeId)).name).toBe(`cards ${nativeId.split("/").at(-1)}`);
    pages.set("web/named.json", { body: { name: "Tiny Chat" } });
    expect((await get(from, nativeId)).name).toBe("Tiny Chat");
  });

  test("takes the newest address, and later says why a document is gone", async () => {
    const id = BigInt(nextId);
    const nativeId = await write("set", `http://cards.example:${web.port}/old.json`);
    await chain.write("DocumentRegistry", registry, "set", [id, "tiny", `http://cards.example:${web.port}/new.json`]);
    pages.set("web/old.json", { body: { description: "old" } });
    pages.set("web/new.json", { body: { description: "new" } });
    expect((await get(source(), nativeId)).description).toBe("new");
    pages.set("web/new.json", { body: "", status: 410 });
    const gone = await get(source(), nativeId);
    expect(gone.description).toBeUndefined();
    expect(said(gone).at(-1)).toEqual({ kind: "AVAILABILITY", statement: `it, http://cards.example:${web.port}/new.json, could not be read: cards.example:${web.port} answered with the status 410.` });
  });

  test("asks for an address once on a page, and leaves a host alone that failed twice", async () => {
    const own = await chain.deploy("DocumentRegistry");
    const origin = `http://cards.example:${web.port}`;
    const same = Array.from({ length: 20 }, () => `${origin}/same.json`);
    const failing = Array.from({ length: 30 }, (_, n) => `http://failing.example:${web.port}/${n}.json`);
    await chain.write("DocumentRegistry", own, "setMany", [0n, "tiny", [...same, ...failing]]);
    pages.set("web/same.json", { body: bytes });
    for (let n = 0; n < 30; n += 1) pages.set(`web/${n}.json`, { body: "", status: 503 });
    const from = web.paths.length;
    const { rows, pages: listed } = await runToEnd(source({}, { address: own }), { context: context() });
    expect(listed.length).toBe(1);
    const asked = web.paths.slice(from);
    expect(asked.filter((path) => path === "/same.json").length).toBe(1);
    expect([...rows.values()].filter(({ description }) => description === card.description).length).toBe(20);
    // Eight are read at once.
    expect(asked.filter((path) => path !== "/same.json").length).toBeLessThanOrEqual(2 + 7);
    const reasons = [...rows.values()].slice(20).map((record) => said(record).at(-1));
    expect(reasons.length).toBe(30);
    expect(reasons.at(-1)).toMatchObject({ kind: "AVAILABILITY", statement: expect.stringContaining(`failing.example:${web.port} failed twice just before, and was not asked again`) });
  });

  test("asks no gateway that is switched off", async () => {
    const off = source({}, {}, { gateways: { ipfs: [], arweave: [], walrus: [] } });
    const before = gateway.connections + second.connections + web.connections;
    for (const [uri, network] of [[`ipfs://${rawCid}`, "IPFS"], [`ar://${id43}`, "Arweave"], [`walrus://${id43}`, "Walrus"]] as const) {
      expect((await get(off, await write("set", uri))).claims?.at(-1)?.statement).toContain(`could not be read: no gateway for ${network} is configured.`);
    }
    expect(gateway.connections + second.connections + web.connections).toBe(before);
  });

  test("names no gateway whose address has a path, which may be a key", async () => {
    for (const path of [`/ipfs/${rawCid}?format=raw`, `/${id43}`]) pages.set(`first/a-secret-key${path}`, { body: bytes });
    const base = `${gateway.origin}/a-secret-key`;
    const keyed = source({}, {}, { gateways: { ipfs: [base], arweave: [base], walrus: [base] } });
    for (const uri of [`ipfs://${rawCid}`, `ar://${id43}`, `walrus://${id43}`]) {
      const record = await get(keyed, await write("set", uri));
      expect([uri, record.description]).toEqual([uri, uri.startsWith("walrus:") ? undefined : card.description]);
      expect(JSON.stringify([record, keyed.baseAddresses])).not.toContain("a-secret-key");
    }
  });

  test("lets gateways be of the operator's own network, where a registry names documents", () => {
    expect(source().baseAddresses).toEqual([chain.url, gateway.origin, second.origin]);
    expect(source({}, {}, { gateways: {} }).baseAddresses).toEqual([chain.url, "https://ipfs.io", "https://arweave.net", "https://aggregator.walrus-mainnet.walrus.space"]);
    expect(source({}, { documents: [] }).baseAddresses).toEqual([chain.url]);
    expect(() => source({}, {}, { gateways: { ipfs: ["ipfs.io"] } })).toThrow("onchain: option gateways.ipfs[0]: must be an http or https URL");
  });
});

