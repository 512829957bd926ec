/**
 * Runs the operations of a folder's `queries/` against a gateway with the replayed Hub behind it: what of them is served must answer without errors.
 *
 * node bench/recorded/operations.ts <folder with schema.graphql, queries/, upstreams/ and data/>
 *
 * Prints what each answered; ends with 1 when one has errors.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildClientSchema, buildSchema, getIntrospectionQuery, parse, print, type IntrospectionQuery } from "graphql";

import { startGateway } from "../running-gateway.ts";
import { pruneOperations } from "./contract-operations.ts";
import { startReplay } from "./replay-server.ts";

const policy = { id: "open-weights-default" };
const ids = ["meta-llama/Llama-3.1-8B-Instruct", "BAAI/bge-m3"];
const variables: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  HalfDecided: { reference: ids[0], policy },
  SearchPage: { text: "multilingual embedding", filter: { tasks: ["feature-extraction", "sentence-similarity"] }, firstPage: true },
  Typing: { prefix: "whis" },
  OurModels: { source: "hf", filter: {} },
  Sources: {},
  Feed: { sources: ["hf"] },
  NewSource: { source: "hf", examples: [...ids, "nobody/nothing"], digests: [`sha256:${"0".repeat(64)}`] },
  ModelPage: { id: `hf:${ids[0]}` },
  TrustPage: { id: `hf:${ids[0]}`, policy },
  ComparePage: { references: ids, policy, onlyDifferences: false },
  Refetch: { id: `listing:hf:${ids[1]}` },
  Pin: { references: ids, policy },
};
/** Documents of the pins that were made, for the operation that gives them back. */
let pins: readonly { readonly document: unknown }[] = [];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node bench/recorded/operations.ts <folder with schema.graphql, queries/, upstreams/ and data/>");
  process.exit(2);
}

const temporary = mkdtempSync(join(tmpdir(), "modeldex-operations-"));
const hub = await startReplay(folder);
const gateway = await startGateway({ HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: temporary });
let failures = 0;
try {
  const served = buildClientSchema((await gateway.ask(getIntrospectionQuery())) as IntrospectionQuery);
  const contract = buildSchema(readFileSync(join(folder, "schema.graphql"), "utf8"));
  for (const file of readdirSync(join(folder, "queries")).filter((name) => name.endsWith(".graphql"))) {
    const document = parse(readFileSync(join(folder, "queries", file), "utf8"));
    for (const operation of pruneOperations(document, served, contract)) await run(operation.name, operation.document && print(operation.document));
  }
} finally {
  await gateway.stop();
  await hub.stop();
  rmSync(temporary, { recursive: true, force: true });
}
console.log(failures === 0 ? "all that is served answers" : `${failures} operations have errors`);
process.exitCode = failures === 0 ? 0 : 1;

async function run(name: string, document: string | undefined): Promise<void> {
  if (document === undefined) return console.log(`not served  ${name}`);
  const given = name === "CheckPins" ? { pins } : variables[name];
  if (given === undefined) {
    failures += 1;
    return console.log(`no variables are written here for ${name}`);
  }
  try {
    const answer = await gateway.ask(document, given);
    if (name === "Pin") pins = pinned(answer);
    console.log(`answers     ${name}  ${JSON.stringify(answer).length} characters`);
  } catch (error) {
    failures += 1;
    console.log(`FAILS       ${name}  ${error instanceof Error ? error.message : String(error)}`);
  }
}

function pinned(answer: unknown): readonly { readonly document: unknown }[] {
  const { pin } = answer as { readonly pin: readonly { readonly pin: { readonly document: unknown } | null }[] };
  return pin.flatMap((row) => (row.pin === null ? [] : [{ document: row.pin.document }]));
}
