import { SourceError } from "@modeldex/plugin-kit";
import { describe, expect, it } from "vitest";
import { commit, listing, now, sha, tools, verdict, weights } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { documentation } from "./documentation.ts";
import { outlineOf } from "./readme-sections.ts";

const files = (...paths: readonly string[]) => [weights("model.safetensors", sha("a")), ...paths.map((path) => ({ path, url: `https://hub.example/${path}` }))];
const repository = (record: object = {}, naming: TrustListing["naming"] = "namespaced"): TrustListing => listing("hf:a/b", { revision: commit, artifacts: files("README.md"), ...record }, naming);
const run = (subject: TrustListing, content: Readonly<Record<string, string | Error>> = {}) => documentation.verify({ subject: { listing: subject, others: [] } }, tools(content));

const telling = "# Acme\n\n## Intended uses\nChat.\n\n## Training data\nThe web.\n\n## Evaluation\n87 on a test.\n\n## Limitations and bias\nIt errs.\n";

const cases: readonly (readonly [string, TrustListing, Readonly<Record<string, string | Error>>, string])[] = [
  ["the four parts that tell what it is fit for", repository(), { "README.md": telling }, "VERIFIED SUPPORTS"],
  ["twin: one of the four is a template's placeholder", repository(), { "README.md": telling.replace("It errs.", "[More Information Needed]") }, "VERIFIED NEUTRAL"],
  ["twin: one heading is in a block of code", repository(), { "README.md": telling.replace("## Limitations and bias", "```\n## Limitations and bias\n```") }, "VERIFIED NEUTRAL"],
  ["two of the four in the front matter", repository(), { "README.md": `---\ndatasets:\n- a/web\nmodel-index:\n- name: x\n---\n## Uses\nChat.\n## Risks\nMany.\n` }, "VERIFIED SUPPORTS"],
  ["twin: a field without a value", repository(), { "README.md": `---\ndatasets: []\nmodel-index:\n- name: x\n---\n## Uses\nChat.\n## Risks\nMany.\n` }, "VERIFIED NEUTRAL"],
  ["how to run it, and nothing of what it is for", repository(), { "README.md": "# Acme\n## Usage\nRun it.\n## Licence\nMIT\n" }, "VERIFIED CAUTION"],
  ["front matter alone", repository(), { "README.md": "---\nlicense: mit\n---\n" }, "VERIFIED CAUTION"],
  ["an empty README", repository(), { "README.md": "" }, "VERIFIED CAUTION"],
  ["no README", repository({ artifacts: files("config.json") }), {}, "VERIFIED CAUTION"],
  ["twin: no README, and a description at its source", repository({ artifacts: files("config.json"), description: "A model." }), {}, "VERIFIED NEUTRAL"],
  ["a README in another form", repository({ artifacts: files("readme.txt") }), { "readme.txt": telling }, "VERIFIED SUPPORTS"],
  ["a README of a folder", repository({ artifacts: files("onnx/README.md") }), { "onnx/README.md": telling }, "VERIFIED CAUTION"],
  ["Chinese headings", repository(), { "README.md": "# 模型\n## 用途\n聊天\n## 训练数据\n网络\n## 评测\n87\n## 局限性\n有\n" }, "VERIFIED SUPPORTS"],
  ["a record that anybody may write", repository({}, "open"), { "README.md": telling }, "VERIFIED NEUTRAL"],
  ["a gated README", repository(), { "README.md": new SourceError("UNAUTHORIZED", "Gated.") }, "UNKNOWN(ACCESS_DENIED) NEUTRAL"],
  ["a source that is down", repository(), { "README.md": new SourceError("UNREACHABLE", "Down.") }, "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
  ["a source that gives no files", repository(), {}, "UNKNOWN(NEEDS_BYTES) NEUTRAL"],
  ["a README that is too long", repository(), { "README.md": "x".repeat(1_048_577) }, "UNKNOWN(NEEDS_BYTES) NEUTRAL"],
  ["files not known", repository({ artifacts: undefined }), {}, "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
  ["a list that is cut, without a README", repository({ artifacts: files("config.json"), artifactCount: 9_000 }), {}, "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
  ["no files at all", repository({ artifacts: [] }), {}, "NOT_APPLICABLE NEUTRAL"],
  // FAILED is not among these: presence is found or not found, and nobody stated it before.
];

describe("DOCUMENTATION_COMPLETENESS", () => {
  it.each(cases)("%s", async (_name, subject, content, expected) => {
    expect(verdict(await run(subject, content))).toBe(expected);
  });

  it("names what is there and what is missing, without a number", async () => {
    const lent = tools({ "README.md": "---\nlicense: mit\nlanguage: [en]\n---\n# Acme\n## How to use\nRun it.\n## Benchmarks\n87\n" });
    const [finding] = await documentation.verify({ subject: { listing: repository(), others: [] } }, lent);
    expect(finding).toEqual({
      kind: "DOCUMENTATION_COMPLETENESS", status: "VERIFIED", effect: "NEUTRAL", method: "documentation.headings/1",
      statement: "README.md has parts on evaluation, licence, languages and how to use it; no heading is about intended use, training data, limitations or bias or contact or citation.",
      checks: [
        { key: "intended-use", status: "FAILED", statement: "No heading or field of README.md is about intended use." },
        { key: "training-data", status: "FAILED", statement: "No heading or field of README.md is about training data." },
        { key: "evaluation", status: "VERIFIED", statement: "README.md has a part on evaluation." },
        { key: "limitations", status: "FAILED", statement: "No heading or field of README.md is about limitations or bias." },
        { key: "license", status: "VERIFIED", statement: "README.md has a part on licence." },
        { key: "languages", status: "VERIFIED", statement: "README.md has a part on languages." },
        { key: "contact", status: "FAILED", statement: "No heading or field of README.md is about contact or citation." },
        { key: "how-to-use", status: "VERIFIED", statement: "README.md has a part on how to use it." },
      ],
      evidence: [{
        kind: "staticAnalysis", path: "README.md", findings: ["evaluation", "licence", "languages", "how to use it"], bytesRead: 82,
        kept: await lent.keep(Buffer.from(lent.kept[0] ?? "")), sourceUrl: "https://hub.example/README.md", reproduce: "curl -fsSL 'https://hub.example/README.md'",
      }],
    });
  });

  it("never expires at an immutable revision, and does at a branch", async () => {
    const at = async (revision: string) => (await run(repository({ revision }), { "README.md": telling }))[0]?.expiresAt;
    expect([await at(commit), await at("main")]).toEqual([undefined, new Date(now.getTime() + 86_400_000).toISOString()]);
  });
});

describe("the outline of a README", () => {
  it.each<[string, string, readonly string[]]>([
    ["headings with signs", "# One\ntext\n### Two ###\ntext", ["one+", "two+"]],
    ["underlined headings", "One\n===\ntext\n\nTwo\n---\ntext", ["one+", "two+"]],
    ["headings of HTML", "<h2 id=\"x\">One &amp; <b>more</b></h2>\ntext", ["one &amp more+"]],
    ["lines in bold", "**One**\ntext\n__Two:__\ntext", ["one+", "two+"]],
    ["links and signs within a heading", "## 🚀 [One](https://x.example/y)!\ntext", ["one+"]],
    ["headings without text", "# One\n## Two\n\n---\n## Three\n<!-- nothing -->\n", ["one", "two", "three"]],
    ["text of a subsection, for the section above", "# One\n## Two\ntext\n# Three", ["one+", "two+", "three"]],
    ["code, which is text and has no headings", "# One\n```sh\n# not a heading\n```\n## Two\n~~~\n```\n# nor this\n~~~\n", ["one+", "two+"]],
    ["placeholders", "# One\n[More Information Needed]\n# Two\n- **Developed by:** [More Information Needed]\n# Three\nTODO\n", ["one", "two", "three"]],
  ])("has %s", (_name, markdown, expected) => {
    expect(outlineOf(markdown).sections.map(({ heading, filled }) => `${heading}${filled ? "+" : ""}`)).toEqual(expected);
  });

  it("reads names of fields with a value, and nothing of a front matter that does not end", () => {
    const fields = (text: string) => [...outlineOf(text).fields];
    expect([fields("---\nlicense: mit # ours\nlanguage:\n  - en\ndatasets: null\ntags: []\nbase_model: ''\nmodel-index:\n- name: x\n---\n"), fields("---\nlicense: mit\n# Heading")]).toEqual([["license", "language", "model-index"], []]);
  });

  it.each(["<!--", "[", "**", "# ", "```\n", "<h1>", "---\n"])("takes no more than its share of time for hostile texts, such as many of %j", (piece) => {
    const fastest = (text: string) => Math.min(...Array.from({ length: 9 }, () => {
      const began = performance.now();
      outlineOf(text);
      return performance.now() - began;
    }));
    const short = fastest(piece.repeat(Math.ceil(60_000 / piece.length)));
    // Sixteen times the text may take some sixteen times as long, on a busy machine more, never 256 times.
    expect(fastest(piece.repeat(Math.ceil(960_000 / piece.length))) / Math.max(short, 0.05)).toBeLessThan(100);
  });

  it.each(["<", "<!--", "# [", "[](", "# <", "# [a]("])("takes about as long for lines of many of %j, which nothing closes, as for lines of words", (piece) => {
    const fastest = (line: string) => {
      const text = `${line.repeat(2_000).slice(0, 1_999)}\n`.repeat(100);
      return Math.min(...Array.from({ length: 5 }, () => {
        const began = performance.now();
        outlineOf(text);
        outlineOf(text.replaceAll(/^(?!#)/gm, "# "));
        return performance.now() - began;
      }));
    };
    const plain = fastest("words of a card ");
    // An opening that is looked for to the end of its line costs hundreds of times as much.
    expect(fastest(piece) / plain).toBeLessThan(40);
  });
});
