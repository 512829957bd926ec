import { parseOptions } from "@modeldex/plugin-kit";
import { z } from "zod";

export interface OpenGradientOptions {
  /** @default "opengradient" */
  readonly id?: string;
  /** Address of the hub's API. @default "https://hub-api.opengradient.ai" */
  readonly endpoint?: string | undefined;
  /** Address of the pages for people. @default "https://hub.opengradient.ai" */
  readonly site?: string;
  /** Walrus aggregator that links to files go to. @default "https://aggregator.suicore.com", which OpenGradient's own programs use */
  readonly aggregator?: string;
  /** The registry of enclaves on OpenGradient's chain; without it nothing is said of enclaves. */
  readonly enclaves?: EnclaveOptions;
}

export interface EnclaveOptions {
  /** A JSON-RPC endpoint of the chain. */
  readonly rpc: string;
  /** @default 10740, the development network */
  readonly chainId?: number;
  /** The contract `TEERegistry`. @default "0x703cB174AEadB35D611858369B4b1111dC9Abda6" */
  readonly registry?: string;
}

/** Options with their defaults; addresses without a slash at the end. */
export type Options = ReturnType<typeof readOptions>;

/** @throws {OptionsError} naming the option that is wrong. */
export function readOptions(options: OpenGradientOptions) {
  return parseOptions(schema, options, "openGradient()");
}

const address = (example: string) => z.url({ protocol: /^https?$/, error: `must be an http or https URL, such as ${example}` }).transform((url) => url.replace(/\/+$/, ""));

const schema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("opengradient"),
  endpoint: address("https://hub-api.opengradient.ai").default("https://hub-api.opengradient.ai"),
  site: address("https://hub.opengradient.ai").default("https://hub.opengradient.ai"),
  aggregator: address("https://aggregator.suicore.com").default("https://aggregator.suicore.com"),
  enclaves: z
    .strictObject({
      rpc: address("https://ogevmdevnet.opengradient.ai"),
      chainId: z.number().int().positive().default(10_740),
      registry: z.string().regex(/^0x[0-9a-fA-F]{40}$/, "must be a contract's address: 0x and 40 hex digits").default("0x703cB174AEadB35D611858369B4b1111dC9Abda6"),
    })
    .optional(),
});
