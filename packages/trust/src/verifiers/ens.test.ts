import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { anvilPath, startChain, type Chain } from "../../test/anvil.ts";
import { addressWord, callsItself, deployEns, ensNode, leadsTo } from "../../test/ens-registry.ts";
import { tools } from "../../test/subjects.ts";
import { lookUpEns } from "./ens.ts";

const plain = (letter: string): string => `0x${letter.repeat(40)}`;
const [acme, thief, nameless, odd, elsewhere] = [plain("a"), plain("b"), plain("c"), plain("d"), plain("e")] as const;

it("knows the node of a name that the standard gives", () => {
  expect(ensNode("foo.eth")).toBe("de9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f");
});

describe.skipIf(anvilPath() === undefined)("names of accounts (on anvil; install the npm package @foundry-rs/anvil)", () => {
  let chain: Chain;
  let registry: string;
  beforeAll(async () => {
    chain = await startChain();
    registry = await deployEns(chain, [
      callsItself(acme, "acme.eth"), leadsTo("acme.eth", acme), callsItself(thief, "acme.eth"), callsItself(odd, "аcme.eth"), leadsTo("points.eth", nameless), callsItself(elsewhere),
    ]);
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
    expect(JSON.parse(stdout)).toMatchObject({ result: `0x${addressWord(acme)}` });
  });
});
