import { asArray, asRecord, asUnixTime, readJson, SourceError, type ChainEvidence, type SourceClaim, type SourceContext } from "@modeldex/plugin-kit";
import type { Options } from "./options.ts";

type Enclaves = NonNullable<Options["enclaves"]>;

/** Views of `TEERegistry` in og-evm (MIT), with their selectors: keccak256 of the signature, the first four bytes. */
export const views = {
  enabled: { signature: "getEnabledTEEs(uint8)", selector: "0x63b86b89" },
  approved: { signature: "getApprovedPCRs()", selector: "0x5766275a" },
} as const;

/** Kind of an enclave in that registry: the proxies through which models are called. */
const proxyType = "0".repeat(64);

/**
 * What the registry of enclaves says at its newest final block: how many are enabled, and how many measurements are approved. An enclave there
 * runs the gateway that relays a request; which model answered is beyond it.
 *
 * @throws {SourceError} the endpoint fails, or serves another chain.
 */
export async function enclaveClaims(enclaves: Enclaves, context: SourceContext): Promise<readonly SourceClaim[]> {
  const host = new URL(enclaves.rpc).host;
  const [chainId, final, newest] = await rpc(enclaves, context, [["eth_chainId", []], ["eth_getBlockByNumber", ["finalized", false]], ["eth_getBlockByNumber", ["latest", false]]]);
  if (quantity(chainId) !== enclaves.chainId) throw new SourceError("BAD_RESPONSE", `${host} serves another chain than ${enclaves.chainId}; correct chainId or rpc.`);
  const finalized = blockOf(final);
  const block = finalized ?? blockOf(newest);
  if (block === undefined) throw new SourceError("BAD_RESPONSE", `${host} gave no block that can be read.`);
  const calls = [`${views.enabled.selector}${proxyType}`, views.approved.selector];
  const results = await rpc(enclaves, context, calls.map((data) => ["eth_call", [{ to: enclaves.registry, data }, block.tag]]));
  const account = `eip155:${enclaves.chainId}:${enclaves.registry}`;
  const evidenceOf = (signature: string, call: string, result: string): ChainEvidence => {
    const blockAt = asUnixTime(block.timestamp);
    return {
      kind: "chain", chainId: enclaves.chainId, address: enclaves.registry, signature, blockNumber: block.number, blockHash: block.hash,
      ...(blockAt === undefined ? {} : { blockAt }),
      finality: finalized === undefined ? "PENDING" : "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, raw: { call, result },
    };
  };
  const [enabled, approved] = results.map((result) => (typeof result === "string" && /^0x([0-9a-f]{64})+$/i.test(result) ? { result, count: lengthOf(result) } : undefined));
  const claims: SourceClaim[] = [];
  if (enabled?.count !== undefined && calls[0] !== undefined) {
    claims.push({
      kind: "EXECUTION_ATTESTATION",
      statement: `${enabled.count} enclaves that relay requests to models are enabled in ${account}: each attests the gateway's own code, not the model that answers.`,
      facts: { platform: "AWS Nitro", document: account, bindsTo: "the gateway that relays a request" },
      evidence: [evidenceOf(views.enabled.signature, calls[0], enabled.result)],
      issuer: { type: "CHAIN", key: account },
    });
  }
  if (approved?.count !== undefined && calls[1] !== undefined) {
    claims.push({
      kind: "EXTENSION",
      statement: `${approved.count} measurements of enclave images are approved in ${account}, by whoever administers that contract.`,
      facts: { kindUri: "urn:modeldex:approved-measurements", value: { count: approved.count } },
      evidence: [evidenceOf(views.approved.signature, calls[1], approved.result)],
      issuer: { type: "CHAIN", key: account },
    });
  }
  return claims;
}

/** Answers in the order asked; an error of one call is its `undefined`. */
async function rpc({ rpc: url }: Enclaves, context: SourceContext, calls: readonly (readonly [method: string, params: readonly unknown[]])[]): Promise<readonly unknown[]> {
  const answers = calls.map(async ([method, params]) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await context.fetch(url, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body, signal: context.signal });
    return asRecord(await readJson(response, "a JSON-RPC request", context.now()))?.["result"];
  });
  return await Promise.all(answers);
}

function blockOf(answer: unknown): { readonly number: number; readonly tag: string; readonly hash: string; readonly timestamp: number | undefined } | undefined {
  const block = asRecord(answer);
  const number = quantity(block?.["number"]);
  const hash = block?.["hash"];
  return number === undefined || typeof hash !== "string" || !/^0x[0-9a-f]{64}$/i.test(hash) ? undefined : { number, tag: `0x${number.toString(16)}`, hash, timestamp: quantity(block?.["timestamp"]) };
}

function quantity(value: unknown): number | undefined {
  return typeof value === "string" && /^0x[0-9a-f]{1,13}$/i.test(value) ? Number(value) : undefined;
}

/** Length of the one dynamic list that a result is: its second word, after the offset. */
function lengthOf(result: string): number | undefined {
  const [offset, length] = asArray(result.slice(2).match(/.{64}/g)) ?? [];
  const count = typeof length === "string" ? Number(BigInt(`0x${length}`)) : Number.NaN;
  return offset === `${"0".repeat(62)}20` && Number.isSafeInteger(count) ? count : undefined;
}
