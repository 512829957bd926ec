import { keccak256 } from "../src/keccak256.ts";
import type { Chain } from "./anvil.ts";
import { deployAnswers, type FixedAnswer } from "./fixed-answers.ts";

/** The node of a name by EIP-137, written out, so that the code under test is not its own judge; hex without 0x. */
export function ensNode(name: string): string {
  let made = "00".repeat(32);
  for (const label of name.split(".").toReversed()) made = keccak256(Buffer.from(made + keccak256(Buffer.from(label)).slice(2), "hex")).slice(2);
  return made;
}

/** An address as a word of 32 bytes. */
export function addressWord(address: string): string {
  return address.slice(2).padStart(64, "0");
}

/** What a resolver answers for an account that calls itself so; without a name it refuses. */
export function callsItself(address: string, name?: string): FixedAnswer {
  const argument = ensNode(`${address.slice(2)}.addr.reverse`);
  return { selector: "691f3431", argument, ...(name === undefined ? {} : { words: stringWords(name) }) };
}

/** What a resolver answers for a name. */
export function leadsTo(name: string, address: string): FixedAnswer {
  return { selector: "3b3b57de", argument: ensNode(name), words: [addressWord(address)] };
}

/** Deploys a resolver with these answers and a registry that names it for each of their nodes, in final blocks. */
export async function deployEns(chain: Chain, answers: readonly FixedAnswer[]): Promise<string> {
  const resolver = await deployAnswers(chain, answers);
  const nodes = new Set(answers.map(({ argument }) => argument));
  const registry = await deployAnswers(chain, [...nodes].map((argument) => ({ selector: "0178b8bf", argument, words: [addressWord(resolver)] })));
  await chain.rpc("anvil_mine", ["0x4"]);
  return registry;
}

function stringWords(value: string): readonly string[] {
  const hex = Buffer.from(value).toString("hex");
  const content = hex.padEnd(Math.ceil(hex.length / 64) * 64, "0").match(/.{64}/g) ?? [];
  return ["20".padStart(64, "0"), Buffer.byteLength(value).toString(16).padStart(64, "0"), ...content];
}
