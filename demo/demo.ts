import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { startLocalChain, type LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";

const usage = `pnpm demo [--once]

A gateway with a local chain, and a registry of our own on it. --once shows and ends; PORT is where it listens (4000; with --once any free one).
`;

const { help, wrong, endsAtOnce } = argumentsOf(process.argv.slice(2));
if (help || wrong !== undefined) {
  if (wrong !== undefined) process.stderr.write(`There is no ${JSON.stringify(wrong)}.\n\n`);
  (help ? process.stdout : process.stderr).write(usage);
  process.exit(help ? 0 : 2);
}

let isStopped = false;
let served: ChildProcessByStdio<null, Readable, Readable> | undefined;
const stop = (): void => {
  isStopped = true;
  served?.kill("SIGTERM");
};
process.on("SIGINT", stop).on("SIGTERM", stop);

process.stdout.write("A local chain is started, a registry put on it, and a gateway before it; that takes some seconds.\n");
const folder = await mkdtemp(join(tmpdir(), "modeldex-demo-"));
let chain: LocalChain | undefined;
try {
  // A minute ago: blocks that follow one another at once have times that do not run ahead.
  chain = await startLocalChain({ timestamp: Math.floor(Date.now() / 1_000) - 60 });
  await demonstrate(chain);
} catch (error) {
  // What was asked of something that was told to end has no answer.
  if (!isStopped) throw error;
} finally {
  if (served !== undefined && served.exitCode === null && served.signalCode === null) {
    const exited = once(served, "exit");
    stop();
    await exited;
  }
  await chain?.stop();
  await rm(folder, { recursive: true, force: true });
}

async function demonstrate(local: LocalChain): Promise<void> {
  const { registry, registered, letters, revoked } = await register(local);
  const catalog = join(folder, "models.yaml");
  const models = await readFile(new URL("models.yaml", import.meta.url), "utf8");
  await writeFile(catalog, models.replace("[LETTERS_ENTRY]", `["eip155:${local.chainId}:${registry}/${letters}"]`));
  if (isStopped) return;
  const main = new URL("../packages/gateway/src/cli/main.ts", import.meta.url).pathname;
  served = spawn(process.execPath, [main, "serve", "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      MODELDEX_CONFIG: new URL("modeldex.config.ts", import.meta.url).pathname, MODELDEX_DATA_DIR: join(folder, "data"), MODELDEX_HARVEST: "on", MODELDEX_STARTER: "off",
      DEMO_RPC: local.url, DEMO_CHAIN_ID: `${local.chainId}`, DEMO_REGISTRY: registry, DEMO_CATALOG: catalog, ...(endsAtOnce ? { PORT: "0" } : {}),
    },
  });
  const exited = once(served, "exit");
  // Of its log only what went wrong.
  createInterface({ input: served.stderr }).on("line", (text) => void (text.startsWith('{"level":"info"') || text.startsWith('{"level":"debug"') ? undefined : process.stderr.write(`${text}\n`)));
  const line = await Promise.race([firstLine(served.stdout), exited.then(() => undefined)]);
  if (line === undefined) {
    // Why it ended before it listened, it has said itself.
    if (!isStopped) process.exitCode = served.exitCode ?? 1;
    return;
  }
  const { url } = JSON.parse(line) as { readonly url: string };
  await harvested(url, 3);
  process.stdout.write(await shown({ url, chain: local, registry, registered, revoked }));
  if (endsAtOnce) stop();
  await exited;
}

function argumentsOf(words: readonly string[]): { readonly help: boolean; readonly wrong: string | undefined; readonly endsAtOnce: boolean } {
  const isHelp = (word: string): boolean => word === "--help" || word === "-h";
  // Package managers pass the `--` on.
  return { help: words.some(isHelp), wrong: words.find((word) => !["--once", "--"].includes(word) && !isHelp(word)), endsAtOnce: words.includes("--once") };
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
  readonly evidence: readonly { readonly reproduce?: string | null; readonly left?: string; readonly leftFrom?: string; readonly right?: string; readonly rightFrom?: string }[];
}

