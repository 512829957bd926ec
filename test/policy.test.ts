import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { securityAdvisories } from "@modeldex/gateway";
import { listing, type Source, type Verifier } from "@modeldex/plugin-kit";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startGateway, type TestGateway } from "./support/gateway.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const sha = (letter: string) => `sha256:${letter.repeat(64)}` as const;
const record = (name: string, letter: string) => listing({
  nativeId: `lumen/${name}`, name, revision: commit, license: { stated: "mit" }, claims: [], artifacts: [{ path: "model.safetensors", digest: sha(letter) }, { path: "config.json", digest: sha("b") }],
});
const shelf: Source = {
  id: "shelf", kind: "shelf", title: "Shelf", homepage: "https://shelf.example", contract: 1, listing: "full", list: async () => ({ records: [record("lantern", "a"), record("ember", "c")] }),
};
const unsigned = Array.from({ length: 3 }, (_, index) => `notes-${String(index)}.md`);
/** Finds what a signature and an attestation would be found to be. */
const signature: Verifier<"PUBLISHER_SIGNATURE"> = {
  id: "test-signature/1", kind: "PUBLISHER_SIGNATURE", depth: "STANDARD", needs: "records",
  verify: async ({ subject: { listing: { record: of } } }) => [{
    kind: "PUBLISHER_SIGNATURE", method: "test/1", statement: "It was signed long ago.", ...(of.name === "lantern" ? { status: "FAILED", effect: "CAUTION" } : { status: "VERIFIED", effect: "SUPPORTS" }),
    evidence: [{ kind: "signature", format: "oms", signer: "release@lumen.example", issuer: "https://id.example", transparencyLogIndex: "7", coveredFiles: 2, unsignedFiles: unsigned, kept: sha("e"), sourceUrl: "https://shelf.example/model.sig", reproduce: "model_signing verify sigstore" }],
  }],
};
const attestation: Verifier<"EXECUTION_ATTESTATION"> = {
  id: "test-attestation/1", kind: "EXECUTION_ATTESTATION", depth: "STANDARD", needs: "records",
  verify: async () => [{ kind: "EXECUTION_ATTESTATION", method: "test/1", statement: "It runs so.", status: "VERIFIED", effect: "SUPPORTS", evidence: [{ kind: "attestation", platform: "nitro", measurements: { PCR0: "00aa" }, bindsTo: "key 0xaa" }] }],
};
/** Speaks of the weights of the second model by their digest. */
const vex = {
  "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://lumen.example/vex/1", author: "security@lumen.example", timestamp: "2026-10-01T00:00:00Z", version: 1,
  statements: [{ vulnerability: { name: "CVE-2026-1" }, status: "affected", products: [{ "@id": "pkg:generic/ember", hashes: { "sha-256": "c".repeat(64) } }] }],
};
const exception = { subject: "shelf:lumen/lantern", rule: "no-failed-claim", policy: "house", reason: "The old key is known to have ended", by: "ada@lumen.example", until: "2026-12-01T00:00:00.000Z" };
const house = { id: "house", version: "1", title: "House rules", rules: [{ key: "no-failed-claim", severity: "BLOCK", test: { forbid: { kinds: ["PUBLISHER_SIGNATURE"], statuses: ["FAILED"] } } }] } as const;

let now: Date;
let modeldex: TestGateway;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modeldex-advisories-"));
  await writeFile(join(folder, "house.json"), JSON.stringify(vex));
  now = new Date("2026-11-01T00:00:00Z");
  modeldex = await startGateway(
    {
      sources: [shelf], verifiers: [signature, attestation, securityAdvisories({ from: [join(folder, "house.json")] })], policies: [house, { ...house, id: "other" }],
      exceptions: [exception, { ...exception, subject: `shelf:lumen/lantern@${commit.replace("0", "f")}`, policy: "other" }, { ...exception, rule: "no-advisory", policy: "open-weights-default", until: "2026-10-01T00:00:00Z" }],
    },
    { now: () => now },
  );
  await modeldex.gateway.harvest("shelf", { all: true, force: true, signal: AbortSignal.timeout(30_000) });
});
beforeEach(() => void (now = new Date("2026-11-01T00:00:00Z")));
afterAll(async () => {
  await modeldex.close();
  await rm(folder, { recursive: true });
});

const decision = async (id: string, policy: object, fields = "outcome validUntil exceptions { subject rule policy reason by until } rules { outcome explanation exception { by } }") =>
  (await modeldex.query(`query($id: ID!, $policy: PolicyInput) { model(id: $id) { trust(policy: $policy) { decision { ${fields} } } } }`, { id, policy })).model.trust.decision;

it("rests on an exception for its listing and policy until its end, and says so", async () => {
  const lantern = "shelf:lumen/lantern";
  const failed = { outcome: "FAIL", explanation: "1 claim about publisher signatures failed. It was signed long ago.", exception: null };
  expect(await decision(lantern, { id: "house" })).toEqual({
    outcome: "ALLOW", validUntil: exception.until, exceptions: [exception],
    rules: [{ outcome: "FAIL", exception: { by: exception.by }, explanation: `${failed.explanation} It does not count until ${exception.until}, by an exception of ${exception.by}: ${exception.reason}.` }],
  });
  const denied = { outcome: "DENY", validUntil: null, exceptions: [], rules: [failed] };
  expect(await decision(lantern, { id: "other" })).toEqual(denied);
  expect(await decision(lantern, { rules: house.rules })).toEqual(denied);
  expect(await decision("shelf:lumen/ember", { id: "house" })).toMatchObject({ outcome: "ALLOW", exceptions: [], rules: [{ outcome: "PASS", exception: null }] });
  // Just before its end the answer is not kept for those who ask after it.
  now = new Date("2026-11-30T23:59:59.500Z");
  expect((await decision(lantern, { id: "house" })).outcome).toBe("ALLOW");
  now = new Date("2026-12-01T00:00:00Z");
  expect(await decision(lantern, { id: "house" })).toEqual(denied);
});

