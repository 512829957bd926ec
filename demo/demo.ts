import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { startLocalChain, type LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";

/**
 * `pnpm demo`: a gateway with a local chain, and a registry of our own on it. `--once` shows and ends; PORT is where it listens (4000; with
 * `--once` any free one).
 */
const endsAtOnce = process.argv.includes("--once");

const chain = await startLocalChain();
const folder = await mkdtemp(join(tmpdir(), "modeldex-demo-"));
try {
  const { registry, registered, letters, revoked } = await register(chain);
  const catalog = join(folder, "models.yaml");
  const models = await readFile(new URL("models.yaml", import.meta.url), "utf8");
  await writeFile(catalog, models.replace("[LETTERS_ENTRY]", `["eip155:${chain.chainId}:${registry}/${letters}"]`));
  const main = new URL("../packages/gateway/src/cli/main.ts", import.meta.url).pathname;
  const served = spawn(process.execPath, [main, "serve", "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      MODELDEX_CONFIG: new URL("modeldex.config.ts", import.meta.url).pathname, MODELDEX_DATA_DIR: join(folder, "data"), MODELDEX_HARVEST: "on", MODELDEX_STARTER: "off",
      DEMO_RPC: chain.url, DEMO_CHAIN_ID: `${chain.chainId}`, DEMO_REGISTRY: registry, DEMO_CATALOG: catalog, ...(endsAtOnce ? { PORT: "0" } : {}),
    },
  });
  const exited = once(served, "exit");
  // Of its log only what went wrong.
  createInterface({ input: served.stderr }).on("line", (text) => void (text.startsWith('{"level":"info"') || text.startsWith('{"level":"debug"') ? undefined : process.stderr.write(`${text}\n`)));
  const stop = (): void => void served.kill("SIGTERM");
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const line = await Promise.race([firstLine(served.stdout), exited.then(() => undefined)]);
    if (line === undefined) throw new Error("the gateway ended before it listened");
    const { url } = JSON.parse(line) as { readonly url: string };
    await harvested(url, 3);
    process.stdout.write(await shown({ url, chain, registry, registered, revoked }));
    if (endsAtOnce) stop();
    await exited;
  } finally {
    if (served.exitCode === null && served.signalCode === null) stop();
    await exited;
  }
} finally {
  await chain.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Three registrations: one with the digest that the company's catalog has, one with another, one of a model that nobody else lists. */
async function register(local: LocalChain): Promise<{ readonly registry: string; readonly registered: string; readonly letters: string; readonly revoked: string }> {
  const registry = await local.deploy("DemoRegistry");
  const write = async (name: string, args: readonly unknown[], from?: number) => local.write("DemoRegistry", registry, name, args, from);
  const file = "model.safetensors";
  const support = await write("register", ["acme/support-7b", "https://models.acme.example/support-7b", file, "0x5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"]);
  const letters = await write("register", ["acme/letters-1b", "https://models.acme.example/letters-1b", file, `0x${"ee".repeat(32)}`], 1);
  const mystery = await write("register", ["nobody/mystery-3b", "https://nobody.example/mystery-3b", file, `0x${"3b".repeat(32)}`], 2);
  await write("review", [await idIn(local, support.transactionHash), 5, "Answers within a minute."], 3);
  const revoked = await idIn(local, mystery.transactionHash);
  await write("revoke", [revoked, "trained on mail of others"], 2);
  await local.mine(3);
  return { registry, registered: support.transactionHash, letters: await idIn(local, letters.transactionHash), revoked };
}

/** The id of an entry: first indexed argument of the log that its registration wrote. */
async function idIn(local: LocalChain, transactionHash: string): Promise<string> {
  const receipt = (await local.rpc("eth_getTransactionReceipt", [transactionHash])) as { readonly logs: readonly { readonly topics: readonly string[] }[] };
  const id = receipt.logs[0]?.topics[1];
  if (id === undefined) throw new Error(`transaction ${transactionHash} wrote no log`);
  return id;
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stream });
  const [line] = (await once(lines, "line")) as [string];
  lines.close();
  stream.resume();
  return line;
}