async function shown({ url, chain: local, registry, registered, revoked }: { readonly url: string; readonly chain: LocalChain; readonly registry: string; readonly registered: string; readonly revoked: string }): Promise<string> {
  const account = `eip155:${local.chainId}:${registry}`;
  const claims = "trust { claims(first: 40) { nodes { kind status effect statement evidence { reproduce ... on DigestEvidence { left leftFrom right rightFrom } } } } }";
  const { resolve } = await ask<{ readonly resolve: { readonly listing: { readonly key: string; readonly trust: { readonly claims: { readonly nodes: readonly Claim[] } } }; readonly model: { readonly id: string } } }>(
    url, `query($reference: String!) { resolve(reference: $reference) { model { id } listing { key ${claims} } } }`, { reference: registered },
  );
  const letters = await ask<{ readonly search: { readonly nodes: readonly { readonly id: string; readonly listings: { readonly nodes: readonly { readonly key: string; readonly trust: { readonly claims: { readonly nodes: readonly Claim[] } } }[] } }[] } }>(
    url, `{ search(text: "letters 1b", live: false, first: 1) { nodes { id listings { nodes { key ${claims} } } } } }`,
  );
  const ofListing = resolve.listing.trust.claims.nodes;
  const [model] = letters.search.nodes;
  const failed = ({ status }: Claim): boolean => status === "FAILED";
  const misfit = model?.listings.nodes.find(({ trust }) => trust.claims.nodes.some(failed));
  const mismatches = misfit?.trust.claims.nodes.filter(failed) ?? [];
  const writers = misfit?.trust.claims.nodes.filter(({ kind }) => kind === "ONCHAIN_REGISTRATION") ?? [];
  const bothSides = mismatches.flatMap(({ evidence }) => evidence).map(({ left, leftFrom, right, rightFrom }) => `  ${leftFrom ?? ""} says\n    ${left ?? ""}\n  ${rightFrom ?? ""} says\n    ${right ?? ""}`);
  const reproduce = ofListing.find(({ kind }) => kind === "ONCHAIN_REGISTRATION")?.evidence[0]?.reproduce;
  const line = ({ kind, status, statement }: Claim): string => `  ${status.padEnd(10)} ${kind}: ${statement}`;
  const authority = ofListing.filter(({ kind }) => kind === "CONTROL_AUTHORITY" || kind === "SOURCE_OPERATOR");
  return [
    "",
    `This chain is local: chain ${local.chainId} at ${local.url} runs on this machine alone, began a moment ago, and ends with this command${endsAtOnce ? "" : " (Ctrl-C)"}.`,
    `On it is a registry of our own, ${account}; a catalog file has the models of an invented company.`,
    "",
    `A registration, found by its transaction ${registered}`,
    `  is ${resolve.listing.key}`,
    `  of the model ${resolve.model.id}`,
    ...ofListing.filter(({ kind }) => ["ONCHAIN_REGISTRATION", "CROSS_SOURCE_DIGEST_MATCH", "EXTENSION"].includes(kind)).map(line),
    "",
    "Its evidence can be looked up again, without Modeldex: the receipt has the log that the entry was read from",
    `  export ONCHAIN_RPC_${local.chainId}=${local.url}`,
    `  ${reproduce ?? ""}`,
    "",
    `A digest that does not fit: the entry of ${model?.id ?? ""} on the chain`,
    ...[...mismatches, ...writers].map(line),
    ...bothSides,
    "  Anybody may write there, so that the model itself loses nothing by it: the entry fails, in its own report.",
    "",
    "Who may change this registry, read from the chain",
    ...authority.map(line),
    "",
    ...(endsAtOnce ? ["It ends here; without --once it goes on, to be asked."] : [
      `Ask it, here or at ${url}/graphiql`,
      ...asked(url, [
        ["where a model is listed", '{ search(text: "support") { nodes { id listings { nodes { key link { relation } } } } } }'],
        ["what is wrong with the entry that does not fit", `{ resolve(reference: "${misfit?.key ?? ""}") { listing { trust { claims(statuses: [FAILED]) { nodes { statement evidence { ... on DigestEvidence { left leftFrom right rightFrom } } } } } } } }`],
        ["an entry that was revoked", `{ resolve(reference: "${account}/${revoked}") { listing { key state } } }`],
        ["how far the chain is read", "{ sources { id coverage { listings lagSeconds chains { head finalized indexed } } } }"],
      ]),
    ]),
    "",
    "",
  ].join("\n");
}

/** What to ask, each as a command. */
function asked(url: string, queries: readonly (readonly [string, string])[]): readonly string[] {
  return queries.flatMap(([what, query]) => [`  # ${what}`, `  curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query })}'`]);
}
