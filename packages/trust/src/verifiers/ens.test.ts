import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { anvilPath, startChain, type Chain } from "../../test/anvil.ts";
import { deployAnswers, type FixedAnswer } from "../../test/fixed-answers.ts";
import { tools } from "../../test/subjects.ts";
import { keccak256 } from "../keccak256.ts";
import { lookUpEns } from "./ens.ts";

const plain = (letter: string): string => `0x${letter.repeat(40)}`;
const [acme, thief, nameless, odd, elsewhere] = [plain("a"), plain("b"), plain("c"), plain("d"), plain("e")] as const;

/** EIP-137 with the first two steps written out, so that the code under test is not its own judge. */
function node(name: string): string {
  let made = "00".repeat(32);
  for (const label of name.split(".").toReversed()) made = keccak256(Buffer.from(made + keccak256(Buffer.from(label)).slice(2), "hex")).slice(2);
  return made;
}

const word = (address: string): string => address.slice(2).padStart(64, "0");
const text = (value: string): readonly string[] => {
  const hex = Buffer.from(value).toString("hex");
  return ["20".padStart(64, "0"), Buffer.byteLength(value).toString(16).padStart(64, "0"), ...(hex.padEnd(Math.ceil(hex.length / 64) * 64, "0").match(/.{64}/g) ?? [])];
};
const reverse = (address: string): string => node(`${address.slice(2)}.addr.reverse`);
const calls = (address: string, name: string): FixedAnswer => ({ selector: "691f3431", argument: reverse(address), words: text(name) });
const leads = (name: string, address: string): FixedAnswer => ({ selector: "3b3b57de", argument: node(name), words: [word(address)] });

it("knows the node of a name that the standard gives", () => {
  expect(node("foo.eth")).toBe("de9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f");
});

describe.skipIf(anvilPath() === undefined)("names of accounts (on anvil; install the npm package @foundry-rs/anvil)", () => {
  let chain: Chain;
  let registry: string;
  beforeAll(async () => {
    chain = await startChain();
    const resolver = await deployAnswers(chain, [
      calls(acme, "acme.eth"), leads("acme.eth", acme), calls(thief, "acme.eth"), calls(odd, "аcme.eth"),
      leads("points.eth", nameless), { selector: "691f3431", argument: reverse(elsewhere) },
    ]);
    const nodes = [reverse(acme), node("acme.eth"), reverse(thief), reverse(odd), node("points.eth"), reverse(elsewhere)];
    registry = await deployAnswers(chain, nodes.map((argument) => ({ selector: "0178b8bf", argument, words: [word(resolver)] })));
    await chain.rpc("anvil_mine", ["0x4"]);
  });
  afterAll(() => chain.stop());

  const look = (start: string, more: object = {}, lent = tools({}, { fetch })) => lookUpEns(start, { rpc: [chain.url], registry, chainId: 31_337, ...more }, lent);
  const said = async (start: string, more: object = {}): Promise<string> => {
    const answer = await look(start, more);
    return answer.status === "agrees" ? `agrees ${answer.name} ${answer.account}` : `${answer.status}${answer.status === "unread" ? `(${answer.unknownReason})` : ""} ${answer.because}`;
  };

  it.each([
    ["an account and its name", acme, `agrees acme.eth eip155:31337:${acme}`],
    ["the name and its account", "acme.eth", `agrees acme.eth eip155:31337:${acme}`],
    ["in another case", acme.toUpperCase().replace("X", "x"), `agrees acme.eth eip155:31337:${acme}`],
    ["twin: an account that takes another's name", thief, `differs ${thief} leads to acme.eth, and that to ${acme}`],
    ["twin: an account without a name", nameless, `none ${nameless} has no primary name`],
    ["twin: a name that leads to an account which does not call itself so", "points.eth", `none points.eth leads to ${nameless}, which does not call itself so`],
    ["twin: a name that nobody has", "acne.eth", "none acne.eth has no address"],
    ["a name in letters that look like others", odd, `unread(UNSUPPORTED_FORMAT) ${odd} has a primary name that is not written in plain letters`],
  ] as const)("%s", async (_name, start, expected) => {
    expect(await said(start)).toBe(expected);
  });

  it("does not read names that answer elsewhere than on the chain", async () => {
    expect(await said(elsewhere)).toMatch(/^unread\(UNSUPPORTED_FORMAT\) name\(bytes32\) of 0x[0-9a-f]{40} refuses to answer, or answers elsewhere than on the chain$/);
  });

  it("does not know with an endpoint of another chain, one that is down, or two that do not agree", async () => {
    const lying: typeof fetch = async (url, init) => {
      const isLying = (url instanceof Request ? url.url : url.toString()).includes("lying");
      const response = await fetch(chain.url, init);
      return isLying ? new Response((await response.text()).replaceAll(acme.slice(2), thief.slice(2))) : response;
    };
    const answer = await look(acme, { rpc: [chain.url, "http://lying.example/"] }, tools({}, { fetch: lying }));
    expect([await said(acme, { chainId: 1 }), await said(acme, { rpc: ["http://127.0.0.1:1"] }), answer.status === "unread" ? answer.because : answer.status]).toEqual([
      expect.stringMatching(/^unread\(SOURCE_UNAVAILABLE\) 127\.0\.0\.1:\d+ is no endpoint of chain 1$/), expect.stringMatching(/^unread\(SOURCE_UNAVAILABLE\)/), `the configured endpoints do not agree about ${acme}`,
    ]);
  });

  it("gives each call at a final block, with a command that makes it again", async () => {
    const answer = await look(acme);
    const evidence = answer.status === "agrees" ? answer.evidence : [];
    expect(evidence.map((entry) => (entry.kind === "chain" ? [entry.signature, entry.finality] : []))).toEqual([
      ["resolver(bytes32)", "FINALIZED"], ["name(bytes32)", "FINALIZED"], ["resolver(bytes32)", "FINALIZED"], ["addr(bytes32)", "FINALIZED"],
    ]);
    const { stdout } = await promisify(execFile)("sh", ["-c", evidence[3]?.reproduce ?? "false"], { env: { PATH: process.env.PATH, ONCHAIN_RPC_31337: chain.url } });
    expect(JSON.parse(stdout)).toMatchObject({ result: `0x${word(acme)}` });
  });
});
