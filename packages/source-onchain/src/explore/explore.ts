import { parseOptions, SourceError, type Explored, type SourceContext } from "@modeldex/plugin-kit";
import { getAddress, type Abi } from "viem";
import { z } from "zod";
import { compileMapping } from "../mapping/compile-mapping.ts";
import { mappingSchema } from "../mapping/mapping-schema.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { abiIn, readContract, samplesOf, type ContractFacts } from "./contract.ts";
import { exploredText } from "./explored-text.ts";
import { guessMapping, type GuessedMapping } from "./guess-mapping.ts";

/** A number, or the text of one, as a command gives it. */
function whole(message: string) {
  return z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,15}$/).transform(Number)], message);
}

const options = z.strictObject({
  chain: whole("must be the number of a chain, such as 84532").refine((id) => id > 0, "must be the number of a chain, such as 84532"),
  address: z.string().regex(/^0x[0-9a-fA-F]{40}$/, "must be a contract's address: 0x and 40 hex digits"),
  rpc: z.array(z.url({ protocol: /^https?$/, error: "must be an http or https URL" })).min(1, "needs the URL of a JSON-RPC endpoint: --rpc https://… or the variable ONCHAIN_RPC_<chain id>"),
  /** Text of an ABI: JSON, or signatures, one a line. */
  abi: z.string().optional(),
  /** Address of an ABI: JSON, or an answer that has one. */
  abiUrl: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional(),
  from: whole("must be the number of a block").optional(),
});

/** Where verified contracts are published, by chain id and address. */
const sourcify = "https://sourcify.dev/server/v2/contract";

/** @throws {OptionsError} naming the option that is wrong. */
export function readExploreOptions(given: unknown) {
  const { address, ...read } = parseOptions(options, given, "onchain");
  return { ...read, address: getAddress(address) };
}

/** Addresses that a look at a contract goes to and that were given by its operator. */
export function exploreAddresses(given: unknown): readonly string[] {
  const { rpc, abiUrl } = readExploreOptions(given);
  return [...rpc, ...(abiUrl === undefined ? [] : [abiUrl])];
}

/**
 * Looks at a contract before there is a mapping: what stands behind it, its newest events decoded, and a mapping to start from, with the source
 * that it makes.
 *
 * The ABI is the one that is given, else the one that Sourcify has for the contract or for what stands behind it.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @throws {SourceError} the endpoint serves another chain, there is no contract, or it does not answer.
 */
export async function explore(given: unknown, context: SourceContext): Promise<Explored> {
  const request = readExploreOptions(given);
  const { chain: chainId, address, rpc, from } = request;
  const [first = ""] = rpc;
  const facts = await readContract({ chainId, address, rpc: first, ...(from === undefined ? {} : { fromBlock: from }) }, context);
  const found = await abiOf(request, facts, context);
  const samples = samplesOf(facts.logs, found.abi);
  const place = { id: "mine", chainId, address, startBlock: facts.deployedAt ?? 0 };
  const guessed = usable(guessMapping(found.abi, place, samples.counts));
  const text = exploredText({ place, facts, samples, abiFrom: found.from, guessed });
  if (guessed === undefined) return { text, data: { facts: factsOf(facts), events: samples.events } };
  return {
    text,
    data: { facts: factsOf(facts), events: samples.events, mapping: guessed.mapping, notes: guessed.notes },
    source: onchain({ chains: [{ chainId, rpc }], registries: [guessed.mapping] }),
  };
}

function factsOf({ head, implementation, deployedAt, logs, readFrom }: ContractFacts): object {
  return { head: head.number, implementation, deployedAt, logs: logs.length, readFrom };
}

interface FoundAbi {
  readonly abi: Abi;
  /** Where it is from, for a person; absent when there is none. */
  readonly from?: string;
}

async function abiOf({ abi, abiUrl, chain, address }: ReturnType<typeof readExploreOptions>, { implementation }: ContractFacts, context: SourceContext): Promise<FoundAbi> {
  if (abi !== undefined) return { abi: abiIn(abi), from: "the file that was given" };
  if (abiUrl !== undefined) {
    const response = await context.fetch(abiUrl, { signal: context.signal });
    if (!response.ok) throw new SourceError("BAD_RESPONSE", `${new URL(abiUrl).host} answered ${response.status} for the ABI.`);
    return { abi: abiIn(await response.text()), from: abiUrl };
  }
  for (const account of [implementation, address]) {
    const published = account === undefined ? undefined : await publishedAbi(chain, account, context);
    if (published !== undefined) return { abi: published, from: `Sourcify, of ${account}` };
  }
  return { abi: [] };
}

async function publishedAbi(chain: number, address: string, context: SourceContext): Promise<Abi | undefined> {
  try {
    const response = await context.fetch(`${sourcify}/${chain}/${address}?fields=abi`, { signal: context.signal, headers: { accept: "application/json" } });
    return response.ok ? abiIn(await response.text()) : undefined;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof SourceError)) throw error;
    // Without internet there is the file that an author gives.
    context.log.debug("no ABI is published, or the service cannot be reached", { code: error.code });
    return undefined;
  }
}

/** A guess that a start would accept: rules and values that it would not are left out, and said. */
function usable(guess: GuessedMapping | undefined): GuessedMapping | undefined {
  let current = guess;
  for (let attempt = 0; current !== undefined && attempt < 10; attempt += 1) {
    const parsed = mappingSchema.safeParse(current.mapping);
    const issues = parsed.success ? issuesOf(compileMapping(parsed.data)) : parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    const [issue] = issues;
    if (issue === undefined) return current;
    const mapping = without(current.mapping, issue.path);
    if (mapping === undefined) return undefined;
    current = { mapping, notes: [...current.notes, `${issue.path} was left out: ${issue.message}.`] };
  }
  return undefined;
}

function issuesOf(compiled: ReturnType<typeof compileMapping>) {
  return "issues" in compiled ? compiled.issues : [];
}

/** The mapping without what an issue's path leads to. */
function without(mapping: Mapping, path: string): Mapping | undefined {
  const [, event, target] = /^on\.([^.]+)(?:\.(?:set|value)\.([\w.]+))?/.exec(path) ?? [];
  const rule = event === undefined ? undefined : mapping.on?.[event];
  if (event !== undefined && rule !== undefined && mapping.on !== undefined) {
    if (target !== undefined && "set" in rule && rule.set !== undefined) {
      return { ...mapping, on: { ...mapping.on, [event]: { ...rule, set: Object.fromEntries(Object.entries(rule.set).filter(([name]) => name !== target)) } as typeof rule } };
    }
    const on = Object.fromEntries(Object.entries(mapping.on).filter(([name]) => name !== event));
    return Object.keys(on).length === 0 ? undefined : { ...mapping, on };
  }
  const index = /^read\[(\d+)\]/.exec(path)?.[1];
  return index === undefined || mapping.read === undefined ? undefined : { ...mapping, read: mapping.read.filter((_, place) => place !== Number(index)) };
}
