import { describe, expect, it } from "vitest";
import { hasOddities, inspectText } from "./inspect-text.ts";
import { lookAlikeWords } from "./look-alike-words.ts";

const told = (text: string) =>
  lookAlikeWords(text).map((warning) => ("letters" in warning ? [warning.kind, warning.word, warning.letters.map(({ letter, script, looksLike }) => `${script} ${letter}~${looksLike}`).join(" ")] : [warning.kind, warning.message]));

describe("words of several scripts", () => {
  it.each([
    ["meta-Llаma-3.1", [["MIXED_SCRIPTS", "Llаma", "Cyrillic а~a"]]],
    ["gооgle/gemma", [["MIXED_SCRIPTS", "gооgle", "Cyrillic о~o"]]],
    ["micrοsoft", [["MIXED_SCRIPTS", "micrοsoft", "Greek ο~o"]]],
    ["Oреnаi", [["MIXED_SCRIPTS", "Oреnаi", "Cyrillic р~p Cyrillic е~e Cyrillic а~a"]]],
    ["миcтраль", [["MIXED_SCRIPTS", "миcтраль", "Latin c~с"]]],
    ["hսggingface", [["MIXED_SCRIPTS", "hսggingface", "Armenian ս~u"]]],
    ["ᎠeepSeek", [["MIXED_SCRIPTS", "ᎠeepSeek", "Cherokee Ꭰ~D"]]],
    ["ꓡlama", [["MIXED_SCRIPTS", "ꓡlama", "Lisu ꓡ~L"]]],
    ["Ｌlama", [["MIXED_SCRIPTS", "Ｌlama", "fullwidth Ｌ~L"]]],
    ["𝐋lama", [["MIXED_SCRIPTS", "𝐋lama", "mathematical 𝐋~L"]]],
    ["使用Llаma模型", [["MIXED_SCRIPTS", "使用Llаma模型", "Cyrillic а~a"]]],
    ["Ll\u200bа\u200bma", [["MIXED_SCRIPTS", "Llаma", "Cyrillic а~a"]]],
    ["αρех", [["MIXED_SCRIPTS", "αρех", "Greek α~a Greek ρ~p Cyrillic е~e Cyrillic х~x"]]],
  ])("%s", (text, expected) => {
    expect(told(text)).toEqual(expected);
    expect(hasOddities(text)).toBe(true);
  });

  it("are told in one sentence", () => {
    expect(inspectText("Llаma").warnings).toEqual([{
      kind: "MIXED_SCRIPTS", word: "Llаma", letters: [{ letter: "а", codePoint: "U+0430", script: "Cyrillic", looksLike: "a", looksLikeScript: "Latin" }],
      message: "“Llаma” mixes Cyrillic and Latin letters: it contains Cyrillic а (U+0430), which looks like Latin a.",
    }]);
  });

  it.each(["πLM", "μP", "ruБД", "GPT模型", "日本GPT", "Ko한국", "ไทยGPT", "GPTعربي", "Llama3", "naïveГ"])("%s is none that could be taken for another", (text) => {
    expect(told(text)).toEqual([]);
  });
});

describe("whole words", () => {
  it.each([
    ["аррӏе", [["LOOKS_LATIN", "аррӏе", "Cyrillic а~a Cyrillic р~p Cyrillic ӏ~l Cyrillic е~e"]]],
    ["ΑΝΤΗ", [["LOOKS_LATIN", "ΑΝΤΗ", "Greek Α~A Greek Ν~N Greek Τ~T Greek Η~H"]]],
    ["ｌｌａｍａ", [["LOOKS_LATIN", "ｌｌａｍａ", "fullwidth ｌ~l fullwidth ａ~a fullwidth ｍ~m"]]],
    ["𝖦𝖯𝖳", [["LOOKS_LATIN", "𝖦𝖯𝖳", "mathematical 𝖦~G mathematical 𝖯~P mathematical 𝖳~T"]]],
    ["Llama-70В", [["LOOKS_LATIN", "70В", "Cyrillic В~B"]]],
    ["ᎠᎬᎬᏢ", [["LOOKS_LATIN", "ᎠᎬᎬᏢ", "Cherokee Ꭰ~D Cherokee Ꭼ~E Cherokee Ꮲ~P"]]],
  ])("%s", (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it("are told in one sentence", () => {
    expect(lookAlikeWords("сахе").map(({ message }) => message)).toEqual([
      "“сахе” is written with Cyrillic letters that all look like Latin ones: с (U+0441) like c; а (U+0430) like a; х (U+0445) like x; е (U+0435) like e.",
    ]);
  });

  it.each(["РуБерт", "Контур", "Яндекс", "ухо и нос", "оса летит", "Мистраль", "Ελλάδα", "τον λόγο", "а", "日本のＧＰＴ", "напряжение 70В"])("%s is a word of its language", (text) => {
    expect(told(text)).toEqual([]);
  });
});

it("tells five words, and how many more there are", () => {
  const words = Array.from({ length: 8 }, (_, place) => `Llаma${place}`).join(" ");
  expect(told(words).map(([kind, word]) => `${kind} ${word}`)).toEqual([
    "MIXED_SCRIPTS Llаma0", "MIXED_SCRIPTS Llаma1", "MIXED_SCRIPTS Llаma2", "MIXED_SCRIPTS Llаma3", "MIXED_SCRIPTS Llаma4",
    "MORE_WORDS 3 more words are written with letters that look like others.",
  ]);
});

it("quotes no more than the beginning of an endless word", () => {
  const [warning] = lookAlikeWords(`а${"a".repeat(100_000)}`);
  expect(warning !== undefined && "word" in warning ? warning.word : "").toBe(`а${"a".repeat(39)}…`);
});