it("says at the start which exceptions have ended", () => {
  expect(modeldex.logs.filter(({ message, msg }) => String(message ?? msg).includes("an exception has ended"))).toMatchObject([{ option: "exceptions[2]", rule: "no-advisory", until: "2026-10-01T00:00:00.000Z" }]);
});

it("judges side by side with the same exceptions", async () => {
  const { compare } = await modeldex.query('{ compare(references: ["shelf:lumen/lantern", "shelf:lumen/ember"], policy: { id: "house" }) { rows(groups: [TRUST]) { attribute cells { text } } } }');
  expect(compare.rows.find(({ attribute }: { readonly attribute: string }) => attribute === "trust.decision").cells).toEqual([{ text: "allow" }, { text: "allow" }]);
});

it("gives a decision as an unsigned in-toto statement about the revision and its weights", async () => {
  const { statement, inputDigest, policy } = await decision("shelf:lumen/lantern", { id: "house" }, "statement inputDigest policy { digest }");
  expect(statement).toEqual({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: `shelf:lumen/lantern@${commit}`, digest: { gitCommit: commit } }, { name: "model.safetensors", digest: { sha256: "a".repeat(64) } }],
    predicateType: "https://in-toto.io/attestation/svr/v0.2",
    predicate: {
      verifier: { id: "pkg:npm/%40modeldex/trust#decide/1", policies: [{ name: "house@1", digest: { sha256: policy.digest.slice("sha256:".length) } }] },
      timeCreated: "2026-11-01T00:00:00.000Z",
      properties: ["MODELDEX_ALLOW:house"],
      "pkg:npm/%40modeldex/trust#decision/1": { outcome: "ALLOW", inputDigest, validUntil: exception.until, rules: [{ key: "no-failed-claim", outcome: "FAIL", exception }] },
    },
  });
});

it("serves what a signature and an attestation were found to be", async () => {
  const { model } = await modeldex.query(`{ model(id: "shelf:lumen/ember") { trust { claims(kinds: [PUBLISHER_SIGNATURE, EXECUTION_ATTESTATION]) { nodes { kind evidence { __typename digest sourceUrl reproduce
    ... on SignatureEvidence { format signer issuer transparencyLogIndex coveredFiles unsignedFileCount unsignedFiles(first: 2) }
    ... on AttestationEvidence { platform measurements bindsTo } } } } } } }`);
  expect(model.trust.claims.nodes).toEqual([
    { kind: "PUBLISHER_SIGNATURE", evidence: [{
      __typename: "SignatureEvidence", digest: sha("e"), sourceUrl: "https://shelf.example/model.sig", reproduce: "model_signing verify sigstore",
      format: "oms", signer: "release@lumen.example", issuer: "https://id.example", transparencyLogIndex: "7", coveredFiles: 2, unsignedFileCount: 3, unsignedFiles: unsigned.slice(0, 2),
    }] },
    { kind: "EXECUTION_ATTESTATION", evidence: [{ __typename: "AttestationEvidence", digest: null, sourceUrl: null, reproduce: null, platform: "nitro", measurements: { PCR0: "00aa" }, bindsTo: "key 0xaa" }] },
  ]);
});

it("reads the advisories of a file, which weigh against the model that has the bytes", async () => {
  const advisories = async (id: string) => (await modeldex.query("query($id: ID!) { model(id: $id) { trust { claims(kinds: [SECURITY_ADVISORY]) { nodes { status effect statement method evidence { __typename sourceUrl digest } } } decision { rules { outcome rule { key } } } } } }", { id })).model.trust;
  const ruleOf = ({ decision: { rules } }: { readonly decision: { readonly rules: readonly { readonly outcome: string; readonly rule: { readonly key: string } }[] } }) => rules.find(({ rule: { key } }) => key === "no-advisory")?.outcome;
  const [ember, lantern] = [await advisories("shelf:lumen/ember"), await advisories("shelf:lumen/lantern")];
  const notDisabled = { status: "NOT_APPLICABLE", effect: "NEUTRAL", statement: "The source does not say that it has disabled this listing.", method: "advisory.source-flag/1", evidence: [] };
  expect(ember.claims.nodes).toEqual([
    {
      status: "ASSERTED", effect: "UNDERMINES", statement: "security@lumen.example says that it is affected by CVE-2026-1.", method: "advisory.documents/1",
      evidence: [{ __typename: "DocumentEvidence", sourceUrl: "https://lumen.example/vex/1", digest: expect.stringMatching(/^sha256:/) }],
    },
    notDisabled,
  ]);
  expect(lantern.claims.nodes).toEqual(expect.arrayContaining([notDisabled, expect.objectContaining({ status: "ASSERTED", effect: "NEUTRAL", statement: expect.stringContaining("among 1 advisory in 1 document") })]));
  expect([ruleOf(ember), ruleOf(lantern)]).toEqual(["FAIL", "PASS"]);
  const kept = await fetch(`${modeldex.url}/evidence/${String(ember.claims.nodes[0].evidence[0].digest).slice("sha256:".length)}`);
  expect(await kept.json()).toEqual(vex);
});

it("lists the policies that come with the gateway before its own", async () => {
  const { policies } = await modeldex.query("{ policies { id rules { title } } }");
  expect(policies.map(({ id }: { readonly id: string }) => id)).toEqual(["open-weights-default", "production-strict", "onchain-registry", "api-endpoint", "house", "other"]);
});
