import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { onchainRegistration } from "@modeldex/gateway";
import { huggingFace } from "@modeldex/source-hf";
import { onchain } from "@modeldex/source-onchain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { safetensorsFile } from "../packages/trust/src/formats/fixtures/safetensors-files.ts";
import { evilProtocol2, legacyTorch } from "../packages/trust/src/formats/fixtures/write-pickle.ts";
import { zipOf } from "../packages/trust/src/formats/fixtures/write-zip.ts";
import { startGateway, type TestGateway } from "./support/gateway.ts";
import { startHub, type TestHub } from "./support/hub.ts";

const run = promisify(execFile);
const page = await readFile(new URL("../docs/check-a-verdict.md", import.meta.url), "utf8");
const missing: readonly string[] = (await Promise.all(["python3", "curl", "sha256sum", "unzip"].map(async (command) => run("sh", ["-c", `command -v ${command}`]).then(() => [], () => [command])))).flat();
const install = "install the Debian packages python3, curl, coreutils, unzip if skipped";

/** The sh blocks of the page under a heading; those before the first heading with "". */
function blocks(heading: string): string {
  const section = page.split(/^## /m).find((part, index) => (heading === "" ? index === 0 : part.startsWith(`${heading}\n`)));
  const found = [...(section ?? "").matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");
  if (found.length === 0) throw new Error(`docs/check-a-verdict.md has no sh block under "${heading}"`);
  return found.join("\n");
}

/** A file, and its twin of which one byte differs. */
function changed(bytes: Uint8Array, from: string, to: string): Buffer {
  const twin = Buffer.from(bytes);
  twin.write(to, twin.indexOf(from), "latin1");
  return twin;
}

const torch = (pickle: Uint8Array): Buffer => zipOf([{ name: "archive/data.pkl", bytes: pickle }, { name: "archive/data/0", bytes: Buffer.alloc(64) }]);
const good = safetensorsFile([{ name: "a", length: 16 }]);

describe.skipIf(missing.length > 0)(`docs/check-a-verdict.md (${install})`, () => {
  let folder: string;
  let hub: TestHub;
  let modeldex: TestGateway;
  beforeAll(async () => {
    hub = await startHub([
      { id: "acme/good", downloads: 3, contents: { "model.safetensors": good } },
      { id: "acme/old", downloads: 2, contents: { "pytorch_model.bin": legacyTorch(evilProtocol2) } },
      { id: "acme/zip", downloads: 1, contents: { "pytorch_model.bin": torch(evilProtocol2) } },
    ]);
    modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
  });
  afterAll(async () => {
    await modeldex.close();
    await hub.close();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "modeldex-"));
    return async () => rm(folder, { recursive: true, force: true });
  });

  /** Runs what a reader pastes, in an empty folder. */
  const paste = async (script: string, environment: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { stdout } = await run("sh", ["-c", script], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, MODELDEX: modeldex.url, ...environment } });
    return stdout.trimEnd().split("\n");
  };

  it("reproduces a digest, and tells the file whose byte is another from what was listed", async () => {
    await modeldex.query('{ resolve(reference: "hf:acme/good") { outcome } }');
    const script = `${blocks("")}\n${blocks("A digest")}`;
    expect(await paste(script, { MODEL: "hf:acme/good" })).toEqual(["same: 'model.safetensors'"]);
    hub.put({ id: "acme/good", downloads: 3, contents: { "model.safetensors": changed(good, "F32", "F31") } });
    expect(await paste(script, { MODEL: "hf:acme/good" })).toEqual([expect.stringMatching(/^DIFFERS: 'model\.safetensors' has [0-9a-f]{64}, stated is [0-9a-f]{64}$/)]);
  });

  it.each([
    ["acme/zip", "of archive/data.pkl", "2", (bytes: Buffer) => torch(changed(evilProtocol2, "posix", "pasix")).subarray(0, bytes.byteLength), torch(evilProtocol2)],
    ["acme/old", "", "78", (bytes: Buffer) => changed(bytes, "posix", "pasix"), legacyTorch(evilProtocol2)],
  ])("reproduces the import of a shell in %s from the raw evidence and from the file, and shows the file whose byte is another", async (id, of, place, twin, bytes) => {
    await modeldex.query(`{ resolve(reference: "hf:${id}") { outcome } }`);
    const script = `${blocks("")}\n${blocks("What a pickle imports")}`;
    const shown = await paste(script, { MODEL: `hf:${id}` });
    expect(shown.slice(0, 5)).toEqual(["VERIFIED", "UNDERMINES", "Loading pytorch_model.bin can do harm: it imports posix.system.", `posix.system at byte ${place} ${of}`.trimEnd(), expect.any(String)]);
    expect(shown).toContain("evidence.pkl: OK");
    // Once from the raw evidence, and once from the file.
    expect(shown.filter((line) => line.startsWith(`${place} GLOBAL`))).toEqual([`${place} GLOBAL 'posix system'`, `${place} GLOBAL 'posix system'`]);
    expect(await readFile(join(folder, "evidence.pkl"))).toEqual(id === "acme/zip" ? evilProtocol2 : legacyTorch(evilProtocol2).subarray(0, -24));
    hub.put({ id, downloads: 1, contents: { "pytorch_model.bin": twin(bytes) } });
    const after = await paste(script, { MODEL: `hf:${id}` });
    expect(after.filter((line) => line.startsWith(`${place} GLOBAL`))).toEqual([`${place} GLOBAL 'posix system'`, `${place} GLOBAL 'pasix system'`]);
  });
});

