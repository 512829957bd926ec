import { OptionsError, parseOptions, type OptionsIssue } from "@modeldex/plugin-kit";
import { z } from "zod";
import { readGateways, type GatewayOptions, type Gateways } from "./documents/gateways.ts";
import { compileMapping } from "./mapping/compile-mapping.ts";
import type { Endpoint } from "./rpc/lent-rpc.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { chosen, closed } from "./mapping/closed-schema.ts";
import { mappingSchema } from "./mapping/mapping-schema.ts";
import { registryAccount, type Registry } from "./mapping/registry.ts";

export interface OnChainOptions {
  /** @default "onchain" */
  readonly id?: string;
  readonly chains: readonly ChainOptions[];
  /** At least one; presets give them: `fabstir({...})`, `erc8004({...})`. */
  readonly registries: readonly Mapping[];
  /** Where documents that a chain names by their content are read. */
  readonly gateways?: GatewayOptions;
}

export interface ChainOptions {
  readonly chainId: number;
  /** URLs of JSON-RPC endpoints; the next one is asked when one fails. */
  readonly rpc: readonly string[];
  /**
   * Which blocks are final: those that the node calls `finalized`, those `depth` blocks below the newest, or all.
   * A node that does not know `finalized` is read at a depth of 64.
   *
   * @default "finalized"
   */
  readonly finality?: "finalized" | "instant" | { readonly depth: number };
  /**
   * How many of the endpoints must give equal answers; a page without that many fails, and evidence says how many agreed.
   *
   * @default 1
   */
  readonly agreement?: number;
  /** Address of a block explorer, such as https://basescan.org; its URLs are then understood. */
  readonly explorer?: string;
}

/** A chain, ready to be read. */
export interface Chain {
  readonly chainId: number;
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
  readonly finality: "finalized" | "instant" | { readonly depth: number };
  /** Endpoints that must give equal answers; at least 1. */
  readonly agreement: number;
  /** Without slash at the end. */
  readonly explorer?: string;
  readonly registries: readonly Registry[];
  readonly gateways: Gateways;
}

/**
 * Checks the options of `onchain`, every mapping against its ABI included.
 *
 * @throws {OptionsError} with everything that is wrong.
 */
export function readOptions(input: unknown): { readonly id: string; readonly chains: readonly Chain[] } {
  const options = parseOptions(optionsSchema, input, "onchain");
  const issues: OptionsIssue[] = [];
  const registries: Registry[] = [];
  options.registries.forEach((mapping, index) => {
    const at = `registries[${index}]`;
    const compiled = compileMapping(mapping);
    if ("issues" in compiled) {
      issues.push(...compiled.issues.map(({ path, message }) => ({ path: `${at}.${path}`, message: `registry "${mapping.id}": ${message}` })));
      return;
    }
    issues.push(...besideOthers(compiled.registry, { at, before: registries, options }));
    registries.push(compiled.registry);
  });
  if (issues.length === 0) issues.push(...registries.flatMap((registry, index) => claimsIssues(registry, { at: `registries[${index}]`, registries })));
  options.chains.forEach(({ chainId }, index) => {
    if (options.chains.findIndex((other) => other.chainId === chainId) !== index) issues.push({ path: `chains[${index}].chainId`, message: `chain ${chainId} is given twice` });
  });
  options.chains.forEach(({ chainId, rpc, agreement }, index) => {
    const distinct = distinctUrls(rpc).length;
    if (agreement > distinct) issues.push({ path: `chains[${index}].agreement`, message: `chain ${chainId}: ${agreement} endpoints cannot agree, rpc has ${distinct}; add URLs to rpc or write at most ${distinct}` });
  });
  if (issues.length > 0) throw new OptionsError("onchain", issues);
  const gateways = readGateways(options.gateways, options.chains.flatMap(({ rpc }) => rpc));
  const chains = options.chains.flatMap(({ chainId, rpc, finality, agreement, explorer }): readonly Chain[] => {
    const own = registries.filter((registry) => registry.chainId === chainId);
    const [first, ...others] = distinctUrls(rpc).map((url): Endpoint => ({ url, host: new URL(url).host, takesBatches: true }));
    if (own.length === 0 || first === undefined) return [];
    return [{ chainId, endpoints: [first, ...others], finality, agreement, registries: own, gateways, ...(explorer === undefined ? {} : { explorer: explorer.replace(/\/+$/, "") }) }];
  });
  return { id: options.id, chains };
}

/** One endpoint that is written in two ways agrees with itself. */
function distinctUrls(urls: readonly string[]): readonly string[] {
  const spelled = urls.map((url) => new URL(url).href.replace(/\/$/, ""));
  return urls.filter((_, index) => spelled.indexOf(spelled[index] ?? "") === index);
}

