import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ClaimOf, ListingRecord } from "@modeldex/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath, startChain, type Chain } from "../../test/anvil.ts";
import { callsItself, deployEns, leadsTo } from "../../test/ens-registry.ts";
import { now, sha, tools, verdict, weights, listing } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { publisherIdentity, type PublisherIdentityOptions } from "./publisher-identity.ts";

const account = (letter: string): string => `eip155:1:0x${letter.repeat(40)}`;
const [ours, theirs] = [account("a"), account("b")] as const;

/** What the web serves, by host and path; a number is a status. */
const web: Readonly<Record<string, string | number>> = {
  "acme.example/modeldex-publisher.json": JSON.stringify({ publishers: ["hf:Acme", "oci:acme"], accounts: [ours.toUpperCase().replace("EIP155:1:0X", "eip155:1:0x")] }),
  "acme-hub.example/modeldex-publisher.json": JSON.stringify({ publishers: ["huggingface:acme"] }),
  "others.example/modeldex-publisher.json": JSON.stringify({ publishers: ["hf:acme-labs"], accounts: [theirs] }),
  "short.example/modeldex-publisher.json": JSON.stringify({ publishers: ["hf:acm"] }),
  "elsewhere.example/modeldex-publisher.json": JSON.stringify({ publishers: ["oci:acme"] }),
  "both.example/modeldex-publisher.json": JSON.stringify({ publishers: ["hf:thief"], accounts: [ours, theirs] }),
  "list.example/modeldex-publisher.json": "[]",
  "page.example/modeldex-publisher.json": "<html>",
  "long.example/modeldex-publisher.json": JSON.stringify({ publishers: ["hf:acme"], filler: "x".repeat(65_536) }),
  "down.example/modeldex-publisher.json": 503,
  "moved.example/modeldex-publisher.json": 301,
  "keys.example/modeldex-publisher.json": JSON.stringify({ publishers: ["hf:acme", `eip155:1:0x${"C".repeat(40)}/Llama`] }),
  "agents.example/agent-registration.json": JSON.stringify({ registrations: [{ agentId: 7, agentRegistry: `eip155:1:0x${"C".repeat(40)}` }] }),
};
let server: Server;
let asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const place = (request.url ?? "").slice(1).replace("/.well-known", "");
    asked.push(place);
    const content = web[place] ?? 404;
    if (typeof content === "string") response.end(content);
    else response.writeHead(content, content === 301 ? { location: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/acme.example/.well-known/modeldex-publisher.json` } : {}).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** Every https host is served by the one server. */
const fetchHere: typeof fetch = async (input, init) => {
  const { protocol, host, pathname } = new URL(input instanceof Request ? input.url : input);
  if (host === "unplugged.example") throw new TypeError("fetch failed");
  if (protocol !== "https:") throw new Error(`asked for ${protocol}`);
  return fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/${host}${pathname}`, init);
};

const hub = (record: Partial<ListingRecord> = {}): TrustListing => listing("hf:acme/tiny", { url: "https://hub.example/acme/tiny", publisher: { name: "acme", url: "https://hub.example/acme" }, ...record });
const entry = (registrant: string | undefined, record: Partial<ListingRecord> = {}, key = `onchain:eip155:1:0x${"c".repeat(40)}/7`): TrustListing =>
  listing(key, { publisher: { name: "acme" }, artifacts: [weights("tiny.gguf", sha("a"))], ...(registrant === undefined ? {} : { registrant }), ...record }, "open");
const anchored = (...domains: readonly string[]): PublisherIdentityOptions => ({ anchors: [{ publisher: "Acme", domains }] });
const ofAccount: PublisherIdentityOptions = { anchors: [{ publisher: "acme", accounts: [ours] }] };
const services = (url: string): Partial<ListingRecord> => ({ details: { extra: { services: `web ${url}, A2A https://agents.example/a2a` } } });

async function verify(options: PublisherIdentityOptions, subject: TrustListing, others: readonly TrustListing[] = []) {
  asked = [];
  const lent = tools({}, { fetch: fetchHere });
  return { found: await publisherIdentity(options).verify({ subject: { listing: subject, others } }, lent), kept: lent.kept, asked };
}

