import type { ChainEvidence } from "@modeldex/schema";

/**
 * The one JSON-RPC call that replays chain evidence, as a complete `curl` command for sh. It goes to the first address in the reader's own
 * environment variable `ONCHAIN_RPC_<chain id>` (addresses separated by commas), so that no address of the operator is shown.
 *
 * A log is found again in the receipt of its transaction or, where the source gives no transaction, among the logs of its block; a call is made
 * again at its block.
 */
export function reproduceCommand(evidence: ChainEvidence): string {
  const { method, params } = replayCall(evidence);
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const address = `"\${ONCHAIN_RPC_${String(Math.trunc(evidence.chainId))}%%,*}"`;
  return `curl -fsS -H 'content-type: application/json' --data ${shellQuote(body)} ${address}`;
}

/** The same call as data. */
export function replayCall(evidence: ChainEvidence): { readonly method: string; readonly params: readonly unknown[] } {
  if ("call" in evidence.raw) {
    return { method: "eth_call", params: [{ to: evidence.address, data: evidence.raw.call }, { blockHash: evidence.blockHash }] };
  }
  if (evidence.transactionHash !== undefined) return { method: "eth_getTransactionReceipt", params: [evidence.transactionHash] };
  return { method: "eth_getLogs", params: [{ address: evidence.address, blockHash: evidence.blockHash, topics: evidence.raw.topics }] };
}

/**
 * Command by which anybody computes the sha256 of a file on the web; `undefined` when the address is no http or https URL.
 *
 * @example
 * digestCommand("https://example.org/model.gguf")
 * // "curl -fsSL 'https://example.org/model.gguf' | sha256sum"
 */
export function digestCommand(url: string | undefined): string | undefined {
  const command = fetchCommand(url);
  return command === undefined ? undefined : `${command} | sha256sum`;
}

/** Command by which anybody reads a file on the web; `undefined` when the address is no http or https URL. */
export function fetchCommand(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? `curl -fsSL ${shellQuote(href)}` : undefined;
}

/** The text comes from records of others: within single quotes sh reads nothing but the closing quote. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
