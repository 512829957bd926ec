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
  return meanings.find(({ says, unless }) => says({ code, message }) && unless?.test(message) !== true)?.meaning ?? "OTHER";
}

/** In this order: the first that fits counts. */
const meanings: readonly { readonly meaning: RpcMeaning; readonly says: (error: { readonly code: number; readonly message: string }) => boolean; readonly unless?: RegExp }[] = [
  { meaning: "REVERTED", says: ({ code, message }) => code === 3 || /execution reverted|\brevert(ed)?\b|VM Exception|invalid opcode|out of gas/i.test(message) },
  {
    meaning: "NO_STATE",
    says: ({ message }) => /missing trie node|historical state|state (is )?(not|un)\s?available|state histories|pruned|archive (node|request|access|data|state)|requested state|state already discarded|state at block .* is (pruned|not available)|no state (found|available)/i.test(message),
  },
  // "… exceeds the range allowed for your plan" and "… limited to 10 blocks on the free plan" speak of a plan, too.
  { meaning: "RANGE", says: ({ message }) => statedRange(message) !== undefined && !suggestion.test(message) && !decimalSuggestion.test(message), unless: /requests? per|per (second|minute|day)/i },
  { meaning: "RATE", says: ({ code, message }) => code === 429 || /too many requests|rate[- ]?limit|request (count|limit)|requests per|compute units|per second|throughput|capacity|quota|daily limit|credits/i.test(message) },
  {
    meaning: "RESULTS",
    says: ({ message }) =>
      /\b(results?|response|responses|quer(y|ies)|logs|events|log response|request|context|backend)\b/i.test(message) &&
      /more than|too (many|large|big|long)|size exceeded|exceeds?( max| limit| the (limit|max))|max results|not greater than|time(d )?[- ]?out|deadline exceeded|took too long|currently healthy|cancell?ed/i.test(message),
    // "… block range is too large" is said of queries, too.
    unless: /range[^.]* too (large|wide|big|high)|blocks range|too many blocks|max(imum)? block range|range greater/i,
  },
  { meaning: "RANGE", says: ({ message }) => /\b(range|ranges|blocks?|distance)\b/i.test(message) && /limit|max|exceed|too |at most|up to|wide|large|narrow|reduce|smaller|over|greater/i.test(message) },
  { meaning: "NO_BLOCK", says: ({ message }) => /unknown block|block not found|header not found|header for hash not found|finalized block not found|safe block not found|invalid block (tag|number)|unknown variant|block .* (not found|is not available)|beyond (current )?head/i.test(message) },
  { meaning: "NO_METHOD", says: ({ code, message }) => code === -32_601 || code === -32_004 || /method .*not (found|supported|available|exist|allowed|whitelisted)|does not exist.*method|unsupported method/i.test(message) },
  // Infura and others use it for ranges without saying more.
  { meaning: "RESULTS", says: ({ code }) => code === -32_005 },
];

/** `0x…`: "this block range should work: [0x10, 0x1f]". */
const suggestion = /\[?\s*(0x[0-9a-f]{1,13})\s*(?:,|-|to)\s*(0x[0-9a-f]{1,13})\s*\]?/i;

/** "retry with the range 6000000-6000509" */
const decimalSuggestion = /\brange:?\s+\[?(\d{1,15})\s*(?:-|,|to)\s*(\d{1,15})\]?/i;

