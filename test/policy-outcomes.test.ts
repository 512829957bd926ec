import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { controlAuthority, onchainRegistration, referenceImmutability } from "@modeldex/gateway";
import { listing } from "@modeldex/plugin-kit";
import type { ModeldexConfig } from "@modeldex/gateway";
import type { Source, SourceClaim } from "@modeldex/plugin-kit";
import { catalogFile } from "@modeldex/source-file";
import { huggingFace } from "@modeldex/source-hf";
import { fabstir, onchain } from "@modeldex/source-onchain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { safetensorsFile } from "../packages/trust/src/formats/fixtures/safetensors-files.ts";
import { evilProtocol2, stateDict } from "../packages/trust/src/formats/fixtures/write-pickle.ts";
import { zipOf } from "../packages/trust/src/formats/fixtures/write-zip.ts";
import { emptyFolder } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { HubModel, TestHub } from "./support/hub.ts";

const readme = `# A small model

## Intended use
It completes short texts.

## Training data
Texts that were written for this test.

## Evaluation
It was held against nothing.

## Limitations
It knows little.
`;
/** Of each model its own, so that what is found of one file is not known of another. */
const weightsOf = (name: string) => safetensorsFile([{ name: `${name}.weight`, length: 64 }]);
const torch = (pickle: Buffer) => zipOf([{ name: "archive/data.pkl", bytes: pickle }, { name: "archive/data/0", bytes: Buffer.alloc(16, 1) }, { name: "archive/version", bytes: Buffer.from("3\n") }]);
const documents = { "config.json": '{"model_type":"synthetic"}', "README.md": readme };
const model = (name: string, more: Partial<HubModel> = {}): HubModel => ({
  id: `lab/${name}`, task: "text-generation", library: "transformers", license: "mit", downloads: 1_000, contents: { ...documents, "model.safetensors": weightsOf(name) }, ...more,
});
const pickled = (name: string, pickle: Buffer): HubModel => model(name, { contents: { ...documents, "pytorch_model.bin": torch(pickle) }, files: ["config.json", "README.md", "pytorch_model.bin"] });
const { license: _, ...unlicensed } = model("unlicensed");
const models: readonly HubModel[] = [
  model("ordinary"), pickled("pickled", stateDict), pickled("harmful", evilProtocol2),
  model("coded", { contents: { ...documents, "config.json": '{"auto_map":{"AutoModel":"modeling.Own"}}', "modeling.py": "class Own: pass\n", "model.safetensors": weightsOf("coded") } }),
  model("gated", { gated: "manual" }), model("pending", { scan: { scansDone: false, filesWithIssues: [] } }),
  model("flagged", { scan: { scansDone: true, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] } }), unlicensed, model("unseen"),
];
const served = (name: string, statements: readonly SourceClaim[]): Source => ({
  id: name, kind: "shop", title: "Shop", homepage: "https://shop.example", contract: 1, listing: "full", naming: "curated",
  list: async () => ({ records: [listing({ nativeId: "acme/served", name: "served", license: { stated: "mit" }, offers: [{ provider: "Shop", usdPerMillionInputTokens: 1 }] })] }),
  about: async () => statements,
});
const shop = served("shop", [
  { kind: "SOURCE_OPERATOR", statement: "Shop Ltd operates it.", facts: { operator: "Shop Ltd" }, evidence: [] },
  { kind: "CONTROL_AUTHORITY", statement: "Shop Ltd chooses what is served.", facts: { authority: "SINGLE_PARTY", holder: "Shop Ltd" }, evidence: [] },
]);
const stall = served("stall", []);

const policies = ["open-weights-default", "production-strict", "onchain-registry", "api-endpoint"] as const;
type Depth = "STANDARD" | "CACHED";

/** The outcome by each policy, and the rules that neither passed nor were skipped; those that only inform are left out. */
async function outcomes(gateway: TestGateway, key: string, depth: Depth = "STANDARD"): Promise<readonly string[]> {
  const asked = policies.map((policy, index) => `p${String(index)}: trust(policy: { id: "${policy}" }, depth: ${depth}) { decision { outcome rules { outcome rule { key severity } } } }`).join(" ");
  const { node } = await gateway.query(`query($id: ID!) { node(id: $id) { ... on Listing { ${asked} } } }`, { id: `listing:${key}` });
  return policies.map((_policy, index) => {
    const { outcome, rules } = node[`p${String(index)}`].decision;
    const open = rules.filter((each: any) => (each.outcome === "FAIL" || each.outcome === "UNKNOWN") && each.rule.severity !== "INFO").map((each: any) => `${each.rule.key} ${each.outcome.toLowerCase()}`);
    return [outcome, ...open].join(", ");
  });
}

