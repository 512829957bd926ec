import { SourceError } from "@modeldex/plugin-kit";
import { decodeAbiParameters, hexToBytes, isHex, keccak256, size, toFunctionSelector, type AbiParameter, type Hex } from "viem";
import type { Recovery, RegistryEvent } from "../mapping/registry.ts";
import type { RawLog } from "../rpc/raw.ts";
import type { Session } from "../rpc/session.ts";

/** A text of which a log has only the hash. */
export interface HashedText {
  readonly log: RawLog;
  readonly recovery: Recovery;
  /** keccak256 of the text. */
  readonly hash: Hex;
}

/**
 * Bytes of recovered texts, by rule and by `<transaction hash> <keccak256>`. What another transaction has counts for none, so that it makes no
 * difference which logs are read together.
 */
export type Texts = ReadonlyMap<Recovery, ReadonlyMap<string, Hex>>;

/** Most places of one transaction's calldata that are read as a call of one function. */
const maxTries = 2_048;

/** Most bytes of texts that are hashed for one function in one transaction. */
const maxHashedBytes = 1_000_000;

/**
 * Finds texts in the calldata of the transactions that wrote their hashes.
 *
 * A function may be called by the transaction itself, or through other contracts, whose calldata then holds its call: every place where its
 * selector stands is tried, and a text is taken only when its hash is the one that is looked for. A list gives each of its texts.
 *
 * @throws {SourceError} `UNSUPPORTED`: the node does not give a transaction although it gave its log.
 */
export async function recoverTexts(session: Session, wanted: readonly HashedText[]): Promise<Texts> {
  const texts = new Map<Recovery, Map<string, Hex>>();
  const byTransaction = Map.groupBy(wanted, ({ log }) => log.transactionHash);
  await Promise.all(
    [...byTransaction].map(async ([transactionHash, group]) => {
      const transaction = await session.transaction(transactionHash);
      if (transaction === undefined) {
        throw new SourceError("UNSUPPORTED", `${session.host} gave a log of transaction ${transactionHash} and does not give the transaction, which holds a text that the log has only as a hash; configure an endpoint that keeps transactions.`);
      }
      const hashes = new Set(group.map(({ hash }) => hash));
      for (const recovery of new Set(group.map((each) => each.recovery))) {
        const ofRule = texts.get(recovery) ?? new Map<string, Hex>();
        texts.set(recovery, ofRule);
        for (const [hash, text] of textsOf(Buffer.from(transaction.input.slice(2), "hex"), recovery, hashes)) ofRule.set(`${transactionHash} ${hash}`, text);
      }
    }),
  );
  return texts;
}

/** The topic that is the hash of an argument; `undefined`: the event has no such indexed argument, or the log no such topic. */
export function hashOf(event: RegistryEvent, argument: string, log: Pick<RawLog, "topics">): Hex | undefined {
  const { inputs } = event.abi;
  const at = indexOf(inputs, argument);
  return inputs[at]?.indexed === true ? log.topics[inputs.slice(0, at + 1).filter(({ indexed }) => indexed === true).length] : undefined;
}

/** The arguments with the recovered texts in the places of their hashes, or why one is missing. */
export function withTexts(
  args: unknown,
  event: RegistryEvent,
  { log, texts }: { readonly log: RawLog; readonly texts: Texts },
): { readonly args: unknown } | { readonly reason: string } {
  let filled = args;
  for (const recovery of event.recover) {
    const { argument, abi } = recovery;
    const bytes = texts.get(recovery)?.get(`${log.transactionHash} ${hashOf(event, argument, log)}`);
    const text = bytes === undefined || event.abi.inputs[indexOf(event.abi.inputs, argument)]?.type === "bytes" ? bytes : utf8(bytes);
    if (text === undefined) return { reason: `the log has its argument ${argument} only as a hash, and no call of ${abi.name} in the calldata of its transaction has a text with that hash` };
    filled = Array.isArray(filled) ? filled.with(Number(argument), text) : { ...(filled as object), [argument]: text };
  }
  return { args: filled };
}

function textsOf(calldata: Uint8Array, { abi, steps }: Recovery, wanted: ReadonlySet<Hex>): ReadonlyMap<Hex, Hex> {
  const found = new Map<Hex, Hex>();
  const selector = hexToBytes(toFunctionSelector(abi));
  const inputs = abi.inputs.map(asBytes);
  let hashed = 0;
  for (const start of placesOf(selector, calldata)) {
    for (const text of textsAt(decoded(inputs, calldata.subarray(start + selector.length)), { type: "tuple", components: inputs }, steps)) {
      hashed += size(text);
      if (hashed > maxHashedBytes) return found;
      const hash = keccak256(text);
      if (wanted.has(hash)) found.set(hash, text);
    }
    if (found.size === wanted.size) break;
  }
  return found;
}

/** Where the selector stands: at the beginning first, which is the call of the transaction itself. */
function placesOf(selector: Uint8Array, calldata: Uint8Array): readonly number[] {
  const bytes = Buffer.from(calldata.buffer, calldata.byteOffset, calldata.byteLength);
  const places: number[] = [];
  for (let at = bytes.indexOf(selector); at !== -1 && places.length < maxTries; at = bytes.indexOf(selector, at + 1)) places.push(at);
  return places;
}

function decoded(inputs: readonly AbiParameter[], bytes: Uint8Array): unknown {
  try {
    return decodeAbiParameters(inputs, bytes);
  } catch {
    // The four bytes stand there by chance, or belong to a call of another contract.
    return undefined;
  }
}

/** The bytes of the texts that some steps lead to: of a list, those of the element that is named by its index, or else of each. */
function textsAt(value: unknown, parameter: AbiParameter, steps: readonly string[]): readonly Hex[] {
  if (parameter.type.endsWith("]")) {
    const type = parameter.type.replace(/\[\d*\]$/, "");
    if (!Array.isArray(value)) return [];
    const [index = "", ...others] = steps;
    if (/^\d+$/.test(index)) return textsAt(value[Number(index)], { ...parameter, type }, others);
    return value.flatMap((element) => textsAt(element, { ...parameter, type }, steps));
  }
  if (parameter.type === "tuple" && "components" in parameter) {
    const [step = "", ...others] = steps;
    const index = indexOf(parameter.components, step);
    const component = parameter.components[index];
    if (component === undefined || typeof value !== "object" || value === null) return [];
    // viem decodes to a list as soon as one member has no name.
    return textsAt(Array.isArray(value) ? value[index] : Object.entries(value).find(([name]) => name === component.name)?.[1], component, others);
  }
  return parameter.type === "bytes" && isHex(value) ? [value] : [];
}

/** Texts read as the bytes that they are, which is what was hashed: decoded to text, invalid UTF-8 would not come back. */
function asBytes(parameter: AbiParameter): AbiParameter {
  if ("components" in parameter) return { ...parameter, components: parameter.components.map(asBytes) };
  return { ...parameter, type: parameter.type.replace(/^string/, "bytes") };
}

function indexOf(parameters: readonly AbiParameter[], name: string): number {
  const index = parameters.findIndex((parameter) => parameter.name === name && name !== "");
  return index === -1 && /^\d+$/.test(name) ? Number(name) : index;
}

function utf8(bytes: Hex): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(hexToBytes(bytes));
  } catch {
    // No text: what the log hashes is not UTF-8.
    return undefined;
  }
}
