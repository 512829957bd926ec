import { asRecord, asString, SourceError, type ChainEvidence, type FindingEvidence, type UnknownReason, type VerifierTools } from "@modeldex/plugin-kit";
import { canonicalJson } from "../canonical.ts";
import { keccak256 } from "../keccak256.ts";
import { reproduceCommand } from "../reproduce.ts";
import { unknownReasonOf } from "../unknown-reason.ts";
import { callRpc, rpcFailure } from "./call-rpc.ts";

export interface EnsOptions {
  /** JSON-RPC endpoints of the chain that holds the registry, http or https; the first three are asked, and have to agree. */
  readonly rpc: readonly string[];
  /** Address of the registry (EIP-137). @default that of Ethereum's main chain */
  readonly registry?: string;
  /** @default 1 */
  readonly chainId?: number;
}

/** What the Ethereum Name Service says of an account or a name, at the last final block. */
export type EnsAnswer =
  /** The name leads to the account, and the account calls itself by the name. */
  | { readonly status: "agrees"; readonly name: string; readonly account: string; readonly evidence: readonly FindingEvidence[] }
  /** The account calls itself by a name that leads elsewhere. */
  | { readonly status: "differs"; readonly because: string; readonly evidence: readonly FindingEvidence[] }
  /** Nothing is registered. */
  | { readonly status: "none"; readonly because: string }
  | { readonly status: "unread"; readonly unknownReason: UnknownReason; readonly because: string };

