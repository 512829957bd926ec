import { SourceError } from "@modeldex/plugin-kit";

/** An error that a node answered with; its message is the node's own and may hold anything. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  /** Of JSON-RPC; 0 when the node gave none. */
  readonly code: number;
  /** What the answer failed with on its way, where that may be for its size. */
  readonly source: SourceError | undefined;

  constructor(code: number, message: string, source?: SourceError) {
    super(message.slice(0, 500), source === undefined ? undefined : { cause: source });
    this.code = code;
    this.source = source;
  }
}

/** What a node means by an error, as far as a reader acts on it. */
export type RpcMeaning = "RANGE" | "RESULTS" | "RATE" | "NO_METHOD" | "NO_STATE" | "NO_BLOCK" | "REVERTED" | "OTHER";

/**
 * Sorts an error of a node. Providers agree on neither codes nor words, so this reads both.
 *
 * RANGE: too many blocks in one `eth_getLogs`; RESULTS: too many logs in it, or it took too long; RATE: too many requests;
 * NO_STATE: the state of that block is no longer kept; NO_BLOCK: no such block or tag; REVERTED: the contract refused the call.
 */
export function meaningOf({ code, message, source }: { readonly code: number; readonly message: string; readonly source?: SourceError | undefined }): RpcMeaning {
  if (source !== undefined) return "RESULTS";
  if (/execution reverted|\brevert(ed)?\b|VM Exception|invalid opcode|out of gas/i.test(message) || code === 3) return "REVERTED";
  if (/missing trie node|historical state|state (is )?(not|un)\s?available|state histories|pruned|archive (node|request|access)|requested state|state already discarded/i.test(message)) return "NO_STATE";
  if (code === 429 || /too many requests|rate[- ]limit|request (count|limit)|compute units|per second|throughput|capacity|quota|daily limit/i.test(message)) return "RATE";
  if (/\b(results?|response|quer(y|ies)|logs|events)\b/i.test(message) && /more than|too (many|large|big|long)|size exceeded|exceeds?( max)? results|max results|time(d )?[- ]?out/i.test(message)) {
    // "… block range is too large" is said of queries, too.
    return /range (is |are )?too|blocks range|too many blocks/i.test(message) ? "RANGE" : "RESULTS";
  }
  if (/\b(range|blocks?|distance)\b/i.test(message) && /limit|max|exceed|too |at most|up to|wide|large|narrow|reduce|smaller/i.test(message)) return "RANGE";
  if (/unknown block|block not found|header not found|finalized block not found|safe block not found|invalid block (tag|number)|unknown variant/i.test(message)) return "NO_BLOCK";
  if (code === -32_601 || code === -32_004 || /method .*not (found|supported|available|exist)|does not exist.*method/i.test(message)) return "NO_METHOD";
  // Infura and others use it for ranges without saying more.
  return code === -32_005 ? "RESULTS" : "OTHER";
}

/**
 * How many blocks the node would take in one `eth_getLogs`, when its message says so.
 *
 * @example
 * statedRange("You can make eth_getLogs requests with up to a 500 block range. Try [0x10, 0x1f]")
 * // 16
 */
export function statedRange(message: string): number | undefined {
  const suggested = /\[?\s*(0x[0-9a-f]{1,13})\s*(?:,|-|to)\s*(0x[0-9a-f]{1,13})\s*\]?/i.exec(message);
  if (suggested?.[1] !== undefined && suggested[2] !== undefined) {
    const blocks = Number(suggested[2]) - Number(suggested[1]) + 1;
    if (blocks >= 1) return blocks;
  }
  const counted = /(?:at most|up to|limited to|maximum(?: of| is|:)?|max(?: is|:)?|exceeds?(?: the)?(?: range| limit)?(?: of)?|within|limit(?: of| is|:)?|over|larger than|more than|than)\s*(?:a |an |is |allowed:? ?)?\s*(\d[\d,_]*)(k)?\s*-?\s*block/i.exec(message);
  const digits = counted?.[1]?.replaceAll(/[,_]/g, "");
  if (digits === undefined) return undefined;
  const blocks = Number(digits) * (counted?.[2] === undefined ? 1 : 1000);
  return blocks >= 1 && Number.isSafeInteger(blocks) ? blocks : undefined;
}

/** The error of the source for an error of a node that nothing can be done about. */
export function sourceErrorOf(error: RpcError, host: string, what: string): SourceError {
  if (error.source !== undefined) return error.source;
  const meaning = meaningOf(error);
  if (meaning === "RATE") return new SourceError("RATE_LIMITED", `${host} allows no further request for ${what} now.`, { cause: error });
  if (meaning === "RESULTS" || meaning === "RANGE") return new SourceError("UNSUPPORTED", `${host} refuses ${what} for its size; configure another RPC endpoint.`, { cause: error });
  if (meaning === "NO_METHOD") return new SourceError("UNSUPPORTED", `${host} does not offer what is needed for ${what}; configure another RPC endpoint.`, { cause: error });
  if (meaning === "NO_STATE") return new SourceError("UNSUPPORTED", `${host} no longer keeps the state that is needed for ${what}; configure an archive endpoint.`, { cause: error });
  return new SourceError("BAD_RESPONSE", `${host} answered with an error (${error.code}) for ${what}.`, { cause: error });
}
