import { asArray, asRecord } from "@modeldex/plugin-kit";
import { readBlock, readHex, readLogs, type RawLog } from "./raw.ts";

/** What an endpoint gave, in one form for all nodes, to be compared as text. `undefined`: it has no such block or transaction. */
export type Canonical = string | undefined;

/**
 * The part of an answer that all nodes of a chain give alike. Fields that only some add (block times of logs, fees of a rollup) are left out.
 *
 * @throws {SourceError} `BAD_RESPONSE`: it is not what the method gives.
 */
export function canonicalOf(method: string, result: unknown, host: string): Canonical {
  switch (method) {
    case "eth_getBlockByNumber":
    case "eth_getBlockByHash": {
      const block = readBlock(result, host);
      return block === undefined ? undefined : `${block.number} ${block.hash} ${block.timestamp}`;
    }
    case "eth_getLogs":
      return logsText(readLogs(result, host));
    case "eth_call":
    case "eth_getCode":
      return readHex(result, host, "a result");
    case "eth_getTransactionReceipt":
      return membersText(result, ["transactionHash", "blockHash", "status"], (record) => logsText(readLogs(record["logs"], host)));
    case "eth_getTransactionByHash":
      return membersText(result, ["hash", "blockHash", "from", "to", "input", "value"]);
    default:
      return result === null ? undefined : sortedText(result);
  }
}

/** What differs between two endpoints, as the end of a sentence. */
export function differenceOf(method: string, params: readonly unknown[], [left, right]: readonly [Given, Given]): string {
  const [first] = params;
  if (method === "eth_getBlockByNumber") return `block ${numberText(first)} is ${blockHash(left)} at ${left.host} and ${blockHash(right)} at ${right.host}`;
  if (method === "eth_getLogs") {
    const filter = asRecord(first);
    return `of the blocks ${numberText(filter?.["fromBlock"])} to ${numberText(filter?.["toBlock"])} ${logDifference(readLogs(left.value, left.host), readLogs(right.value, right.host), [left.host, right.host])}`;
  }
  const call = asRecord(first);
  const where = `${left.host} and ${right.host}`;
  if (method === "eth_call") return `the result of a call of ${String(call?.["to"])} at block ${numberText(params[1])} differs between ${where}`;
  return `the result of ${method} ${String(first)} differs between ${where}`;
}

/** An answer of one endpoint. */
export interface Given {
  readonly host: string;
  readonly value: unknown;
}

function logDifference(left: readonly RawLog[], right: readonly RawLog[], [a, b]: readonly [string, string]): string {
  const [atLeft, atRight] = [left, right].map((logs) => new Map(logs.map((log) => [`log ${log.logIndex} of block ${log.blockNumber}`, logsText([log])])));
  for (const [place, text] of atLeft ?? []) {
    if (atRight?.has(place) !== true) return `${a} gives ${left.length} logs and ${b} ${right.length}; ${b} has no ${place}`;
    if (atRight.get(place) !== text) return `${place} is another one at ${a} than at ${b}`;
  }
  const missing = [...(atRight ?? [])].find(([place]) => atLeft?.has(place) !== true);
  return `${a} gives ${left.length} logs and ${b} ${right.length}; ${a} has no ${missing?.[0] ?? "such log"}`;
}

function logsText(logs: readonly RawLog[]): string {
  return JSON.stringify(logs.map(({ address, topics, data, blockNumber, blockHash, transactionHash, logIndex }) => [address, topics, data, blockNumber, blockHash, transactionHash, logIndex]));
}

function membersText(result: unknown, members: readonly string[], more: (record: Readonly<Record<string, unknown>>) => string = () => ""): Canonical {
  if (result === null) return undefined;
  const record = asRecord(result) ?? {};
  return `${sortedText(members.map((member) => record[member] ?? null))} ${more(record)}`;
}

function sortedText(value: unknown): string {
  const list = asArray(value);
  if (list !== undefined) return `[${list.map(sortedText).join()}]`;
  const record = asRecord(value);
  if (record !== undefined) return `{${Object.keys(record).toSorted().map((key) => `${JSON.stringify(key)}:${sortedText(record[key])}`).join()}}`;
  return typeof value === "string" ? JSON.stringify(value.toLowerCase()) : JSON.stringify(value) ?? "null";
}

function blockHash({ value }: Given): string {
  return String(asRecord(value)?.["hash"]);
}

function numberText(value: unknown): string {
  return typeof value === "string" && /^0x[0-9a-f]+$/i.test(value) ? `${Number(value)}` : String(value);
}