/** The registry of the main chain, as ENS publishes it. */
const mainRegistry = "0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e";
const maxEndpoints = 3;
/** Names whose normal form (ENSIP-15) is themselves; what looks like another name is not among them. */
const plainName = /^(?=.{3,255}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

/**
 * Looks an account up by its primary name (EIP-181), or a name by its address (EIP-137), and the answer back. Names that answer elsewhere than on the chain
 * (EIP-3668) are not read.
 *
 * @param start an address (0x and 40 hex digits), or a name.
 */
export async function lookUpEns(start: string, ens: EnsOptions, tools: VerifierTools): Promise<EnsAnswer> {
  const urls = ens.rpc.slice(0, maxEndpoints);
  const answers = await Promise.all(urls.map((url) => lookUpAt(start.toLowerCase(), url, { registry: mainRegistry, chainId: 1, ...ens }, tools)));
  const read = answers.filter(({ status }) => status !== "unread");
  const [first = answers[0] ?? { status: "unread", unknownReason: "NO_TRUST_ANCHOR", because: "no endpoint of ENS is configured" }] = read;
  if (read.some((answer) => canonicalJson(saidBy(answer)) !== canonicalJson(saidBy(first)))) {
    return { status: "unread", unknownReason: "NO_TRUST_ANCHOR", because: `the configured endpoints do not agree about ${start}` };
  }
  return "evidence" in first ? { ...first, evidence: first.evidence.map((entry) => (entry.kind === "chain" ? { ...entry, endpointsAgreeing: read.length, endpointsAsked: urls.length } : entry)) } : first;
}

function saidBy(answer: EnsAnswer): object {
  return answer.status === "agrees" ? { name: answer.name, account: answer.account } : { status: answer.status };
}

async function lookUpAt(start: string, url: string, ens: Required<EnsOptions>, tools: VerifierTools): Promise<EnsAnswer> {
  try {
    const chain = await openAt(url, ens, tools);
    const isAddress = start.startsWith("0x");
    const there = isAddress ? await nameOf(start, chain) : await addressOf(start, chain);
    if (there === undefined) return { status: "none", because: isAddress ? `${start} has no primary name` : `${start} has no address` };
    const back = isAddress ? await addressOf(there, chain) : await nameOf(there, chain);
    const { evidence } = chain;
    // Anybody may let a name lead to an account; what an account calls itself is its own word.
    if (back !== start && !isAddress) return { status: "none", because: `${start} leads to ${there}, which does not call itself so` };
    if (back === start) return { status: "agrees", name: isAddress ? there : start, account: `eip155:${String(ens.chainId)}:${isAddress ? start : there}`, evidence };
    return { status: "differs", because: `${start} leads to ${there}, and that to ${back ?? "nothing"}`, evidence };
  } catch (error) {
    if (error instanceof UnreadName) return { status: "unread", unknownReason: "UNSUPPORTED_FORMAT", because: error.message };
    return { status: "unread", unknownReason: unknownReasonOf(error), because: error instanceof SourceError ? error.message.replace(/\.$/, "") : `${new URL(url).host} could not be asked` };
  }
}

/** A name or an answer of a form that is not read. */
class UnreadName extends Error {
  override readonly name = "UnreadName";
}

/** The registry at one block of one endpoint, and what was read of it. */
interface EnsChain {
  readonly registry: string;
  readonly evidence: FindingEvidence[];
  call(address: string, signature: string, data: string): Promise<string>;
}

async function openAt(url: string, { registry, chainId }: Required<EnsOptions>, tools: VerifierTools): Promise<EnsChain> {
  const { host } = new URL(url);
  const [id, latest] = await callRpc(url, [{ method: "eth_chainId", params: [] }, { method: "eth_getBlockByNumber", params: ["finalized", false] }], tools);
  if (Number(asString(id?.result)) !== chainId) throw new SourceError("BAD_RESPONSE", `${host} is no endpoint of chain ${String(chainId)}.`);
  const block = asRecord(latest?.result);
  const [blockHash, blockNumber] = [asString(block?.["hash"]), asString(block?.["number"])];
  if (blockHash === undefined || blockNumber === undefined) throw rpcFailure(host, latest);
  const evidence: FindingEvidence[] = [];
  return {
    registry,
    evidence,
    call: async (address, signature, data) => {
      const [answer] = await callRpc(url, [{ method: "eth_call", params: [{ to: address, data }, { blockHash }] }], tools);
      if (answer?.reverted === true) throw new UnreadName(`${signature} of ${address} refuses to answer, or answers elsewhere than on the chain`);
      const result = asString(answer?.result);
      if (result === undefined || !/^0x(?:[0-9a-f]{2})*$/i.test(result)) throw rpcFailure(host, answer);
      const replayed: ChainEvidence = {
        kind: "chain", chainId, address, signature, blockNumber: Number(blockNumber), blockHash, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, raw: { call: data, result },
      };
      evidence.push({ ...replayed, reproduce: reproduceCommand(replayed) });
      return result.slice(2).toLowerCase();
    },
  };
}

/** The primary name of an address: `name(bytes32)` of the resolver of its reverse node. */
async function nameOf(address: string, chain: EnsChain): Promise<string | undefined> {
  const node = namehash(`${address.slice(2)}.addr.reverse`);
  const resolver = await resolverOf(node, chain);
  if (resolver === undefined) return undefined;
  const name = text(await chain.call(resolver, "name(bytes32)", `0x691f3431${node}`));
  if (name === "") return undefined;
  if (!plainName.test(name)) throw new UnreadName(`${address} has a primary name that is not written in plain letters`);
  return name;
}

/** The address of a name: `addr(bytes32)` of its resolver. */
async function addressOf(name: string, chain: EnsChain): Promise<string | undefined> {
  const node = namehash(name);
  const resolver = await resolverOf(node, chain);
  return resolver === undefined ? undefined : address(await chain.call(resolver, "addr(bytes32)", `0x3b3b57de${node}`));
}

async function resolverOf(node: string, chain: EnsChain): Promise<string | undefined> {
  return address(await chain.call(chain.registry, "resolver(bytes32)", `0x0178b8bf${node}`));
}

/** EIP-137, "namehash algorithm"; hex without 0x. Of plain names only: others would have to be normalized first. */
function namehash(name: string): string {
  return name.split(".").reduceRight((node, label) => keccak256(Buffer.from(`${node}${keccak256(Buffer.from(label)).slice(2)}`, "hex")).slice(2), "00".repeat(32));
}

/** An address of a word; `undefined` for none, and for the zero address. */
function address(word: string): string | undefined {
  const found = /^0{24}([0-9a-f]{40})$/.exec(word.slice(0, 64))?.[1];
  return found === undefined || /^0+$/.test(found) ? undefined : `0x${found}`;
}

/** A string as the only value of an answer (Contract ABI Specification, "Use of Dynamic Types"). */
function text(hex: string): string {
  if (hex === "") return "";
  const wordAt = (place: number): number => Number.parseInt(hex.slice(place * 2, place * 2 + 64) || "0", 16);
  const start = wordAt(0);
  const length = wordAt(start);
  if (start > 1_024 || length > 255) throw new UnreadName("a primary name is longer than 255 bytes");
  return Buffer.from(hex.slice((start + 32) * 2, (start + 32 + length) * 2), "hex").toString("utf8");
}