const cases: readonly (readonly [name: string, options: PublisherIdentityOptions, subject: TrustListing, others: readonly TrustListing[], expected: string])[] = [
  ["a domain of the operator's that names the publisher", anchored("acme.example"), hub(), [], "VERIFIED SUPPORTS"],
  ["twin: as one of that kind of source", anchored("acme-hub.example"), hub(), [], "VERIFIED SUPPORTS"],
  ["twin: another publisher", anchored("acme.example"), hub({ publisher: { name: "acme2" } }), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["twin: another source", { anchors: [{ publisher: "acme", source: "oci", domains: ["acme.example"] }] }, hub(), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["twin: a domain that names another publisher there", anchored("others.example"), hub(), [], "FAILED CAUTION"],
  ["twin: a domain that names one whose name begins alike", anchored("short.example"), hub(), [], "FAILED CAUTION"],
  ["twin: a domain that names publishers elsewhere", anchored("elsewhere.example"), hub(), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["twin: a domain that says nothing", anchored("silent.example"), hub(), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  // What lies in the moment is asked again by the next report, anything else holds for an hour.
  ["twin: a domain that does not answer", anchored("unplugged.example"), hub(), [], "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
  ["twin: a domain that answers with an error", anchored("down.example"), hub(), [], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["twin: a domain that says it elsewhere", anchored("moved.example"), hub(), [], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["twin: two, of which one answers with an error and the other does not", anchored("down.example", "unplugged.example"), hub(), [], "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
  ["twin: a document that is no object", anchored("list.example"), hub(), [], "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL"],
  ["twin: a document that is no JSON", anchored("page.example"), hub(), [], "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL"],
  ["twin: a document that is too long", anchored("long.example"), hub(), [], "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL"],
  ["two domains, of which one says nothing", anchored("silent.example", "acme.example"), hub(), [], "VERIFIED SUPPORTS"],
  ["two domains, of which one names another", anchored("others.example", "acme.example"), hub(), [], "FAILED CAUTION"],
  ["a domain that the listing itself calls its publisher's", {}, hub({ publisher: { name: "acme", url: "https://acme.example/about" } }), [], "VERIFIED NEUTRAL"],
  ["twin: which is an anchor's too", anchored("acme.example"), hub({ publisher: { name: "acme", url: "https://acme.example/about" } }), [], "VERIFIED SUPPORTS"],
  ["twin: beside an account of the operator's that wrote another listing", ofAccount, hub({ publisher: { name: "acme", url: "https://acme-hub.example" } }), [entry(ours)], "VERIFIED SUPPORTS"],
  ["twin: beside an entry of an account that it names, which calls it its own", {}, hub({ publisher: { name: "acme", url: "https://acme.example" } }), [entry(ours, { publisher: { name: "x", url: "https://acme.example" } })], "VERIFIED NEUTRAL"],
  ["twin: beside an anchor of another domain, which says nothing", anchored("silent.example"), hub({ publisher: { name: "acme", url: "https://acme.example" } }), [], "VERIFIED NEUTRAL"],
  ["twin: that does not name it back", {}, hub({ publisher: { name: "acme", url: "https://silent.example/" } }), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["nothing configured", {}, hub(), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["no publisher", {}, listing("hf:tiny"), [], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["an account of the operator's that wrote another listing", ofAccount, hub(), [entry(ours)], "VERIFIED SUPPORTS"],
  ["twin: that another account wrote", ofAccount, hub(), [entry(theirs)], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["an entry of an account of the operator's", ofAccount, entry(ours), [], "VERIFIED SUPPORTS"],
  ["twin: of another account, by the same name", ofAccount, entry(theirs), [], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["an entry whose account the domain names", anchored("acme.example"), entry(ours), [], "VERIFIED SUPPORTS"],
  ["twin: whose account it does not name", anchored("acme.example"), entry(theirs), [], "FAILED CAUTION"],
  ["twin: of an unknown account", anchored("acme.example"), entry(undefined), [], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["an agent whose domain names its entry", {}, entry(theirs, services("https://silent.example")), [], "VERIFIED NEUTRAL"],
  ["an entry that the domain names by its key", anchored("keys.example"), entry(theirs, {}, `onchain:eip155:1:0x${"c".repeat(40)}/Llama`), [], "VERIFIED SUPPORTS"],
  ["twin: a stranger's, whose key differs in case", anchored("keys.example"), entry(theirs, {}, `onchain:eip155:1:0x${"c".repeat(40)}/llama`), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["twin: a stranger's, whose id is what documents call a publisher by", anchored("keys.example"), entry(theirs, {}, "wall:hf:acme"), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
  ["twin: another entry", {}, entry(theirs, services("https://silent.example"), `onchain:eip155:1:0x${"c".repeat(40)}/8`), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
];

describe("PUBLISHER_IDENTITY", () => {
  it.each(cases)("%s", async (_name, options, subject, others, expected) => {
    expect(verdict((await verify(options, subject, others)).found)).toBe(expected);
  });

  const badge = (publisher: string): ClaimOf<"PUBLISHER_IDENTITY"> => ({ kind: "PUBLISHER_IDENTITY", statement: "The Hub marks it as verified.", facts: { publisher, confirmedBy: "hub.example" }, evidence: [] });
  it.each([["of its publisher", "Acme", "ASSERTED NEUTRAL"], ["twin: of another one", "acme2", "FAILED CAUTION"]] as const)("a badge %s", async (_name, publisher, expected) => {
    expect(verdict(await publisherIdentity().verify({ subject: { listing: hub(), others: [] }, claim: badge(publisher) }, tools()))).toBe(expected);
  });

  it("says who names whom, keeps what it read, and holds for a day", async () => {
    const { found: [finding], kept } = await verify(anchored("acme.example"), hub());
    expect(finding).toMatchObject({
      statement: 'acme.example names "acme", and the operator of this gateway names acme.example as its publisher\'s.', checks: [{ key: "domain:acme.example", status: "VERIFIED", statement: "acme.example names it." }],
      evidence: [{ kind: "document", url: "https://acme.example/.well-known/modeldex-publisher.json", reproduce: "curl -fsSL 'https://acme.example/.well-known/modeldex-publisher.json'" }],
      expiresAt: new Date(now.getTime() + 86_400_000).toISOString(),
    });
    expect(kept).toEqual([web["acme.example/modeldex-publisher.json"]]);
  });

  it("says of a domain that only the listing names what that shows", async () => {
    const { found: [finding] } = await verify({}, hub({ publisher: { name: "acme", url: "https://acme.example" } }));
    expect(finding?.statement).toBe('acme.example names "acme", and the listing names acme.example as its publisher\'s; whether that is the publisher that is meant, nobody whom the operator of this gateway trusts says.');
  });

  it("asks nobody where nothing is configured, and each domain once", async () => {
    expect([(await verify({}, hub())).asked, (await verify(anchored("acme.example"), hub())).asked]).toEqual([[], ["acme.example/modeldex-publisher.json"]]);
  });

  describe("the writer of another listing", () => {
    const oci = listing("oci:acme/tiny", { publisher: { name: "acme" } });
    const writers = async (options: PublisherIdentityOptions, subject: TrustListing, others: readonly TrustListing[]) =>
      (await verify(options, subject, others)).found.flatMap(({ checks = [] }) => checks.filter(({ key }) => key.startsWith("writer:")).map(({ key, status }) => `${key} ${status}`));
    const key = `writer:${entry(ours).key} VERIFIED`;
    const thief = listing("hf:thief/tiny", { publisher: { name: "thief", url: "https://both.example" } });
    it.each([
      ["is the publisher's by the operator's word", ofAccount, hub(), [entry(ours)], [key]],
      ["twin: is another's", ofAccount, hub(), [entry(theirs)], []],
      ["is the publisher's by the word of its domain", anchored("acme.example"), hub(), [entry(ours), oci], ["writer:oci:acme/tiny VERIFIED", key]],
      ["twin: a publisher that the domain does not name", anchored("acme-hub.example"), hub(), [entry(ours), oci], []],
      ["twin: who only says that the name is his", anchored("acme.example"), hub(), [entry(theirs)], []],
      ["is not, because a domain that only the listing calls its own says so", {}, thief, [entry(ours)], []],
      ["twin: which the entry also calls its own", {}, thief, [entry(ours, { publisher: { name: "x", url: "https://both.example" } })], [key]],
      ["of an entry, by the operator's word", ofAccount, entry(ours, {}, "onchain:other"), [hub(), entry(ours), entry(theirs, {}, "onchain:third")], [`writer:hf:acme/tiny VERIFIED`, key]],
      ["twin: of an entry of another account", ofAccount, entry(theirs, {}, "onchain:other"), [hub(), entry(ours)], []],
      ["twin: of an entry whose own domain names all", ofAccount, entry(theirs, { publisher: { name: "acme", url: "https://both.example" } }, "onchain:other"), [hub(), entry(ours)], []],
    ] as const)("%s", async (_name, options, subject, others, expected) => {
      expect(await writers(options, subject, others)).toEqual(expected);
    });
  });

  it.each([
    [{ anchors: [{ publisher: " ", domains: ["a.example"] }] }, 'publisherIdentity: an anchor names its publisher, such as "meta-llama".'],
    [{ anchors: [{ publisher: "acme" }] }, 'publisherIdentity: the anchor of "acme" has no domains and no accounts; give one, such as domains: ["meta.com"].'],
    [{ anchors: [{ publisher: "acme", domains: ["https://acme.example/"] }] }, 'publisherIdentity: "https://acme.example/" is no domain; write it in lower case and without scheme and path, such as "meta.com".'],
    [{ anchors: [{ publisher: "acme", domains: ["127.0.0.1"] }] }, 'publisherIdentity: "127.0.0.1" is no domain; write it in lower case and without scheme and path, such as "meta.com".'],
    [{ anchors: [{ publisher: "acme", accounts: ["0xabc"] }] }, 'publisherIdentity: "0xabc" is no account; write "eip155:<chain id>:0x<40 hex digits>".'],
    [{ ens: { rpc: ["ws://node.example"] } }, 'publisherIdentity: an rpc endpoint of ens must be an http or https URL, such as "https://rpc.example.org".'],
  ] as const)("refuses %j", (options, message) => {
    expect(() => publisherIdentity(options)).toThrow(message);
  });
});

describe.skipIf(anvilPath() === undefined)("PUBLISHER_IDENTITY by ENS (on anvil; install the npm package @foundry-rs/anvil)", () => {
  const address = (caip: string): string => caip.slice(caip.lastIndexOf(":") + 1);
  const here = (letter: string): string => account(letter).replace("eip155:1:", "eip155:31337:");
  let chain: Chain;
  let registry: string;
  beforeAll(async () => {
    chain = await startChain();
    registry = await deployEns(chain, [callsItself(address(here("a")), "acme.eth"), leadsTo("acme.eth", address(here("a"))), callsItself(address(here("b")), "acme.eth")]);
  });
  afterAll(() => chain.stop());

  const ens = () => ({ rpc: [chain.url], registry, chainId: 31_337 });
  const found = async (anchors: PublisherIdentityOptions["anchors"], subject: TrustListing, others: readonly TrustListing[] = []) =>
    publisherIdentity({ ens: ens(), ...(anchors === undefined ? {} : { anchors }) }).verify({ subject: { listing: subject, others } }, tools({}, { fetch }));
  const acme = [{ publisher: "acme", domains: ["acme.eth"] }];
  const byAcme = (record: Partial<ListingRecord> = {}) => entry(here("a"), record);
  it.each([
    ["an entry of an account with a name", undefined, () => byAcme(), [], "VERIFIED NEUTRAL"],
    ["twin: a name of an anchor", acme, () => byAcme(), [], "VERIFIED SUPPORTS"],
    ["twin: an account that takes the name of another", undefined, () => entry(here("b")), [], "FAILED CAUTION"],
    ["twin: an account without a name", undefined, () => entry(here("d")), [], "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
    ["twin: an account of another chain", acme, () => entry(ours), [], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
    ["a listing of the anchor, with an entry of its account", acme, () => hub(), [() => byAcme()], "VERIFIED SUPPORTS"],
    ["twin: with an entry of another account", acme, () => hub(), [() => entry(here("b"))], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
    ["twin: without one", acme, () => hub(), [], "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ] as const)("%s", async (_name, anchors, subject, others, expected) => {
    expect(verdict(await found(anchors, subject(), others.map((other) => other())))).toBe(expected);
  });

  it("names the entry whose writer it is, and the calls by which that is known", async () => {
    const [finding] = await found(acme, hub(), [byAcme()]);
    expect(finding?.checks?.map(({ key, status }) => `${key} ${status}`)).toEqual(["ens:acme.eth VERIFIED", `writer:${byAcme().key} VERIFIED`]);
    expect(finding?.evidence.map((evidence) => (evidence.kind === "chain" ? evidence.signature : evidence.kind))).toEqual(["resolver(bytes32)", "addr(bytes32)", "resolver(bytes32)", "name(bytes32)"]);
  });
});
