import { once } from "node:events";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { commit, listing, now, sha, tools, verdict, weights, type TestTools } from "../../test/subjects.ts";
import { maxDocumentBytes, maxFetchedBytes } from "./advisory-documents.ts";
import { securityAdvisories } from "./security-advisory.ts";

const other = commit.replace("0", "f");
const purl = "pkg:huggingface/acme/tiny";
const osv = (affected: object, more: object = {}) => ({ id: "ACME-2026-1", summary: "Runs code on load.", modified: "2026-10-01T00:00:00Z", affected: [{ package: { purl }, ...affected }], ...more });
const git = (...events: readonly object[]) => ({ ranges: [{ type: "GIT", repo: "https://huggingface.co/acme/tiny", events }] });
const vex = (...statements: readonly object[]) => ({
  "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://acme.example/vex/1", author: "security@acme.example", timestamp: "2026-10-01T00:00:00Z", version: 1,
  statements: statements.map((statement) => ({ vulnerability: { name: "CVE-2026-1" }, products: [{ "@id": purl }], ...statement })),
});
const affected = { status: "affected", action_statement: "Use the next revision." };
const subject = (more: object = {}, key = "hf:acme/tiny") => listing(key, { nativeId: "acme/tiny", revision: commit, url: "https://huggingface.co/acme/tiny", artifacts: [weights("model.bin", sha("a"))], ...more });

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "modeldex-advisories-"))));
afterAll(() => rm(folder, { recursive: true }));

let written = 0;
async function fileOf(content: unknown): Promise<string> {
  written += 1;
  const path = join(folder, `advisories-${String(written)}.json`);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}
const at = (time: Date, lent: TestTools = tools()): TestTools => ({ ...lent, now: () => time });
async function look(from: readonly string[], about = subject(), lent: TestTools = tools()) {
  return securityAdvisories({ from }).verify({ subject: { listing: about, others: [] } }, lent);
}

/**
 * It cannot FAIL: an advisory is its author's word, which no check of ours contradicts; two that contradict each other are both shown.
 */