/** What a registry cannot be beside the others and the chains. */
function besideOthers(
  registry: Registry,
  { at, before, options }: { readonly at: string; readonly before: readonly Registry[]; readonly options: z.output<typeof optionsSchema> },
): readonly OptionsIssue[] {
  const { id, chainId, space } = registry;
  const issue = (member: string, message: string): OptionsIssue => ({ path: `${at}.${member}`, message: `registry "${id}": ${message}` });
  const issues: OptionsIssue[] = [];
  if (before.some((other) => other.id === id)) issues.push({ path: `${at}.id`, message: `there are two registries "${id}"` });
  // Claims have no ids in the contract that they are made in.
  const twin = before.find((other) => registryAccount(other) === registryAccount(registry) && other.space === space && other.claimsOn === undefined && registry.claimsOn === undefined);
  if (twin !== undefined && space === undefined) {
    issues.push(issue("address", `registry "${twin.id}" has this contract already; put both into one mapping, or give one of them a space if the contract has two kinds of ids`));
  } else if (twin !== undefined) issues.push(issue("space", `registry "${twin.id}" has the space "${space}" of this contract already`));
  if (!options.chains.some((chain) => chain.chainId === chainId)) {
    issues.push(issue("chainId", `chain ${chainId} is not in chains; there are ${options.chains.map((chain) => chain.chainId).join(", ")}`));
  }
  return issues;
}

/** Whether the registry that claims are about is there, on the same chain, with keys of the same type. */
function claimsIssues(registry: Registry, { at, registries }: { readonly at: string; readonly registries: readonly Registry[] }): readonly OptionsIssue[] {
  const { id, chainId, claimsOn, keyForm } = registry;
  if (claimsOn === undefined) return [];
  const issue = (message: string): readonly OptionsIssue[] => [{ path: `${at}.claimsOn`, message: `registry "${id}": ${message}` }];
  const about = registries.find((other) => other.id === claimsOn);
  const others = registries.filter((other) => other.chainId === chainId && other.claimsOn === undefined).map((other) => other.id);
  if (about === undefined || about === registry) return issue(`there is no registry "${claimsOn}"; on chain ${chainId} there are ${others.length === 0 ? "none" : others.join(", ")}`);
  if (about.chainId !== chainId) return issue(`registry "${claimsOn}" is on chain ${about.chainId}, this one on chain ${chainId}; both must be on one chain`);
  if (about.claimsOn !== undefined) return issue(`registry "${claimsOn}" has no entries of its own: it has claims about those of "${about.claimsOn}"`);
  if (about.keyForm.type !== keyForm.type) return issue(`the key is ${keyForm.type}, and ${about.keyForm.type} in registry "${claimsOn}"; both must have one type`);
  return [];
}

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });
// The lent fetch sends none of them.
const plainUrl = httpUrl.refine((text) => {
  const url = URL.parse(text);
  return url === null || (url.username === "" && url.password === "");
}, "must have no user name and no password; a key belongs in the path or the parameters");
const noUrls = z.never({ error: 'must be a list of URLs: ["https://…"]' });
const listOfUrls = z.array(plainUrl).max(10, "takes at most 10 URLs");
const gateways = chosen((given) => (Array.isArray(given) ? listOfUrls : noUrls)).optional();
const endpoints = listOfUrls.min(1, "needs at least one URL of a JSON-RPC endpoint");

const finalities = z.enum(["finalized", "instant"], 'must be "finalized", "instant" or { depth: <blocks> }');
const depth = closed({ depth: z.number("must be a number of blocks from 0 to 100000").int().min(0).max(100_000) });

const noChain = 'needs at least one chain: { chainId, rpc: ["https://…"] }';
const chain = closed({
  chainId: z.number("must be a number such as 8453").int().positive(),
  rpc: chosen((given) => (Array.isArray(given) ? endpoints : noUrls)),
  finality: chosen((given) => (typeof given === "object" ? depth : finalities)).default("finalized"),
  agreement: z.number("must be a number from 1 to 10").int().min(1).max(10).default(1),
  explorer: httpUrl.optional(),
});

const noRegistry = "needs at least one registry, such as fabstir({ chainId, address, startBlock }) or a mapping; without one, leave onchain out of the sources";
const optionsSchema = closed({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("onchain"),
  chains: z.array(chain, noChain).min(1, noChain),
  registries: z.array(mappingSchema, noRegistry).min(1, noRegistry),
  gateways: closed({ ipfs: gateways, arweave: gateways, walrus: gateways }).optional(),
});
