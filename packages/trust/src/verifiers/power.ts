import type { ChainEvidence, ClaimOf } from "@modeldex/schema";
import { keccak256 } from "../keccak256.ts";
import { addressIn, calldata, checksumAddress, zeroAddress } from "./abi-words.ts";
import type { ChainState, Reading } from "./chain-state.ts";
import { holderAt, weakest, type Authority, type Holder } from "./classify-authority.ts";
import type { KnownHashes } from "./known-code.ts";

/** What a power over a contract is at one block, as one endpoint gives it. */
export interface PowerState {
  /** Absent: not known. */
  readonly authority?: Authority;
  /** Sentences, why that it is in several hands or late is only what contracts answer; part of the statement. */
  readonly doubts: readonly string[];
  /** In lower case; empty where nobody, anybody, or nobody known has it. */
  readonly holders: readonly string[];
  readonly statement: string;
  /** Parts that may turn, by name, in words that are equal as long as they do not. */
  readonly states: Readonly<Record<string, string>>;
  readonly evidence: readonly ChainEvidence[];
}

/** One claim about one contract, while the state of one block is read. */
export interface PowerScope {
  readonly claim: ClaimOf<"CONTROL_AUTHORITY">;
  /** In lower case. */
  readonly contract: string;
  /** In CAIP-10, for sentences. */
  readonly name: string;
  readonly state: ChainState;
  readonly knownCode: KnownHashes;
}

/** Accounts as which calls are tried, beside a stranger. */
const maxTried = 5;

/** A power as a sentence: `verb` follows who has it. */
export function powerOf(holders: readonly Holder[], verb: string, more: { readonly evidence: readonly Reading[]; readonly states?: Readonly<Record<string, string>>; readonly note?: string }): PowerState {
  const { evidence, states = {}, note } = more;
  const authority = weakest(holders);
  const texts = holders.map(({ text }) => text).toSorted();
  const [only = "nobody"] = texts;
  const subject = texts.length > 1 ? `each of these ${String(texts.length)} accounts alone` : only;
  const doubts = holders.flatMap(({ doubt }) => doubt ?? []).toSorted();
  const sentences = [...(note === undefined ? [] : [note]), ...doubts];
  const members = texts.length > 1 ? `: ${texts.map(bare).join("; ")}` : "";
  return {
    ...(authority === undefined ? {} : { authority }),
    holders: holders.map(({ address }) => address).filter((address) => address !== zeroAddress).toSorted(),
    statement: `${capital(subject)} ${verb}${members}.${sentences.map((sentence) => ` ${sentence}`).join("")}`,
    doubts,
    states: { holder: `Held by ${texts.length === 0 ? "nobody" : texts.map(bare).join("; ")}.`, ...states },
    evidence: [...evidence.map((each) => each.evidence), ...holders.flatMap((holder) => holder.evidence)],
  };
}

/** A power that is anybody's. */
export function openPower(verb: string, evidence: readonly Reading[], states: Readonly<Record<string, string>> = {}): PowerState {
  return { authority: "PERMISSIONLESS", doubts: [], holders: [], statement: `Anybody ${verb}.`, states: { holder: "Held by anybody.", ...states }, evidence: evidence.map((each) => each.evidence) };
}

/** A power of which it is not known whose it is. */
export function unknownPower(statement: string, evidence: readonly Reading[], states: Readonly<Record<string, string>> = {}): PowerState {
  return { doubts: [], holders: [], statement, states, evidence: evidence.map((each) => each.evidence) };
}

/** What became of a call that was tried as several accounts, and never sent. */
export interface Trial {
  readonly anybody: boolean;
  /** Accounts whose call is accepted while a stranger's is refused. */
  readonly accepted: readonly string[];
  readonly readings: readonly Reading[];
}

/** Tries a call as an account that nobody has (another one in every block) and, when that is refused, as each of these. */
export async function tryCall({ state }: Pick<PowerScope, "state">, call: { readonly to: string; readonly data: string }, accounts: readonly string[]): Promise<Trial> {
  const stranger = `0x${keccak256(Buffer.from(`${state.block.hash}${call.to}`)).slice(26)}`;
  const first = await state.call(call.to, call.data, stranger);
  if (first.hex !== undefined) return { anybody: true, accepted: [], readings: [first] };
  const tried = await Promise.all(accounts.slice(0, maxTried).map(async (account) => ({ account, reading: await state.call(call.to, call.data, account) })));
  const accepted = tried.filter(({ reading }) => reading.hex !== undefined);
  return { anybody: false, accepted: accepted.map(({ account }) => account), readings: [first, ...accepted.map(({ reading }) => reading)] };
}

/** Accounts that may have a power: the owner, whom the source names, and as whom it says that calls are accepted. Nobody's account is none. */
export async function candidates({ claim, contract, state }: PowerScope): Promise<readonly string[]> {
  const owner = addressIn((await state.call(contract, calldata("owner()"))).hex);
  const named = accountIn(claim.facts.holder);
  const accepted = claim.evidence.flatMap((each) => (each.kind === "chain" && "result" in each.raw && each.raw.from !== undefined ? [each.raw.from.toLowerCase()] : []));
  return [...new Set([owner, named, ...accepted])].filter((each): each is string => each !== undefined && each !== zeroAddress);
}

/** Looks at each of several accounts. */
export async function holdersAt(scope: Pick<PowerScope, "state" | "knownCode">, accounts: readonly string[]): Promise<readonly Holder[]> {
  return await Promise.all(accounts.map(async (account) => await holderAt(scope, account)));
}

/** The address of an account in CAIP-10, or by itself, in lower case. */
export function accountIn(text: string | undefined): string | undefined {
  return /(?:^|:)(0x[0-9a-f]{40})$/i.exec(text ?? "")?.[1]?.toLowerCase();
}

export function codeState(implementation: string): Readonly<Record<string, string>> {
  return { code: `The code is that of ${checksumAddress(implementation)}.` };
}

/** Without the comma after an apposition. */
function bare(text: string): string {
  return text.replace(/,$/, "");
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