/** What a reader is told of one rule. */
async function told(gateway: TestGateway, key: string, policy: (typeof policies)[number], rule: string): Promise<readonly string[]> {
  const { node } = await gateway.query(`query($id: ID!, $policy: PolicyInput) { node(id: $id) { ... on Listing { trust(policy: $policy) { decision { rules { explanation remedy rule { key } } } } } } }`, { id: `listing:${key}`, policy: { id: policy } });
  const { explanation, remedy } = node.trust.decision.rules.find((each: any) => each.rule.key === rule);
  return [explanation, remedy];
}

async function started(config: ModeldexConfig): Promise<TestGateway> {
  const gateway = await startGateway(config);
  for (const { id } of config.sources) await gateway.gateway.harvest(id, { all: true, signal: AbortSignal.timeout(30_000) });
  return gateway;
}

let hub: TestHub;
let folder: string;
let modeldex: TestGateway;
beforeAll(async () => {
  hub = await startHub(models);
  folder = await emptyFolder();
  await writeFile(join(folder, "models.yaml"), `models:\n  - id: acme/internal\n    license: mit\n    artifacts:\n      - { path: model.safetensors, sha256: ${"a".repeat(64)} }\n`);
  modeldex = await started({ sources: [huggingFace({ endpoint: hub.url }), catalogFile({ from: [join(folder, "models.yaml")] }), shop, stall] });
});
afterAll(async () => {
  await modeldex.close();
  await hub.close();
  await rm(folder, { recursive: true });
});

/** What no listing of a hub has, which is no entry of a chain. */
const noEntry = "enough-known unknown, registration-verified unknown, control-known unknown, control-not-in-one-hand unknown, agrees-with-other-sources unknown";

