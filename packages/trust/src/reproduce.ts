import type { ChainEvidence } from "@modeldex/schema";

/**
 * The one JSON-RPC call that replays chain evidence, as a complete `curl` command for sh. It goes to the first address in the reader's own
 * environment variable `ONCHAIN_RPC_<chain id>` (addresses separated by commas), so that no address of the operator is shown.
 *
 * A log is found again in the receipt of its transaction or, where the source gives no transaction, among the logs of its block; a call is made
 * again at its block, as the same account; a storage slot and the code are read at their block. What is kept of code is its keccak256, and the
 * answer is the code: it is hashed by whoever compares.
 */
export function reproduceCommand(evidence: ChainEvidence): string {
  return rpcCommand(evidence.chainId, replayCall(evidence));
}

/** The call that reads a block by its number, as such a command. */
export function blockCommand(chainId: number, blockNumber: number): string {
  return rpcCommand(chainId, { method: "eth_getBlockByNumber", params: [`0x${blockNumber.toString(16)}`, false] });
}

function rpcCommand(chainId: number, { method, params }: ReturnType<typeof replayCall>): string {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const address = `"\${ONCHAIN_RPC_${String(Math.trunc(chainId))}%%,*}"`;
  return `curl -fsS -H 'content-type: application/json' --data ${shellQuote(body)} ${address}`;
}

/** The same call as data. */
export function replayCall(evidence: ChainEvidence): { readonly method: string; readonly params: readonly unknown[] } {
  const { raw, address, blockHash, transactionHash } = evidence;
  const block = { blockHash };
  if ("call" in raw) return { method: "eth_call", params: [{ to: address, ...(raw.from === undefined ? {} : { from: raw.from }), data: raw.call }, block] };
  if ("slot" in raw) return { method: "eth_getStorageAt", params: [address, raw.slot, block] };
  if ("codeHash" in raw) return { method: "eth_getCode", params: [address, block] };
  if ("input" in raw) return { method: "eth_getTransactionByHash", params: [transactionHash] };
  if (transactionHash !== undefined) return { method: "eth_getTransactionReceipt", params: [transactionHash] };
  return { method: "eth_getLogs", params: [{ address, blockHash, topics: raw.topics }] };
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

/** Command by which anybody sees whether the first byte of a file on the web can be had; `undefined` when the address is no http or https URL. */
export function firstByteCommand(url: string | undefined): string | undefined {
  return fetchCommand(url)?.replace("curl -fsSL", "curl -fsSL -r 0-0 -o /dev/null -w '%{http_code}\\n'");
}

/** The text comes from records of others: within single quotes sh reads nothing but the closing quote. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