/** Waits until the chain's entries are in the catalog. */
async function harvested(url: string, listings: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { sources } = await ask<{ readonly sources: readonly { readonly id: string; readonly coverage: { readonly listings: number } }[] }>(url, "{ sources { id coverage { listings } } }");
    if (sources.every(({ id, coverage }) => coverage.listings >= (id === "onchain" ? listings : 2))) return;
    await pause(100);
  }
  throw new Error("the registry was not harvested within 30 seconds");
}

async function ask<Data>(url: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { readonly data?: Data; readonly errors?: readonly { readonly message: string }[] };
  if (data === undefined || errors !== undefined) throw new Error(errors?.map(({ message }) => message).join("; ") ?? "no data");
  return data;
}

interface Claim {
  readonly kind: string;
  readonly status: string;
  readonly effect: string;
  readonly statement: string;
  readonly evidence: readonly { readonly reproduce?: string | null }[];
}

async function shown({ url, chain: local, registry, registered, revoked }: { readonly url: string; readonly chain: LocalChain; readonly registry: string; readonly registered: string; readonly revoked: string }): Promise<string> {
  const account = `eip155:${local.chainId}:${registry}`;
  const claims = "trust { claims(first: 40) { nodes { kind status effect statement evidence { reproduce } } } }";
  const { resolve } = await ask<{ readonly resolve: { readonly listing: { readonly key: string; readonly trust: { readonly claims: { readonly nodes: readonly Claim[] } } }; readonly model: { readonly id: string } } }>(
    url, `query($reference: String!) { resolve(reference: $reference) { model { id } listing { key ${claims} } } }`, { reference: registered },
  );
  const letters = await ask<{ readonly search: { readonly nodes: readonly { readonly id: string; readonly listings: { readonly nodes: readonly { readonly key: string; readonly trust: { readonly claims: { readonly nodes: readonly Claim[] } } }[] } }[] } }>(
    url, `{ search(text: "letters 1b", live: false, first: 1) { nodes { id listings { nodes { key ${claims} } } } } }`,
  );
  const ofListing = resolve.listing.trust.claims.nodes;
  const [model] = letters.search.nodes;
  const mismatches = (model?.listings.nodes ?? []).flatMap(({ trust }) => trust.claims.nodes).filter(({ status }) => status === "FAILED");
  const reproduce = ofListing.find(({ kind }) => kind === "ONCHAIN_REGISTRATION")?.evidence[0]?.reproduce;
  const line = ({ kind, status, statement }: Claim): string => `  ${status.padEnd(10)} ${kind}: ${statement}`;
  const authority = ofListing.filter(({ kind }) => kind === "CONTROL_AUTHORITY" || kind === "SOURCE_OPERATOR");
  return [
    "",
    `This chain is local: chain ${local.chainId} at ${local.url} runs on this machine alone, began a moment ago, and ends with this command.`,
    `On it is a registry of our own, ${account}; a catalog file has the models of an invented company.`,
    "",
    `A registration, found by its transaction ${registered}`,
    `  is ${resolve.listing.key}`,
    `  of the model ${resolve.model.id}`,
    ...ofListing.filter(({ kind }) => ["ONCHAIN_REGISTRATION", "CROSS_SOURCE_DIGEST_MATCH", "EXTENSION"].includes(kind)).map(line),
    "",
    "Its evidence can be looked up again, without Modeldex",
    `  export ONCHAIN_RPC_${local.chainId}=${local.url}`,
    `  ${reproduce ?? ""}`,
    "",
    `A digest that does not fit: ${model?.id ?? ""}`,
    ...mismatches.map(line),
    "",
    "Who may change this registry, read from the chain",
    ...authority.map(line),
    "",
    "Ask it",
    `  ${url}/graphiql`,
    `  curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"{ search(text: \\"support\\") { nodes { id listings { nodes { key link { relation } } } } } }"}'`,
    `  a revoked entry: { resolve(reference: "${account}/${revoked}") { listing { key state } } }`,
    "",
    "",
  ].join("\n");
}