describe("what the built-in policies decide", () => {
  it.each<readonly [what: string, key: string, expected: readonly string[]]>([
    ["an ordinary model: safetensors, clean scans, a licence, a card", "hf:lab/ordinary", [
      "ALLOW",
      "ALLOW",
      `INDETERMINATE, ${noEntry}`,
      "ALLOW",
    ]],
    ["twin: a pickle that imports only what is known", "hf:lab/pickled", [
      "ALLOW",
      "ALLOW",
      `INDETERMINATE, ${noEntry}`,
      "ALLOW",
    ]],
    ["twin: a pickle that runs a command", "hf:lab/harmful", [
      "DENY, nothing-against fail, enough-known fail, weights-hold-no-code fail",
      "DENY, nothing-against fail, enough-known fail, inspected fail, weights-without-caution fail",
      `DENY, nothing-against fail, ${noEntry}`,
      "DENY, nothing-against fail",
    ]],
    ["twin: code that is run on load", "hf:lab/coded", [
      "WARN, no-code-execution fail",
      "DENY, inspected unknown, no-code-execution fail",
      `INDETERMINATE, ${noEntry}`,
      "ALLOW",
    ]],
    ["twin: files that are given to few", "hf:lab/gated", [
      "WARN, enough-known unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown, no-code-execution unknown",
      "DENY, enough-known unknown, inspected unknown, weights-without-caution unknown, no-code-execution unknown",
      `INDETERMINATE, ${noEntry}`,
      "ALLOW",
    ]],
    ["twin: scans that have not finished", "hf:lab/pending", [
      "INDETERMINATE, enough-known unknown, scan-not-flagged unknown, scan-without-caution unknown",
      "DENY, enough-known unknown, inspected unknown, scan-recent unknown",
      `INDETERMINATE, ${noEntry}`,
      "ALLOW",
    ]],
    ["twin: a file that is flagged", "hf:lab/flagged", [
      "DENY, nothing-against fail, enough-known fail, scan-not-flagged fail",
      "DENY, nothing-against fail, enough-known fail, inspected fail, scan-recent fail",
      `DENY, nothing-against fail, ${noEntry}`,
      "DENY, nothing-against fail",
    ]],
    ["twin: no licence", "hf:lab/unlicensed", [
      "WARN, enough-known unknown, license-stated unknown",
      "INDETERMINATE, enough-known unknown, license-known unknown, license-uncontradicted unknown",
      `INDETERMINATE, ${noEntry}`,
      "WARN, license-stated unknown",
    ]],
    ["an entry of a catalog file, without a revision", "file:acme/internal", [
      "INDETERMINATE, enough-known unknown, immutable-revision unknown, digests-known unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown",
      "DENY, enough-known unknown, inspected unknown, weights-without-caution unknown",
      "INDETERMINATE, enough-known unknown, registration-verified unknown, immutable-revision unknown, control-known unknown, control-not-in-one-hand unknown, agrees-with-other-sources unknown",
      "ALLOW",
    ]],
    ["a model that is only served", "shop:acme/served", [
      "INDETERMINATE, enough-known unknown, immutable-revision unknown, digests-known unknown, scan-not-flagged unknown, scan-without-caution unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown, no-code-execution unknown",
      "DENY, enough-known unknown, inspected unknown, weights-without-caution unknown, no-code-execution unknown, scan-recent unknown",
      "INDETERMINATE, enough-known unknown, registration-verified unknown, immutable-revision unknown, control-known unknown, control-not-in-one-hand unknown, agrees-with-other-sources unknown",
      "ALLOW",
    ]],
    ["twin: by nobody who is named", "stall:acme/served", [
      "INDETERMINATE, enough-known unknown, immutable-revision unknown, digests-known unknown, scan-not-flagged unknown, scan-without-caution unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown, no-code-execution unknown",
      "DENY, enough-known unknown, inspected unknown, weights-without-caution unknown, no-code-execution unknown, scan-recent unknown",
      "INDETERMINATE, enough-known unknown, registration-verified unknown, immutable-revision unknown, control-known unknown, control-not-in-one-hand unknown, agrees-with-other-sources unknown",
      "INDETERMINATE, operator-named unknown, control-stated unknown",
    ]],
  ])("about %s", async (_what, key, expected) => {
    expect(await outcomes(modeldex, key)).toEqual(expected);
  });

  it("about a model that nobody has assessed yet, and the same once it is", async () => {
    // What the source says of itself is known from then on, of whatever model it was asked.
    const ordinary = await outcomes(modeldex, "hf:lab/ordinary");
    const [before, after] = [await outcomes(modeldex, "hf:lab/unseen", "CACHED"), await outcomes(modeldex, "hf:lab/unseen")];
    expect(before).toEqual([
      "INDETERMINATE, nothing-against unknown, enough-known unknown, immutable-revision unknown, digests-known unknown, scan-not-flagged unknown, scan-without-caution unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown, no-code-execution unknown, no-advisory unknown, name-kept unknown",
      "DENY, nothing-against unknown, enough-known unknown, inspected unknown, weights-without-caution unknown, no-code-execution unknown, scan-recent unknown, license-uncontradicted unknown, name-kept unknown, no-advisory unknown",
      "INDETERMINATE, nothing-against unknown, enough-known unknown, registration-verified unknown, immutable-revision unknown, control-known unknown, control-not-in-one-hand unknown, agrees-with-other-sources unknown, no-advisory unknown",
      "INDETERMINATE, nothing-against unknown, no-advisory unknown",
    ]);
    expect(after).toEqual(ordinary);
  });

  it.each<readonly [what: string, key: string, policy: (typeof policies)[number], rule: string, explanation: string, remedy: string | null]>([
    ["a harmful pickle", "hf:lab/harmful", "open-weights-default", "nothing-against",
      "1 claim failed or undermines trust. Loading pytorch_model.bin can do harm: it imports posix.system. A check that failed, a flagged file or an advisory is a reason to stop, however good the rest is.",
      "Needed: no claim that failed or undermines trust. Read what speaks against it, and ask the publisher, or choose another revision or model.",
    ],
    ["an ordinary model", "hf:lab/ordinary", "open-weights-default", "nothing-against",
      "16 claims were looked at; none failed or undermines trust. 2 more could not be checked. A check that failed, a flagged file or an advisory is a reason to stop, however good the rest is.",
      null,
    ],
    ["files that are given to few", "hf:lab/gated", "open-weights-default", "weights-hold-no-code",
      "1 claim about serialization safety could not be checked, so a claim that undermines trust cannot be ruled out. What loading model.safetensors does could not be seen: The Hub gives model.safetensors of lab/gated only to accounts that its publisher has let in; configure a token of such an account. A pickle runs what its author wrote into it while it is loaded.",
      "Let this be checked: serialization safety. Load a file in a format that holds no code, such as safetensors, in its place.",
    ],
    ["scans that have not finished", "hf:lab/pending", "open-weights-default", "scan-not-flagged",
      "1 claim about third party scans could not be checked, so a claim that undermines trust cannot be ruled out. Hugging Face Hub has not finished scanning the files. A clean scan is no proof of safety; a flagged file is a reason to stop.",
      "Let this be checked: third party scans. Read the scanner's report; do not load the file meanwhile.",
    ],
    ["scans that have not finished, by a level", "hf:lab/pending", "production-strict", "inspected",
      "The level is PINNED; INSPECTED is asked for, and not everything could be checked. Hugging Face Hub has not finished scanning the files. An immutable revision, the sha256 of all weights, an own look at code and at every weight file, and scans that are complete or not there.",
      "Reach INSPECTED: the report says what is missing for the next level. Where a file cannot be inspected, use one in a format that holds no code, such as safetensors.",
    ],
    ["no licence", "hf:lab/unlicensed", "open-weights-default", "license-stated",
      "1 claim about licence terms could not be checked, so it is not known whether there is a verified or asserted claim. No licence is declared, and none of its files is named as its licence. Without a licence nobody but its author may use it.",
      "Let this be checked: licence terms. Ask the publisher to state a licence.",
    ],
    ["a catalog file", "file:acme/internal", "production-strict", "name-kept",
      "Does not apply here: namespace continuity. The operator of its source alone gives the names there, and gives no inner ids: nobody else can take over a name, and the operator can give it to another model. A path that was given to somebody else, or a name that looks like a far more used one, is how people are given other files than they want.",
      null,
    ],
    ["a model that is only served", "shop:acme/served", "open-weights-default", "enough-known",
      "5 claims could not be checked, so a claim that undermines trust cannot be ruled out. No weight files are known here: the source was not asked for its list of files, or does not give one. The files of this listing are not known, so that nobody has looked at what loading its weights does. 3 more like this. What nobody could look at may be bad.",
      "Let these be checked: content digests, serialization safety, code execution, third party scans, immutability of the revision. Read why it could not be checked: access, an endpoint or time may be missing.",
    ],
  ])("says of %s what it is about", async (_what, key, policy, rule, explanation, remedy) => {
    expect(await told(modeldex, key, policy, rule)).toEqual([explanation, remedy]);
  });
});