describe.skipIf(missing.length > 0 || anvilPath() === undefined)(`docs/check-a-verdict.md on a chain (install @foundry-rs/anvil, or ${install})`, () => {
  let folder: string;
  let chain: LocalChain;
  let modeldex: TestGateway;
  let liar: Server;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modeldex-"));
    chain = await startLocalChain();
    const registry = await chain.deploy("OwnedRegistry", [chain.account]);
    await chain.write("OwnedRegistry", registry, "register", ["acme/tiny-chat"]);
    await chain.mine(3);
    const mapping = {
      id: "owned", chainId: chain.chainId, address: registry, startBlock: 0, abi: ["event Registered(bytes32 indexed id, string name)"], key: { from: "args.id" }, on: { Registered: { op: "upsert", set: { name: "args.name" } } },
    } as const;
    const source = onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url] }], registries: [mapping] });
    modeldex = await startGateway({ sources: [source], verifiers: [onchainRegistration({ rpc: { [chain.chainId]: [chain.url] } })] });
    await modeldex.gateway.harvest("onchain", { all: true, signal: AbortSignal.timeout(30_000) });
    // An endpoint whose answers differ from the chain's in one letter of the name.
    liar = createServer((request, response) => {
      void text(request)
        .then(async (body) => (await fetch(chain.url, { method: "POST", headers: { "content-type": "application/json" }, body })).text())
        .then((answer) => response.end(answer.replaceAll(Buffer.from("tiny-chat").toString("hex"), Buffer.from("tiny-cha7").toString("hex"))));
    }).listen(0, "127.0.0.1");
    await once(liar, "listening");
  });
  afterAll(async () => {
    liar.close();
    await modeldex.close();
    await chain.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("reproduces an event at an endpoint of the reader, and shows that another endpoint tells otherwise", async () => {
    const { search } = await modeldex.query('{ search(text: "tiny chat", live: false, first: 1) { nodes { id } } }');
    const [{ id }] = search.nodes;
    const paste = async (rpc: string): Promise<readonly string[]> => {
      const env = { PATH: process.env.PATH, HOME: folder, MODELDEX: modeldex.url, MODEL: id, [`ONCHAIN_RPC_${chain.chainId}`]: rpc };
      return (await run("sh", ["-c", `${blocks("")}\n${blocks("An event of a chain")}`], { cwd: folder, env })).stdout.trimEnd().split("\n");
    };
    const shown = await paste(chain.url);
    expect([shown[0], shown[2], shown.at(-1)]).toEqual(["VERIFIED", expect.stringMatching(/^Chain 31337 holds this entry /), expect.stringMatching(/^same: event \d+ of block 0x[0-9a-f]{64}$/)]);
    expect((await paste(`http://127.0.0.1:${String((liar.address() as AddressInfo).port)}/`)).at(-1)).toMatch(/^DIFFERS: /);
    const other = await startLocalChain();
    try {
      expect((await paste(other.url)).at(-1)).toBe("NOT THERE: the endpoint knows no such event");
    } finally {
      await other.stop();
    }
  });
});