/** How providers name the most blocks; the first that fits counts. A number is written as 10000, 10,000, 10_000 or 10K. */
const counted: readonly RegExp[] = [
  // "(5000 > 3000)"
  /\(\s*[\d,]+\s*>\s*(?<number>[\d][\d,_]*)(?<thousands>k)?\s*\)/i,
  // "Max range: 800", "exceed maximum block range: 5000", "max block range = 5000", "block range is too wide (maximum 1024)"
  /max(?:imum)?(?: allowed)?(?: block)? range(?: (?:is|of))?\s*[:=]?\s*(?<number>\d[\d,_]*)(?<thousands>k)?\b/i,
  /\brange\b.*\bmax(?:imum)?(?: allowed)?(?: is| of|:)?\s*(?<number>\d[\d,_]*)(?<thousands>k)?\b(?! (?:results|logs|events))/i,
  // "requested too many blocks from 0 to 16777215, maximum is set to 2048", "Maximum allowed number of requested blocks is 3500", "blocks distance: 10000"
  /\bblocks?\b.*\bmax(?:imum)? is(?: set to)? (?<number>\d[\d,_]*)(?<thousands>k)?\b/i,
  /\bmax(?:imum)?\b.*\bblocks?(?: distance)?(?: is|:| =)\s*(?<number>\d[\d,_]*)(?<thousands>k)?\b/i,
  // "limited to a 10,000 range", "limited to 0 - 50 blocks range", "block range is limited to 2000"
  /\blimited to (?:an? )?(?:\d+ ?- ?)?(?<number>\d[\d,_]*)(?<thousands>k)?\b(?:-| )?(?:blocks?|range)/i,
  /\brange\b.*\blimited to (?<number>\d[\d,_]*)(?<thousands>k)?\b(?! ?(?:results|logs|events|requests))/i,
  // "with up to a 500 block range", "at most 1000 blocks", "ranges over 10000 blocks are not supported"
  /\b(?:up to|at most|max(?:imum)?(?: is| of)?|over|larger than|greater than|more than|within|exceeds?(?: (?:the )?limit(?: of)?)?|limit(?: of| is|:)?)\s*(?:an? )?(?<number>\d[\d,_]*)(?<thousands>k)?\s*-?\s*blocks?/i,
  // "range 1000000 exceeds limit of 10000", "block range exceeds 1000", "block range greater than 10000 max", "query must be smaller than size 1024"
  /\brange\b[^.]*\b(?:exceeds?(?: (?:the )?(?:max(?:imum)?|limit)(?: of)?)?|greater than|limit(?: of| is|:)?|at most|up to)\s*:?\s*(?<number>\d[\d,_]*)(?<thousands>k)?\b(?! ?(?:results|logs|events|requests))/i,
  /\bsmaller than size (?<number>\d[\d,_]*)(?<thousands>k)?\b/i,
];

/**
 * How many blocks the node would take in one `eth_getLogs`, when its message says so.
 *
 * @example
 * statedRange("You can make eth_getLogs requests with up to a 500 block range. Try [0x10, 0x1f]")
 * // 16
 */
export function statedRange(message: string): number | undefined {
  const [, from, to] = suggestion.exec(message) ?? decimalSuggestion.exec(message) ?? [];
  const suggested = Number(to) - Number(from) + 1;
  if (suggested >= 1) return suggested;
  for (const pattern of counted) {
    const { number, thousands } = pattern.exec(message)?.groups ?? {};
    const blocks = Number(number?.replaceAll(/[,_]/g, "")) * (thousands === undefined ? 1 : 1000);
    if (blocks >= 1 && Number.isSafeInteger(blocks)) return blocks;
  }
  return undefined;
}

/** The error of the source for an error of a node that nothing can be done about. */
export function sourceErrorOf(error: RpcError, host: string, what: string): SourceError {
  if (error.source !== undefined) return error.source;
  const meaning = meaningOf(error);
  if (/currently healthy/i.test(error.message)) return new SourceError("UNREACHABLE", `${host} is in trouble and did not give ${what}.`, { cause: error });
  if (meaning === "RATE") return new SourceError("RATE_LIMITED", `${host} allows no further request for ${what} now.`, { cause: error });
  if (meaning === "RESULTS" || meaning === "RANGE") return new SourceError("UNSUPPORTED", `${host} refuses ${what} for its size; configure another RPC endpoint.`, { cause: error });
  if (meaning === "NO_METHOD") return new SourceError("UNSUPPORTED", `${host} does not offer what is needed for ${what}; configure another RPC endpoint.`, { cause: error });
  if (meaning === "NO_STATE") return new SourceError("UNSUPPORTED", `${host} no longer keeps the state that is needed for ${what}; configure an archive endpoint.`, { cause: error });
  return new SourceError("BAD_RESPONSE", `${host} answered with an error (${error.code}) for ${what}.`, { cause: error });
}