describe.skipIf(anvilPath() === undefined)("what the built-in policies decide about an entry of a chain (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let plain: TestGateway;
  let looking: TestGateway;
  let keys: { readonly equal: string; readonly different: string; readonly alone: string };
  beforeAll(async () => {
    chain = await startLocalChain();
    const register = async (repo: string, sha256: string) => `onchain:eip155:${String(chain.chainId)}:${chain.files}/${(await chain.registerFile({ repo, file: "model.safetensors", sha256: `0x${sha256}` })).key}`;
    keys = {
      equal: await register("lab/ordinary", createHash("sha256").update(weightsOf("ordinary")).digest("hex")),
      different: await register("lab/flagged", "2".repeat(64)),
      alone: await register("acme/nowhere", "1".repeat(64)),
    };
    await chain.mine(3);
    const rpc = { [chain.chainId]: [chain.url] };
    const sources = () => [huggingFace({ endpoint: hub.url }), onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url] }], registries: [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 0 })] })];
    [plain, looking] = await Promise.all([started({ sources: sources() }), started({ sources: sources(), verifiers: [onchainRegistration({ rpc }), controlAuthority({ rpc }), referenceImmutability({ rpc })] })]);
    // What the Hub knows of its files is asked for on demand.
    for (const gateway of [plain, looking]) for (const name of ["ordinary", "flagged"]) await outcomes(gateway, `hf:lab/${name}`);
  });
  afterAll(async () => {
    await Promise.all([plain.close(), looking.close()]);
    await chain.stop();
  });

  it.each<readonly [what: string, gateway: () => TestGateway, key: keyof typeof keys, expected: readonly string[]]>([
    ["with the digest of its origin, read again at the operator's endpoint", () => looking, "equal", [
      "WARN, enough-known unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown, name-kept unknown, license-stated unknown",
      "DENY, enough-known unknown, inspected unknown, weights-without-caution unknown, license-known unknown, license-uncontradicted unknown, name-kept unknown",
      "ALLOW",
      "INDETERMINATE, operator-named unknown, license-stated unknown",
    ]],
    ["twin: without an endpoint to look", () => plain, "equal", [
      "INDETERMINATE, enough-known unknown, immutable-revision unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown, name-kept unknown, license-stated unknown",
      "DENY, enough-known unknown, inspected unknown, weights-without-caution unknown, license-known unknown, license-uncontradicted unknown, name-kept unknown",
      "INDETERMINATE, enough-known unknown, registration-verified unknown, immutable-revision unknown, control-known unknown, control-not-in-one-hand unknown",
      "INDETERMINATE, operator-named unknown, license-stated unknown",
    ]],
    ["twin: with another digest than its origin", () => looking, "different", [
      "DENY, nothing-against fail, enough-known unknown, digests-known fail, weights-hold-no-code unknown, weights-import-what-is-known unknown, name-kept unknown, license-stated unknown",
      "DENY, nothing-against fail, enough-known unknown, inspected fail, weights-without-caution unknown, license-known unknown, license-uncontradicted unknown, name-kept unknown",
      "DENY, nothing-against fail, agrees-with-other-sources fail",
      "DENY, nothing-against fail, operator-named unknown, license-stated unknown",
    ]],
    ["twin: without an endpoint", () => plain, "different", [
      "DENY, nothing-against fail, enough-known unknown, immutable-revision unknown, digests-known fail, weights-hold-no-code unknown, weights-import-what-is-known unknown, name-kept unknown, license-stated unknown",
      "DENY, nothing-against fail, enough-known unknown, inspected fail, weights-without-caution unknown, license-known unknown, license-uncontradicted unknown, name-kept unknown",
      "DENY, nothing-against fail, enough-known unknown, registration-verified unknown, immutable-revision unknown, control-known unknown, control-not-in-one-hand unknown, agrees-with-other-sources fail",
      "DENY, nothing-against fail, operator-named unknown, license-stated unknown",
    ]],
    ["twin: of which nobody else knows", () => looking, "alone", [
      "INDETERMINATE, enough-known unknown, digests-known unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown, name-kept unknown, license-stated unknown",
      "DENY, enough-known unknown, inspected unknown, weights-without-caution unknown, license-known unknown, license-uncontradicted unknown, name-kept unknown",
      "WARN, agrees-with-other-sources unknown",
      "INDETERMINATE, operator-named unknown, license-stated unknown",
    ]],
    ["twin: without an endpoint, and alone", () => plain, "alone", [
      "INDETERMINATE, enough-known unknown, immutable-revision unknown, digests-known unknown, weights-hold-no-code unknown, weights-import-what-is-known unknown, name-kept unknown, license-stated unknown",
      "DENY, enough-known unknown, inspected unknown, weights-without-caution unknown, license-known unknown, license-uncontradicted unknown, name-kept unknown",
      "INDETERMINATE, enough-known unknown, registration-verified unknown, immutable-revision unknown, control-known unknown, control-not-in-one-hand unknown, agrees-with-other-sources unknown",
      "INDETERMINATE, operator-named unknown, license-stated unknown",
    ]],
  ])("%s", async (_what, gateway, key, expected) => {
    expect(await outcomes(gateway(), keys[key])).toEqual(expected);
  });

  it("says that its block is only said to be final, where no endpoint is there to look", async () => {
    expect(await told(plain, keys.equal, "onchain-registry", "immutable-revision")).toEqual([expect.stringMatching(/its source says that it is final, and no endpoint of chain \d+ is configured to look\./), expect.any(String)]);
  });
});
