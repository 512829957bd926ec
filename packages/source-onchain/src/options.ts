import { OptionsError, parseOptions, type OptionsIssue } from "@modeldex/plugin-kit";
import { z } from "zod";
import { compileMapping } from "./mapping/compile-mapping.ts";
import type { Endpoint } from "./rpc/lent-rpc.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { mappingSchema } from "./mapping/mapping-schema.ts";
import { registryAccount, type Registry } from "./mapping/registry.ts";

export interface OnChainOptions {
  /** @default "onchain" */
  readonly id?: string;
  readonly chains: readonly ChainOptions[];
  /** At least one; presets give them: `fabstir({...})`, `erc8004({...})`. */
  readonly registries: readonly Mapping[];
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
    const { registry } = compiled;
    if (registries.some(({ id }) => id === registry.id)) issues.push({ path: `${at}.id`, message: `there are two registries "${registry.id}"` });
    const twin = registries.find((other) => registryAccount(other) === registryAccount(registry));
    if (twin !== undefined) issues.push({ path: `${at}.address`, message: `registry "${registry.id}": registry "${twin.id}" has this contract already; put both into one mapping` });
    if (!options.chains.some(({ chainId }) => chainId === registry.chainId)) {
      issues.push({ path: `${at}.chainId`, message: `registry "${registry.id}": chain ${registry.chainId} is not in chains; there are ${options.chains.map(({ chainId }) => chainId).join(", ")}` });
    }
    registries.push(registry);
  });
  options.chains.forEach(({ chainId }, index) => {
    if (options.chains.findIndex((other) => other.chainId === chainId) !== index) issues.push({ path: `chains[${index}].chainId`, message: `chain ${chainId} is given twice` });
  });
  options.chains.forEach(({ chainId, rpc, agreement }, index) => {
    const distinct = new Set(rpc).size;
    if (agreement > distinct) issues.push({ path: `chains[${index}].agreement`, message: `chain ${chainId}: ${agreement} endpoints cannot agree, rpc has ${distinct}; add URLs to rpc or write at most ${distinct}` });
  });
  if (issues.length > 0) throw new OptionsError("onchain", issues);
  const chains = options.chains.flatMap(({ chainId, rpc, finality, agreement, explorer }): readonly Chain[] => {
    const own = registries.filter((registry) => registry.chainId === chainId);
    const [first, ...others] = [...new Set(rpc)].map((url): Endpoint => ({ url, host: new URL(url).host, takesBatches: true }));
    if (own.length === 0 || first === undefined) return [];
    return [{ chainId, endpoints: [first, ...others], finality, agreement, registries: own, ...(explorer === undefined ? {} : { explorer: explorer.replace(/\/+$/, "") }) }];
  });
  return { id: options.id, chains };
}

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });

const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("onchain"),
  chains: z
    .array(
      z.strictObject({
        chainId: z.number().int().positive(),
        rpc: z.array(httpUrl).min(1, "needs at least one URL of a JSON-RPC endpoint").max(10),
        finality: z.union([z.literal("finalized"), z.literal("instant"), z.strictObject({ depth: z.number().int().min(0).max(100_000) })]).default("finalized"),
        agreement: z.number().int().min(1).max(10).default(1),
        explorer: httpUrl.optional(),
      }),
    )
    .min(1, "needs at least one chain: { chainId, rpc: [\"https://…\"] }"),
  registries: z.array(mappingSchema).min(1, "needs at least one registry, such as fabstir({ chainId, address, startBlock }) or a mapping; without one, leave onchain out of the sources"),
});
