import { once } from "node:events";
import { gzipSync } from "node:zlib";
import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import { isPublicAddress, type LentFetch } from "@modeldex/plugin-kit/lend";
import { createLentFetchOver, testContext } from "@modeldex/plugin-kit/testing";
import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { runToEnd } from "../testing/run.ts";
import { send, startWebHost, stream, type WebHost } from "../testing/web-host.ts";

describe.skipIf(anvilPath() === undefined)("documents that somebody hostile names (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let registry: Address;
  /** Stands for the public internet, at 127.0.0.2. */
  let web: WebHost;
  /** What nothing on a chain may reach: one server on each address of this machine that can be had, all at one port. */
  let inner: readonly WebHost[];
  let port: number;
  let lent: LentFetch;
  const lookUps: string[] = [];
  let nextId = 0;

  /** Names of the internet; of several lists each look-up takes the next, and the last one stays. */
  const names: Readonly<Record<string, (readonly string[])[]>> = {
    "cards.example": [["127.0.0.2"]],
    "second.example": [["127.0.0.2"]],
    "inner.example": [["127.0.0.1"]],
    "inner6.example": [["::1"]],
    "mapped.example": [["::ffff:127.0.0.1"]],
    "metadata.example": [["169.254.169.254"]],
    "rebind.example": [["127.0.0.2"], ["127.0.0.1"]],
    "mixed.example": [["127.0.0.1", "10.0.0.1"]],
  };
  const answers: Readonly<Record<string, (response: Parameters<typeof send>[0]) => void>> = {
    "/good.json": (response) => send(response, { description: "reached" }),
    "/to-loopback": (response) => redirect(response, `http://127.0.0.1:${port}/latest/meta-data/`),
    "/to-metadata": (response) => redirect(response, "http://169.254.169.254/latest/meta-data/"),
    "/to-loopback6": (response) => redirect(response, `http://[::1]:${port}/`),
    "/to-mapped": (response) => redirect(response, `http://[::ffff:127.0.0.1]:${port}/`),
    "/to-decimal": (response) => redirect(response, `http://2130706433:${port}/`),
    "/to-name": (response) => redirect(response, `http://inner.example:${port}/`),
    "/to-second-hop": (response) => redirect(response, `http://second.example:${web.port}/to-loopback`),
    "/to-configured": (response) => redirect(response, chain.url),
    "/to-file": (response) => redirect(response, "file:///etc/passwd"),
    "/to-itself": (response) => redirect(response, "/to-itself"),
    "/invalid-utf8": (response) => send(response, Buffer.from('{"description":"\xff"}', "latin1")),
    "/nul": (response) => send(response, '{"description":"a\u0000b"}'),
    "/escaped-nul": (response) => send(response, '{"description":"a\\u0000b\\u202Ec"}'),
    "/deep": (response) => send(response, `${"[".repeat(100_000)}${"]".repeat(100_000)}`),
    "/html": (response) => send(response, "<html>moved</html>", { "content-type": "text/html" }),
    "/bomb": (response) => send(response, gzipSync(Buffer.alloc(100_000_000)), { "content-encoding": "gzip" }),
    "/chunked": (response) => {
      response.writeHead(200);
      void stream(response, Buffer.alloc(65_536, 0x20), 16_384);
    },
    "/long": (response) => {
      response.writeHead(200, { "content-length": "1073741824" });
      void stream(response, Buffer.alloc(65_536, 0x20), 16_384);
    },
    "/drip": (response) => {
      response.writeHead(200).write("{");
      const timer = setInterval(() => response.write(" "), 50);
      void once(response, "close").then(() => clearInterval(timer));
    },
    "/silent": () => undefined,
  };

  beforeAll(async () => {
    chain = await startLocalChain();
    registry = await chain.deploy("DocumentRegistry");
    web = await startWebHost((request, response) => {
      const answer = answers[request.url ?? ""];
      if (answer === undefined) response.writeHead(404).end();
      else answer(response);
    }, { address: "127.0.0.2" });
    const refuse = (_request: unknown, response: Parameters<typeof send>[0]): void => send(response, { description: "reached what is private" });
    const first = await startWebHost(refuse, { address: "127.0.0.1" });
    port = first.port;
    const others = await Promise.all(["::1", "127.0.0.3", "169.254.169.254", "10.0.0.1"].map(async (address) => startWebHost(refuse, { address, port }).catch(notThisMachines)));
    inner = [first, ...others.filter((host) => host !== undefined)];
    lent = createLentFetchOver(
      { baseAddresses: source().baseAddresses ?? [], userAgent: "modeldex-test" },
      {
        isPublic: (address) => address === "127.0.0.2" || isPublicAddress(address),
        resolveHost: async (hostname) => {
          lookUps.push(hostname);
          const lists = names[hostname] ?? [];
          const addresses = (lists.length > 1 ? lists.shift() : lists[0]) ?? [];
          return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
        },
      },
    );
  });
  afterAll(async () => {
    await Promise.all([lent.close(), web.close(), ...inner.map(async (host) => host.close())]);
    await chain.stop();
  });

  function source(maxBytes?: number): Source {
    return onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }],
      registries: [
        {
          id: "cards", chainId: chain.chainId, address: registry, startBlock: 1, key: { from: "args.id" },
          abi: ["event DocumentSet(uint256 indexed id, string name, string uri)"],
          on: { DocumentSet: { op: "upsert", set: { name: "args.name" } } },
          documents: [{ uri: "args.uri", set: { description: "doc.description" }, ...(maxBytes === undefined ? {} : { maxBytes }) }],
        },
      ],
      gateways: { ipfs: [], arweave: [], walrus: [] },
    });
  }
  const context = () => testContext({ fetch: lent.fetch });
  async function write(uri: string): Promise<string> {
    const id = nextId++;
    await chain.write("DocumentRegistry", registry, "set", [BigInt(id), "a name that stays", uri]);
    return `eip155:31337:${registry}/${id}`;
  }
  async function get(nativeId: string, maxBytes?: number): Promise<ListingRecord> {
    const [record] = (await source(maxBytes).get?.({ refs: [{ nativeId }], need: new Set() }, context())) ?? [];
    if (record === undefined || record instanceof Error) throw record ?? new Error(`there is no ${nativeId}`);
    return record;
  }
  /** Why nothing was taken from the document of an entry that is still there. */
  function reason(record: ListingRecord | undefined): string {
    expect(record).toMatchObject({ name: "a name that stays", claims: [{ kind: "ONCHAIN_REGISTRATION" }, ...Array.from({ length: (record?.claims?.length ?? 1) - 1 }, () => ({}))] });
    expect(record?.description).toBeUndefined();
    const claim = record?.claims?.at(-1);
    expect(claim?.kind).toBe("AVAILABILITY");
    expect(claim?.evidence).toMatchObject([{ kind: "chain", signature: "DocumentSet(uint256,string,string)" }]);
    return claim?.statement.replace(/^.*(?:could not be read|cannot be used|was not read in this run): /s, "") ?? "";
  }
  const connections = (): number => inner.reduce((sum, host) => sum + host.connections, 0);
  const refused = (host: string): string => `${host} was not asked: it is no public address, and not one that is configured for this source.`;

  test("reaches what stands for the internet, so that the other tests say something", async () => {
    expect((await get(await write(`http://cards.example:${web.port}/good.json`))).description).toBe("reached");
    expect(inner.length).toBeGreaterThanOrEqual(2);
    await Promise.all(inner.map(async ({ origin }) => (await fetch(origin)).body?.cancel()));
    expect(connections()).toBe(inner.length);
  });

  test("asks no private address in any spelling, and keeps every record with its reason", async () => {
    const before = connections();
    const hosts = [
      "127.0.0.1", "localhost", "127.0.0.3", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "[::]", "10.0.0.1",
      "[64:ff9b::127.0.0.1]", "inner.example", "inner6.example", "mapped.example", "metadata.example", "mixed.example",
    ];
    const reasons: [string, string][] = [];
    for (const host of hosts) {
      for (const scheme of ["http", "https"]) {
        const url = `${scheme}://${host}:${port}/latest/meta-data/`;
        reasons.push([url, reason(await get(await write(url)))]);
      }
    }
    expect(reasons).toEqual(reasons.map(([url]) => [url, refused(new URL(url).host)]));
    expect(connections()).toBe(before);
  });

  test("asks nothing that the operator configured, though the lent fetch would", async () => {
    const { host } = new URL(chain.url);
    const own = await get(await write(`${chain.url}/`));
    expect(reason(own)).toBe(`${host} was not asked: it is configured for this source, and no document on a chain may lead there.`);
  });

  test.each([
    ["/to-loopback", () => `127.0.0.1:${port}`], ["/to-metadata", () => "169.254.169.254"], ["/to-loopback6", () => `[::1]:${port}`], ["/to-mapped", () => `[::ffff:7f00:1]:${port}`],
    ["/to-decimal", () => `127.0.0.1:${port}`], ["/to-name", () => `inner.example:${port}`], ["/to-second-hop", () => `127.0.0.1:${port}`],
    ["/to-configured", () => new URL(chain.url).host],
  ])("follows the redirect %s no further than the public internet", async (path, host) => {
    const before = connections();
    expect(reason(await get(await write(`http://cards.example:${web.port}${path}`)))).toBe(refused(host()));
    expect(connections()).toBe(before);
  });

  test("follows no redirect to another scheme, and none without end", async () => {
    expect(reason(await get(await write(`http://cards.example:${web.port}/to-file`)))).toBe("A request was not sent: file: URLs are not lent, only http: and https:.");
    expect(reason(await get(await write(`http://cards.example:${web.port}/to-itself`)))).toBe(`cards.example:${web.port} redirects more than 3 times.`);
  });

  test("looks a name up once for a connection, and makes none to a private address that it gives the next time", async () => {
    const before = connections();
    const looked = (): number => lookUps.filter((name) => name === "rebind.example").length;
    expect((await get(await write(`http://rebind.example:${web.port}/good.json`))).description).toBe("reached");
    expect(looked()).toBe(1);
    expect(reason(await get(await write(`http://rebind.example:${port}/good.json`)))).toBe(refused(`rebind.example:${port}`));
    expect(looked()).toBe(2);
    expect(connections()).toBe(before);
  });

  test.each([
    ["http://user:secret@cards.example/", "its address carries a user name or password."],
    ["ftp://cards.example/a.json", "its address is a ftp: address; https, ipfs, ar, walrus and data are read."],
    ["file:///etc/passwd", "its address is a file: address; https, ipfs, ar, walrus and data are read."],
    ["javascript:alert(1)", "its address is a javascript: address; https, ipfs, ar, walrus and data are read."],
    ["blob:https://cards.example/1", "its address is a blob: address; https, ipfs, ar, walrus and data are read."],
    ["http://cards.example:22/", "cards.example:22 was not asked: its port belongs to another protocol than HTTP."],
    ["data:;base64,%%", "its data: URL has a percent sign that escapes nothing."],
    ["\u0000", "its address has spaces or control characters."],
    ["\u202Eexample", "its address is no URL and no CID."],
  ])("does not read %j, and says why", async (uri, expected) => {
    const record = await get(await write(uri));
    expect(reason(record)).toBe(expected);
    expect(JSON.stringify(record)).not.toMatch(/secret|\\u0000/);
  });

  test.each([
    ["/invalid-utf8", "it is no valid UTF-8."],
    ["/nul", "it has a NUL byte."],
    ["/deep", "it is nested more than 64 deep."],
    ["/html", "it is no JSON."],
    ["/missing", "cards.example answered with the status 404."],
  ])("takes nothing from %s, and says why", async (path, expected) => {
    expect(reason(await get(await write(`http://cards.example:${web.port}${path}`)))).toBe(expected.replace("cards.example", `cards.example:${web.port}`));
  });

  test("takes control characters out of what a document says", async () => {
    expect((await get(await write(`http://cards.example:${web.port}/escaped-nul`))).description).toBe("a b c");
  });

  test.each(["/chunked", "/long", "/bomb"])("reads no more than its bound of a gigabyte, or of what unpacks to much: %s", async (path) => {
    const before = web.bytesSent;
    expect(reason(await get(await write(`http://cards.example:${web.port}${path}`)))).toMatch(/^cards\.example:\d+ answered with more than \d+ bytes/);
    // What the sockets of both sides and the parser hold beside the document.
    expect(web.bytesSent - before).toBeLessThan(24_000_000);
  });

  test("takes a data: URL of no more than its bound", async () => {
    expect(reason(await get(await write(`data:,${"x".repeat(2_001)}`), 2_000))).toBe("its data: URL holds more than 2000 bytes.");
    expect((await get(await write(`data:,${JSON.stringify({ description: "x" })}`), 2_000)).description).toBe("x");
  });

  test("ends a stream that drips, and a host that is silent, and gives the records of the page", { timeout: 30_000 }, async () => {
    const own = await chain.deploy("DocumentRegistry");
    const uris = [`http://cards.example:${web.port}/drip`, `http://second.example:${web.port}/silent`, `http://cards.example:${web.port}/good.json`];
    await chain.write("DocumentRegistry", own, "setMany", [0n, "a name that stays", uris]);
    const slow = onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }],
      registries: [
        {
          id: "slow", chainId: chain.chainId, address: own, startBlock: 1, key: { from: "args.id" }, abi: ["event DocumentSet(uint256 indexed id, string name, string uri)"],
          on: { DocumentSet: { op: "upsert", set: { name: "args.name" } } }, documents: [{ uri: "args.uri", set: { description: "doc.description" } }],
        },
      ],
    });
    const open = web.open;
    const [drip, silent, good] = [...(await runToEnd(slow, { context: context() })).rows.values()];
    expect(reason(drip)).toBe(`cards.example:${web.port} gave no complete answer within 5000 ms.`);
    expect(reason(silent)).toBe(`second.example:${web.port} gave no complete answer within 5000 ms.`);
    expect(good?.description).toBe("reached");
    await expect.poll(() => web.open).toBeLessThanOrEqual(open + 1);
    // A person waits less: what was not read then says so, and the rest is there.
    const [asked, other] = (await slow.get?.({ refs: [0, 2].map((id) => ({ nativeId: `eip155:31337:${own}/${id}` })), need: new Set() }, context())) ?? [];
    if (asked === undefined || asked instanceof Error || other instanceof Error) throw new Error("there are no records");
    expect([asked.claims?.at(-1)?.statement.includes("was not read in this run"), reason(asked)]).toEqual([true, "the time for documents was used up."]);
    expect(other?.description).toBe("reached");
  });

  test("is over when its call is over", async () => {
    const nativeId = await write(`http://second.example:${web.port}/drip`);
    const call = new AbortController();
    const before = web.paths.length;
    const asked = source().get?.({ refs: [{ nativeId }], need: new Set() }, testContext({ fetch: lent.fetch, signal: call.signal }));
    await expect.poll(() => web.paths.length).toBeGreaterThan(before);
    call.abort(new Error("nobody waits"));
    await expect(asked).rejects.toThrow("nobody waits");
  });
});

function redirect(response: Parameters<typeof send>[0], location: string): void {
  response.writeHead(302, { location }).end();
}

/** An address that this machine does not have, or a family that it does not know, has no server; nothing could reach it. */
function notThisMachines(error: unknown): undefined {
  if (error instanceof Error && "code" in error && (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT" || error.code === "EINVAL")) return undefined;
  throw error;
}