describe("advisories", () => {
  it.each([
    ["OSV: all revisions", osv(git({ introduced: "0" })), {}, "ASSERTED UNDERMINES", /^advisories-\d+\.json says that it is affected by ACME-2026-1: Runs code on load\.$/],
    ["twin: of a model whose name goes on", osv({ package: { purl: `${purl}2` } }), {}, "ASSERTED NEUTRAL", /^No advisory names this model or a file of it, among 1 advisory in 1 document read at 2026-11-01T12:00:00\.000Z or later\.$/],
    ["OSV: this revision by package URL", osv({ package: { purl: `${purl}@${commit}` } }), {}, "ASSERTED UNDERMINES", /affected by ACME-2026-1/],
    ["twin: another revision", osv({ package: { purl: `${purl}@${other}` } }), {}, "ASSERTED NEUTRAL", /^No advisory/],
    ["OSV: a branch of it", osv({ package: { purl: `${purl}@main` } }), {}, "ASSERTED CAUTION", /^ACME-2026-1 of advisories-\d+\.json names this model as affected, and whether it means this revision cannot be told from it: Runs code on load\.$/],
    ["OSV: this revision among versions", osv({ versions: [other, commit] }), {}, "ASSERTED UNDERMINES", /affected by/],
    ["twin: not among versions", osv({ versions: [other] }), {}, "ASSERTED NEUTRAL", /^No advisory/],
    ["OSV: from this commit on, until another", osv(git({ introduced: commit }, { fixed: other })), {}, "ASSERTED UNDERMINES", /affected by/],
    ["twin: until this commit", osv(git({ introduced: "0" }, { fixed: commit })), {}, "ASSERTED NEUTRAL", /^No advisory/],
    ["OSV: until a commit of which it is not known whether it is later", osv(git({ introduced: "0" }, { fixed: other })), {}, "ASSERTED CAUTION", /cannot be told/],
    ["OSV: of a listing without a revision", osv({ versions: [commit] }), { revision: undefined }, "ASSERTED CAUTION", /cannot be told/],
    ["OSV: severity in words", osv(git({ introduced: "0" }), { database_specific: { severity: "HIGH" } }), {}, "ASSERTED UNDERMINES", /\(severity in its author's words: HIGH\)/],
    ["OSV: withdrawn", osv(git({ introduced: "0" }), { withdrawn: "2026-10-05T00:00:00Z" }), {}, "ASSERTED NEUTRAL", /had an advisory against it, ACME-2026-1, and has withdrawn it\.$/],
    ["OSV: a list", [osv({ package: { purl: "pkg:npm/tiny" } }), osv(git({ introduced: "0" }))], {}, "ASSERTED UNDERMINES", /affected by/],
    ["OSV: the answer of its service", { vulns: [osv(git({ introduced: "0" }))] }, {}, "ASSERTED UNDERMINES", /affected by/],
    ["OSV: upper case of an organisation", osv({ package: { purl: "pkg:huggingface/Acme/Tiny" } }), {}, "ASSERTED UNDERMINES", /affected by/],
    ["OSV: the same name in another hub", osv({ package: { purl: `${purl}?repository_url=https://hub.acme.example` } }), {}, "ASSERTED NEUTRAL", /^No advisory/],
    ["VEX: affected", vex(affected), {}, "ASSERTED UNDERMINES", /^security@acme\.example says that it is affected by CVE-2026-1: Use the next revision\.$/],
    ["VEX: being looked into", vex({ status: "under_investigation" }), {}, "ASSERTED CAUTION", /being looked into/],
    ["VEX: not affected, and why", vex({ status: "not_affected", justification: "vulnerable_code_not_present" }), {}, "ASSERTED NEUTRAL", /^security@acme\.example says that it is not affected by CVE-2026-1: vulnerable code not present\.$/],
    ["VEX: fixed", vex({ status: "fixed" }), {}, "ASSERTED SUPPORTS", /no longer affected by CVE-2026-1/],
    ["twin: fixed in another revision", vex({ status: "fixed", products: [{ "@id": `${purl}@${other}` }] }), {}, "ASSERTED NEUTRAL", /^No advisory/],
    ["twin: fixed in a branch", vex({ status: "fixed", products: [{ "@id": `${purl}@main` }] }), {}, "ASSERTED NEUTRAL", /cannot be told/],
    ["VEX: by the digest of a file", vex({ ...affected, products: [{ "@id": "pkg:generic/x", hashes: { "sha-256": "a".repeat(64) } }] }), {}, "ASSERTED UNDERMINES", /affected by/],
    ["twin: of a digest that differs in one digit", vex({ ...affected, products: [{ "@id": "pkg:generic/x", hashes: { "sha-256": `${"a".repeat(63)}b` } }] }), {}, "ASSERTED NEUTRAL", /^No advisory/],
    ["VEX: by a digest, of files that are not known", vex({ ...affected, products: [{ hashes: { "sha-256": "a".repeat(64) } }] }), { artifacts: undefined }, "UNKNOWN(NOT_REQUESTED) NEUTRAL", /files of this listing are not known here/],
    ["VEX: by an identifier", vex({ ...affected, products: [{ "@id": "https://acme.example/tiny", identifiers: { purl } }] }), {}, "ASSERTED UNDERMINES", /affected by/],
    ["VEX: as text", vex({ ...affected, vulnerability: "CVE-2026-1", products: [purl] }), {}, "ASSERTED UNDERMINES", /affected by CVE-2026-1/],
    ["VEX: of two the later one counts", vex({ ...affected, timestamp: "2026-10-02T00:00:00Z" }, { status: "fixed", timestamp: "2026-10-03T00:00:00Z" }), {}, "ASSERTED SUPPORTS", /no longer affected/],
    ["twin: the other way round", vex({ status: "fixed", timestamp: "2026-10-02T00:00:00Z" }, { ...affected, timestamp: "2026-10-03T00:00:00Z" }), {}, "ASSERTED UNDERMINES", /affected by/],
    ["VEX: two of one time that contradict: the worse", vex({ status: "fixed" }, affected), {}, "ASSERTED UNDERMINES", /affected by/],
    ["VEX: two vulnerabilities", vex({ status: "fixed" }, { ...affected, vulnerability: { name: "CVE-2026-2" } }), {}, "ASSERTED UNDERMINES; ASSERTED SUPPORTS", /CVE-2026-2/],
    ["text that would do something on a terminal", osv(git({ introduced: "0" }), { summary: "\u001B[31mred\u202Eeht\n\nend" }), {}, "ASSERTED UNDERMINES", /: \[31mred eht end\.$/],
    ["no JSON", "[", {}, "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL", /^The advisories of advisories-\d+\.json could not be read: it is no JSON\.$/],
    ["another document", { name: "x" }, {}, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", /it is no document of OSV or OpenVEX\.$/],
  ] as const)("%s", async (_name, document, more, expected, statement) => {
    const found = await look([await fileOf(document)], subject(more));
    expect([verdict(found), found[0]?.statement]).toEqual([expected, expect.stringMatching(statement)]);
  });

  it.each([
    ["an account that attests", "eip155:1:0x00aa", "advisory:eip155:1:0x00aa"],
    ["letters that turn the text round", "a\u202Eb\nc", "advisory:a b c"],
    ["a text without end", "x".repeat(5_000), `advisory:${"x".repeat(239)}…`],
  ])("of an author who is called %s are not taken for another's", async (_name, author, key) => {
    const [finding] = await look([await fileOf({ ...vex(affected), author })], subject());
    expect(finding?.issuer).toEqual({ type: "ATTESTER", key });
  });

  it("of models of other kinds of sources are matched by their files alone", async () => {
    const file = await fileOf([osv(git({ introduced: "0" })), vex({ ...affected, products: [{ hashes: { "sha-256": "b".repeat(64) } }] })]);
    const elsewhere = (letter: string) => look([file], subject({ artifacts: [weights("model.bin", sha(letter))] }, "ollama:acme/tiny"));
    expect([await elsewhere("a"), await elsewhere("b")].map(verdict)).toEqual(["ASSERTED NEUTRAL", "ASSERTED UNDERMINES"]);
  });

  it("are told with who says so, where, since when and until when, and the entry itself is kept", async () => {
    const lent = tools();
    const [finding] = await look([await fileOf(vex(affected, { status: "fixed", products: ["pkg:npm/x"] }))], subject(), lent);
    expect(finding).toEqual({
      kind: "SECURITY_ADVISORY", statement: "security@acme.example says that it is affected by CVE-2026-1: Use the next revision.", status: "ASSERTED", effect: "UNDERMINES", method: "advisory.documents/1",
      issuer: { type: "ATTESTER", key: "advisory:security@acme.example" }, evidence: [{ kind: "document", url: "https://acme.example/vex/1", kept: expect.stringMatching(/^sha256:/) }],
      validAt: "2026-10-01T00:00:00.000Z", expiresAt: "2026-11-02T12:00:00.000Z",
    });
    expect(lent.kept.map((text) => JSON.parse(text))).toEqual([vex(affected)]);
  });

  it("of a file without a link say so of the operator's file, and name no folder", async () => {
    const [finding] = await look([await fileOf(osv(git({ introduced: "0" })))]);
    expect(finding).toMatchObject({ issuer: { type: "OPERATOR", key: expect.stringMatching(/^advisories-\d+\.json$/) }, evidence: [{ kind: "staticAnalysis", path: expect.stringMatching(/^advisories-\d+\.json$/), findings: ["ACME-2026-1: affected"] }] });
    expect(JSON.stringify(finding)).not.toContain(folder);
  });

  it("that could not all be read are said to be so, beside what was read", async () => {
    const files = [await fileOf(osv({ package: { purl: "pkg:npm/x" } })), join(folder, "nowhere.json"), await fileOf([osv({}), { id: 5 }])];
    const found = await look(files, subject({ nativeId: "acme/other" }));
    expect([verdict(found), found[1]?.statement]).toEqual(["ASSERTED NEUTRAL; UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL", "The advisories of nowhere.json could not be read: nowhere.json could not be read (ENOENT)."]);
    expect(found[0]?.checks?.map(({ status, statement }) => `${status} ${statement.replace(/^\S+/, "It")}`)).toEqual([
      "VERIFIED It was read at 2026-11-01T12:00:00.000Z: 1 advisory.", "UNKNOWN It was read at 2026-11-01T12:00:00.000Z: 1 advisory, and 1 entry that could not be read.",
    ]);
  });

  it("are told also where the entry is too long to be kept, or nests too deep to be written, and hide no others", async () => {
    const versions = Array.from({ length: 30_000 }, (_, at) => at.toString(16).padStart(40, "0"));
    const nested = `{"id":"ACME-2026-3","affected":[{"package":{"purl":"${purl}"}}],"deep":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    const files = [await fileOf([osv({ versions: [...versions, commit] }, { id: "ACME-2026-2" })]), await fileOf(nested), await fileOf(osv(git({ introduced: "0" })))];
    const lent = tools();
    const keep = async (bytes: Uint8Array) => (bytes.byteLength > 1_048_576 ? Promise.reject(new Error("Evidence has at most 1048576 bytes.")) : lent.keep(bytes));
    const found = await look(files, subject(), { ...lent, keep });
    expect(found.map(({ statement, evidence }) => `${/ACME-2026-\d/.exec(statement)?.[0] ?? statement} ${String(evidence.every(({ kept }) => kept !== undefined))}`)).toEqual(["ACME-2026-1 true", "ACME-2026-2 false", "ACME-2026-3 false"]);
    expect(verdict(found)).toBe("ASSERTED UNDERMINES; ASSERTED UNDERMINES; ASSERTED UNDERMINES");
  });

  it("longer than the bound are not read", async () => {
    expect((await look([await fileOf(" ".repeat(maxDocumentBytes + 1))]))[0]).toMatchObject({ status: "UNKNOWN", unknownReason: "UNSUPPORTED_FORMAT", statement: expect.stringContaining(`longer than ${String(maxDocumentBytes)} bytes`) });
  });

  it.each([
    ["nothing", [], "securityAdvisories needs `from`"],
    ["no text", [5], "securityAdvisories: from[0] is 5; write the path of a file, or an http or https URL."],
    ["another scheme", ["a.json", "ftp://x/y"], 'securityAdvisories: from[1] is "ftp://x/y"; write the path of a file, or an http or https URL.'],
  ])("are refused at the start from %s", (_name, from, message) => {
    expect(() => securityAdvisories({ from: from as readonly string[] })).toThrow(message);
  });

  it("follow a file when it is written", async () => {
    const file = await fileOf([osv({ versions: [other] })]);
    const verifier = securityAdvisories({ from: [file] });
    const verdictNow = async () => verdict(await verifier.verify({ subject: { listing: subject(), others: [] } }, tools()));
    const before = await verdictNow();
    await writeFile(file, JSON.stringify([osv({ versions: [commit] })]));
    await utimes(file, now, new Date(now.getTime() + 1));
    expect([before, await verdictNow()]).toEqual(["ASSERTED NEUTRAL", "ASSERTED UNDERMINES"]);
  });
});

describe("advisories from an address", () => {
  let server: Server;
  let answer: { status: number; body: string; etag?: string; inPieces?: boolean };
  let asked: (string | undefined)[];
  beforeAll(async () => {
    server = createServer((request: IncomingMessage, response) => {
      asked.push(request.headers["if-none-match"]);
      if (answer.etag !== undefined && request.headers["if-none-match"] === answer.etag) return void response.writeHead(304).end();
      if (answer.inPieces === true) response.write(" ");
      else response.writeHead(answer.status, { "content-length": Buffer.byteLength(answer.body), ...(answer.etag === undefined ? {} : { etag: answer.etag }) });
      response.end(answer.body);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    asked = [];
    answer = { status: 200, body: JSON.stringify(osv({ versions: [other] })), etag: '"1"' };
  });
  const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
  const start = () => {
    const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/osv.json`;
    const verifier = securityAdvisories({ from: [`${address}?token=secret`] });
    const lookAt = (time: Date) => verifier.verify({ subject: { listing: subject(), others: [] } }, at(time, tools({}, { fetch: globalThis.fetch })));
    return { address, verifier, lookAt };
  };

  it("are asked for once an hour, with the tag of the last answer", async () => {
    const { lookAt } = start();
    const verdicts = [];
    for (const time of [0, 59, 60, 119]) verdicts.push(verdict(await lookAt(minutes(time))));
    answer = { status: 200, body: JSON.stringify(osv({ versions: [commit] })), etag: '"2"' };
    verdicts.push(verdict(await lookAt(minutes(120))));
    expect([verdicts, asked]).toEqual([["ASSERTED NEUTRAL", "ASSERTED NEUTRAL", "ASSERTED NEUTRAL", "ASSERTED NEUTRAL", "ASSERTED UNDERMINES"], [undefined, '"1"', '"1"']]);
  });

  it("are asked for once by many at one time", async () => {
    const { lookAt } = start();
    await Promise.all(Array.from({ length: 10 }, () => lookAt(now)));
    expect(asked).toHaveLength(1);
  });

  it("keep what was read while the address fails, and say that it is old", async () => {
    answer.body = JSON.stringify(osv(git({ introduced: "0" })));
    const { lookAt, address } = start();
    await lookAt(now);
    answer = { status: 500, body: "" };
    const found = await lookAt(minutes(61));
    const name = address.slice("http://".length);
    expect(found.map(({ statement, status, effect }) => ({ statement, status, effect }))).toEqual([
      { statement: `${name} says that it is affected by ACME-2026-1: Runs code on load. So it was when ${name} was last read, at 2026-11-01T12:00:00.000Z.`, status: "ASSERTED", effect: "UNDERMINES" },
      { statement: `The advisories of ${name} could not be read: ${name} answered with status 500. What it said at 2026-11-01T12:00:00.000Z is still used.`, status: "UNKNOWN", effect: "NEUTRAL" },
    ]);
    // A failing address is left alone for a minute.
    const before = asked.length;
    await lookAt(minutes(61.5));
    answer = { status: 200, body: JSON.stringify(osv({ versions: [other] })) };
    expect([asked.length - before, verdict(await lookAt(minutes(63)))]).toEqual([0, "ASSERTED NEUTRAL"]);
  });

  it.each([["says its length", false], ["does not say it", true]])("longer than an address may give are left alone for a minute, where it %s", async (_name, inPieces) => {
    answer = { status: 200, body: " ".repeat(maxFetchedBytes + 1), inPieces };
    const { lookAt } = start();
    const found = [await lookAt(minutes(0)), await lookAt(minutes(0.5))];
    expect(found.map(([finding]) => finding)).toEqual(found.map(() => expect.objectContaining({ status: "UNKNOWN", unknownReason: "UNSUPPORTED_FORMAT", statement: expect.stringContaining(`longer than ${String(maxFetchedBytes)} bytes`) as unknown })));
    expect(asked).toHaveLength(1);
  });

  it("of an author that another host names as well take nothing back of what is said here", async () => {
    answer.body = JSON.stringify(vex({ status: "not_affected", timestamp: "2026-10-09T00:00:00Z" }));
    const { address } = start();
    const file = await fileOf(vex(affected));
    const both = (...from: readonly string[]) => securityAdvisories({ from }).verify({ subject: { listing: subject(), others: [] } }, tools({}, { fetch: globalThis.fetch }));
    const later = await fileOf(vex({ status: "not_affected", timestamp: "2026-10-09T00:00:00Z" }));
    expect([verdict(await both(file, address)), verdict(await both(file, later))]).toEqual(["ASSERTED UNDERMINES; ASSERTED NEUTRAL", "ASSERTED NEUTRAL"]);
  });

  it("name the address without what follows the path, which may be secret, and how to read it again", async () => {
    answer.body = JSON.stringify(osv(git({ introduced: "0" })));
    const { lookAt, address, verifier } = start();
    const [finding] = await lookAt(now);
    expect(finding).toMatchObject({ issuer: { type: "ATTESTER", key: address.slice("http://".length) }, evidence: [{ kind: "document", url: address, sourceUrl: address, reproduce: `curl -fsSL '${address}'` }] });
    expect(JSON.stringify(finding)).not.toContain("secret");
    expect(verifier.baseAddresses).toEqual([`${address}?token=secret`]);
  });

  it("do not count as failing when one request had no budget left", async () => {
    const { verifier, lookAt } = start();
    const refuse = async (): Promise<never> => {
      throw Object.assign(new Error("The budget is used up."), { code: "BUDGET_EXCEEDED" });
    };
    const found = await verifier.verify({ subject: { listing: subject(), others: [] } }, tools({}, { fetch: refuse }));
    expect([verdict(found), verdict(await lookAt(now))]).toEqual(["UNKNOWN(BUDGET_EXCEEDED) NEUTRAL", "ASSERTED NEUTRAL"]);
  });
});
