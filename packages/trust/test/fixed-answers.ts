import type { Chain } from "./anvil.ts";

/** One question of a contract, and what it answers. */
export interface FixedAnswer {
  /** Four bytes of hex without 0x. */
  readonly selector: string;
  /** The one argument, 32 bytes of hex without 0x. */
  readonly argument: string;
  /** Whole words of 32 bytes, in hex without 0x; absent: the call is refused. */
  readonly words?: readonly string[];
}

/** Deploys a contract written in bytecode that answers these questions, and every other one with a word of zeros. */
export async function deployAnswers(chain: Pick<Chain, "rpc">, answers: readonly FixedAnswer[]): Promise<string> {
  const [from] = (await chain.rpc("eth_accounts")) as readonly string[];
  const hash = (await chain.rpc("eth_sendTransaction", [{ from, data: `0x${creationCode(runtimeCode(answers))}`, gas: "0x400000" }])) as string;
  for (let tries = 0; tries < 500; tries += 1) {
    const receipt = (await chain.rpc("eth_getTransactionReceipt", [hash])) as { readonly contractAddress: string } | null;
    if (receipt !== null) return receipt.contractAddress;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Transaction ${hash} was not mined.`);
}

/** Of 75 bytes each: is the selector this one, and the argument that one? Then the answers themselves stand. */
function runtimeCode(answers: readonly FixedAnswer[]): string {
  const bodies = answers.map(({ words }) => {
    if (words === undefined) return "5b60006000fd";
    const stores = words.map((word, place) => `7f${word}61${hex2(place * 32)}52`).join("");
    return `5b${stores}61${hex2(words.length * 32)}6000f3`;
  });
  const zeros = "60206000f3";
  const questionLength = 2 + 1 + 2 + 1 + 5 + 1 + 2 + 1 + 33 + 1 + 1 + 3 + 1;
  let place = answers.length * questionLength + zeros.length / 2;
  const questions = answers.map(({ selector, argument }, index) => {
    const question = `60003560e01c63${selector}14600435` + `7f${argument}1416` + `61${hex2(place)}57`;
    place += (bodies[index] ?? "").length / 2;
    return question;
  });
  return [...questions, zeros, ...bodies].join("");
}

function creationCode(runtime: string): string {
  const length = hex2(runtime.length / 2);
  return `61${length}61000f60003961${length}6000f3${runtime}`;
}

function hex2(value: number): string {
  return value.toString(16).padStart(4, "0");
}
