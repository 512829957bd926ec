import { asArray, asRecord, SourceError } from "@modeldex/plugin-kit";
import { getAddress, type Address, type Hex } from "viem";

/** A block, as far as it is used. */
export interface Block {
  readonly number: number;
  readonly hash: Hex;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** A log, as the node gave it. */
export interface RawLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  /** Unix seconds, where the node adds it. */
  readonly timestamp?: number;
  readonly transactionHash: Hex;
  readonly logIndex: number;
}

/** Which logs are asked for. */
export interface LogFilter {
  readonly addresses: readonly Address[];
  readonly topics: readonly (readonly Hex[] | null)[];
  readonly fromBlock: number;
  readonly toBlock: number;
}

/** A transaction, as far as it is used. */
export interface RawTransaction {
  /** Calldata; of a deployment, code and arguments. */
  readonly input: Hex;
}

/** @returns `undefined` for null, which a node gives for a block that it does not have. @throws {SourceError} `BAD_RESPONSE` */
export function readBlock(answer: unknown, host: string): Block | undefined {
  if (answer === null) return undefined;
  const record = asRecord(answer);
  const number = quantity(record?.["number"]);
  const hash = hash32(record?.["hash"]);
  const timestamp = quantity(record?.["timestamp"]);
  if (number === undefined || hash === undefined || timestamp === undefined) throw malformed(host, "a block");
  return { number, hash, timestamp };
}

/** @returns `undefined` for null, which a node gives for a transaction that it does not have. @throws {SourceError} `BAD_RESPONSE` */
export function readTransaction(answer: unknown, host: string): RawTransaction | undefined {
  if (answer === null) return undefined;
  const input = hex(asRecord(answer)?.["input"]);
  if (input === undefined) throw malformed(host, "a transaction");
  return { input };
}

/** Logs in the order of the chain, without those that the node marks as removed. @throws {SourceError} `BAD_RESPONSE` */
export function readLogs(answer: unknown, host: string): readonly RawLog[] {
  const list = asArray(answer);
  if (list === undefined) throw malformed(host, "a list of logs");
  // A page of logs names few contracts, and the checksum of an address is a hash.
  const checksums = new Map<string, Address>();
  const addressOf = (value: unknown): Address | undefined => {
    if (typeof value !== "string" || !/^0x[0-9a-f]{40}$/i.test(value)) return undefined;
    const known = checksums.get(value) ?? getAddress(value.toLowerCase());
    checksums.set(value, known);
    return known;
  };
  const logs = list.flatMap((entry) => readLog(entry, { host, addressOf }) ?? []);
  return logs.toSorted((left, right) => left.blockNumber - right.blockNumber || left.logIndex - right.logIndex);
}

/** Bytes as hex in lower case. @throws {SourceError} `BAD_RESPONSE` */
export function readHex(answer: unknown, host: string, what: string): Hex {
  const bytes = hex(answer);
  if (bytes === undefined) throw malformed(host, what);
  return bytes;
}

/** A number of JSON-RPC (`0x1f`) up to 2^53 - 1. @throws {SourceError} `BAD_RESPONSE` */
export function readQuantity(answer: unknown, host: string, what: string): number {
  const number = quantity(answer);
  if (number === undefined) throw malformed(host, what);
  return number;
}

function readLog(
  entry: unknown,
  { host, addressOf }: { readonly host: string; readonly addressOf: (value: unknown) => Address | undefined },
): RawLog | undefined {
  const record = asRecord(entry);
  if (record?.["removed"] === true) return undefined;
  const address = addressOf(record?.["address"]);
  const topics = asArray(record?.["topics"])?.map(hash32);
  const data = hex(record?.["data"]);
  const blockNumber = quantity(record?.["blockNumber"]);
  const blockHash = hash32(record?.["blockHash"]);
  const transactionHash = hash32(record?.["transactionHash"]);
  const logIndex = quantity(record?.["logIndex"]);
  if (
    address === undefined || topics === undefined || topics.length > 4 || data === undefined ||
    blockNumber === undefined || blockHash === undefined || transactionHash === undefined || logIndex === undefined
  ) {
    throw malformed(host, "a log");
  }
  const known = topics.filter((topic) => topic !== undefined);
  if (known.length !== topics.length) throw malformed(host, "a log");
  const timestamp = quantity(record?.["blockTimestamp"]);
  return {
    address, topics: known, data, blockNumber, blockHash, transactionHash, logIndex,
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}

function quantity(value: unknown): number | undefined {
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,14}$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function hex(value: unknown): Hex | undefined {
  return typeof value === "string" && /^0x([0-9a-f]{2})*$/i.test(value) ? `0x${value.slice(2).toLowerCase()}` : undefined;
}

function hash32(value: unknown): Hex | undefined {
  return typeof value === "string" && value.length === 66 ? hex(value) : undefined;
}

function malformed(host: string, what: string): SourceError {
  return new SourceError("BAD_RESPONSE", `${host} gave ${what} that is not what Ethereum's JSON-RPC describes.`);
}
