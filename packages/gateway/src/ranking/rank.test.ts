import type { ModelHit, StoredModel } from "@modeldex/catalog";
import { modelId, nameTokens } from "@modeldex/schema";
import { expect, it } from "vitest";
import { byRank, rank } from "./rank.ts";

function hit(id: string, downloads30d: number, streams: ModelHit["streams"] = ["name"], more: Partial<StoredModel> = {}): ModelHit {
  const name = id.slice(id.lastIndexOf("/") + 1);
  const model = { id: modelId(id), name, state: "LISTED", popularity: { downloads30d }, languages: [], formats: [], precisions: [], license: { class: "UNKNOWN" }, ...more } as unknown as StoredModel;
  return { model, streams, nameTokens: nameTokens(id.slice(id.indexOf(":") + 1)) };
}

const order = (hits: readonly ModelHit[], text: string) => rank(hits, { text }).map((ranked) => ranked.hit.model.id);

it("puts the exact id first, however little it is used", () => {
  expect(order([hit("hf:big/bert-base", 9e8), hit("hf:me/bert", 0, ["exact-id", "name"])], "me/bert")).toEqual(["hf:me/bert", "hf:big/bert-base"]);
});

it("prefers the original to a repackaging that is used as much, unless the packaging is asked for", () => {
  const hits = [hit("hf:b/Llama-3.1-8B-Instruct-GGUF", 5e6), hit("hf:a/Llama-3.1-8B-Instruct", 5e6, ["exact-name", "name"])];
  expect(order(hits, "llama3.1 8b instruct")).toEqual(["hf:a/Llama-3.1-8B-Instruct", "hf:b/Llama-3.1-8B-Instruct-GGUF"]);
  const asked = hits.map(({ model }) => hit(model.id, 5e6));
  expect(order(asked, "llama 3.1 8b instruct gguf")).toEqual(["hf:b/Llama-3.1-8B-Instruct-GGUF", "hf:a/Llama-3.1-8B-Instruct"]);
});

it("prefers a much used model to an unused one whose name says more of the text", () => {
  expect(order([hit("hf:a/bert-danish", 10), hit("hf:b/danish-bert-botxo", 20_000)], "danish bert")[0]).toBe("hf:b/danish-bert-botxo");
});

it("explains a score by signals that add up to it", () => {
  for (const { score, why } of rank([hit("hf:a/whisper-large-v3", 4e6, ["exact-name", "name"]), hit("hf:b/whisper", 10)], { text: "whisper large v3" })) {
    expect(why.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 5);
    expect(why.every(({ note }) => note !== undefined)).toBe(true);
  }
});

it("scores a hit by itself: others beside it change nothing", () => {
  const one = hit("hf:a/whisper-large-v3", 4e6);
  const alone = rank([one], { text: "whisper" })[0]?.score;
  const amongOthers = rank([hit("hf:b/x-whisper", 5), one, hit("hf:c/whisper", 9e8)], { text: "whisper" }).find((ranked) => ranked.hit === one)?.score;
  expect(amongOthers).toBe(alone);
});

it("counts what a word means nearly as much as the word, and says how it was read", () => {
  const german = hit("hf:a/bert-german", 1_000);
  const meant = hit("hf:b/gbert-bert", 1_000, ["all"], { languages: ["de"] });
  const many = hit("hf:c/mbert-bert", 1_000, ["all"], { languages: ["de", "en", "fr", "es"] });
  const ranked = rank([many, meant, german], { text: "german bert" });
  expect(ranked.map(({ hit: { model } }) => model.id)).toEqual([german, meant, many].map(({ model }) => model.id));
  expect(ranked.map(({ why }) => why.find(({ name }) => name === "read as")?.note)).toEqual([undefined, "`german` read as the language de", "`german` read as the language de, one of its 4"]);
  const sized = rank([hit("hf:a/chat", 10, ["all"], { parameters: { total: 8_030_000_000, origin: "WEIGHTS" } })], { text: "chat 8b" })[0];
  expect(sized?.why.find(({ name }) => name === "read as")?.note).toBe("`8b` read as parameters from 7.5B to 8.5B");
});

it("puts parts of words below whole words, however much they are used, and those within one word first", () => {
  expect(order([hit("hf:a/xbertscore", 9e8, ["part"]), hit("hf:b/bertscor", 0, ["name", "all"])], "bertscor")).toEqual(["hf:b/bertscor", "hf:a/xbertscore"]);
  expect(order([hit("hf:a/tiny-bert-score", 100, ["part"]), hit("hf:b/my-bertscore-x", 0, ["part"])], "bertscor")[0]).toBe("hf:b/my-bertscore-x");
});

it("puts a repository without downloads of which neither card nor weights are known below one that has them", () => {
  expect(order([hit("hf:a/x-bert", 0), hit("hf:b/x-bert", 0, ["name"], { hasCard: true })], "bert")).toEqual(["hf:b/x-bert", "hf:a/x-bert"]);
});

it("orders equal scores by id", () => {
  const [a, b] = [{ score: 1, hit: hit("hf:a/x", 0) }, { score: 1, hit: hit("hf:b/x", 0) }];
  expect([byRank(a, b) < 0, byRank(b, a) > 0, byRank(a, a)]).toEqual([true, true, 0]);
});

it("puts what its source has switched off below the rest", () => {
  expect(order([hit("hf:a/gpt-4chan", 1e6, ["name"], { access: "DISABLED" }), hit("hf:b/gpt-small", 10)], "gpt")[0]).toBe("hf:b/gpt-small");
});

it("puts what anybody may register below all that a source vouches for, however well its name fits and whatever it says of its use", () => {
  const open = hit("chain:a/llama-3.1-8b-instruct", 9e12, ["exact-name", "name"], { anybodyMayWrite: true, hasCard: true, popularity: { downloads30d: 9e12, likes: 9e12 } });
  const poor = [
    hit("hf:b/x", 0, ["all"], { state: "DEPRECATED", access: "DISABLED" }), hit("hf:c/unllama-3.1-8b-instructed-and-more", 0, ["part"], { state: "DEPRECATED", access: "DISABLED" }),
    hit("hf:d/gguf-q4-awq-x", 0, ["extra"]), hit("hf:e/Llama-3.1-8B-Instruct", 0, ["exact-name", "name"]),
  ];
  for (const text of ["llama 3.1 8b instruct", "llama", "x"]) expect(order([open, ...poor], text).at(-1)).toBe("chain:a/llama-3.1-8b-instruct");
  const [last] = rank([open], { text: "llama 3.1 8b instruct" });
  expect(last?.why.at(-1)).toEqual({ name: "anybody may register", value: -60, note: "it is listed only where anybody may write an entry" });
  expect(order([hit("hf:e/x-eip155", 9e8), hit("chain:eip155:1:0xabc/7", 0, ["exact-id"], { anybodyMayWrite: true })], "eip155:1:0xabc/7")[0]).toBe("chain:eip155:1:0xabc/7");
});
