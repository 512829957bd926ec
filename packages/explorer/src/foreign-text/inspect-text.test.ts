import { describe, expect, it } from "vitest";
import { hasOddities, inspectText } from "./inspect-text.ts";
import { type TextSegment, markText } from "./segments.ts";

/** Marks in braces, so that a case is read at a glance. */
const shown = (segments: readonly TextSegment[]) => segments.map((segment) => (segment.kind === "text" ? segment.text : `{${markText(segment)}}`)).join("");
const laid = (text: string, options = {}) => shown(inspectText(text, options).segments);

describe("characters that are shown by name", () => {
  it.each([
    ["safe\u202etxt.bin", "safe{U+202E right-to-left override}txt.bin"],
    ["a\u202ab\u202bc\u202cd\u202de", "a{U+202A left-to-right embedding}b{U+202B right-to-left embedding}c{U+202C pop directional formatting}d{U+202D left-to-right override}e"],
    ["\u2066a\u2067b\u2068c\u2069", "{U+2066 left-to-right isolate}a{U+2067 right-to-left isolate}b{U+2068 first strong isolate}c{U+2069 pop directional isolate}"],
    ["a\u200eb\u200fc\u061cd", "a{U+200E left-to-right mark}b{U+200F right-to-left mark}c{U+061C Arabic letter mark}d"],
    ["ll\u200bama\u200b\u200b\u200b", "ll{U+200B zero width space}ama{U+200B zero width space × 3}"],
    ["l\u200dl\u200cama", "l{U+200D zero width joiner}l{U+200C zero width non-joiner}ama"],
    ["soft\u00adly \ufeffnow", "soft{U+00AD soft hyphen}ly {U+FEFF byte order mark}now"],
    ["a\u{e0061}\u{e0062}b", "a{U+E0061 tag character}{U+E0062 tag character}b"],
    ["a\ufe0fb\u{e0100}c", "a{U+FE0F variation selector}b{U+E0100 variation selector}c"],
    ["\u3164\u115f\u1160\uffa0", "{U+3164 Hangul filler}{U+115F Hangul filler}{U+1160 Hangul filler}{U+FFA0 Hangul filler}"],
    ["a\u180eb\u2800c\u2060d\u034fe", "a{U+180E Mongolian vowel separator}b{U+2800 empty braille pattern}c{U+2060 word joiner}d{U+034F combining grapheme joiner}e"],
    ["os\u001b[2J\0\u007f\u009b", "os{U+001B escape}[2J{U+0000 null}{U+007F delete}{U+009B control sequence introducer}"],
    ["\ue000\u{f0000}", "{U+E000 private use character}{U+F0000 private use character}"],
    ["a\ud800b\udc00", "a{U+D800 half of a character}b{U+DC00 half of a character}"],
    ["\u{50000}\uffff", "{U+50000 unassigned code point}{U+FFFF unassigned code point}"],
    ["\ufff9a\ufffab\ufffb\ufffc", "{U+FFF9 annotation anchor}a{U+FFFA annotation separator}b{U+FFFB annotation terminator}{U+FFFC object replacement character}"],
    ["ᠭ\u180b\u180b", "ᠭ\u180b{U+180B variation selector}"],
    ["葛\u{e0100}\u{e0100}", "葛\u{e0100}{U+E0100 variation selector}"],
    ["می\u200c\u200cخ", "می{U+200C zero width non-joiner × 2}خ"],
    ["\u{1f600}\u{e0141}\u{e0142}", "\u{1f600}{U+E0141 variation selector}{U+E0142 variation selector}"],
  ])("%j", (text, expected) => {
    expect(laid(text)).toBe(expected);
    expect(hasOddities(text)).toBe(true);
  });

  it("warns once for each reason, in a sentence without the characters themselves", () => {
    expect(inspectText("\u202ea\u202eb\u2066c\u200b").warnings).toEqual([
      { kind: "DIRECTION", message: "Characters here turn the direction of writing, so that the text would look like another one: right-to-left override (U+202E), left-to-right isolate (U+2066)." },
      { kind: "INVISIBLE", message: "Characters here cannot be seen: zero width space (U+200B)." },
    ]);
  });
});

describe("text without oddities", () => {
  it.each([
    "", "Llama-3.1-8B-Instruct", "meta-llama/Llama 3.1", "Écrire à Ñandú, naïve Größe, Łódź", "РуБерт", "ruBERT и модель для русского языка", "Модель, обученная на текстах",
    "通义千问-7B", "日本語モデル GPT-2", "한국어 모델 Ko-GPT", "Ελληνικά μοντέλα", "עברית", "نموذج عربي", "می‌خواهم", "हिन्दी मॉडल", "क्‍ष", "ශ්‍රී", "ไทย", "አማርኛ", "ქართული", "Հայերեն",
    "👩‍🔬 and 👨‍👩‍👧‍👦", "❤️‍🔥 1️⃣ 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪 ☺︎ 👍🏽 ✔️", "葛󠄀城", "e\u0301\u0323 đ̣̀", "β-VAE, α = 0.5, 5 μm, Δt, x² ≤ ∞", "C’est “fin” — … ™", "e\u0301 = é",
    "нос и ухо у волка", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "日本語のＧＰＴモデル", "𝑥 ∈ ℝ", "שָׁלוֹם", "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
  ])("%j is one segment", (text) => {
    expect(inspectText(text)).toEqual({ segments: text === "" ? [] : [{ kind: "text", text }], warnings: [] });
    expect(hasOddities(text)).toBe(false);
  });
});

describe("piles of combining marks", () => {
  it("are cut after four on a letter", () => {
    expect(inspectText(`Z${"\u0301".repeat(50)}algo`)).toEqual({
      segments: [
        { kind: "text", text: `Z${"\u0301".repeat(4)}` }, { kind: "mark", reason: "COMBINING_MARKS", label: "46 more combining marks", count: 46 }, { kind: "text", text: "algo" },
      ],
      warnings: [{ kind: "COMBINING_MARKS", message: "46 combining marks are left out, beyond 4 on one letter." }],
    });
  });

  it("stay when there are four, and do not hide behind an invisible one", () => {
    expect(laid(`a${"\u0301".repeat(4)}b`)).toBe(`a${"\u0301".repeat(4)}b`);
    expect(laid(`a${"\u0301".repeat(4)}\u034f${"\u0301".repeat(4)}`)).toBe(`a${"\u0301".repeat(4)}{U+034F combining grapheme joiner}{4 more combining marks}`);
  });
});

describe("lines", () => {
  it.each([
    ["a\r\nb\rc\nd\u2028e\u2029f", {}, "a b c d e f"],
    ["a\n\n\tb", {}, "a b"],
    ["a\r\nb\rc\nd\u2028e\u2029f\tg", { multiline: true }, "a\nb\nc\nd\ne\nf\tg"],
    ["a\n\u0007b", { multiline: true }, "a\n{U+0007 bell}b"],
  ])("%j", (text, options, expected) => {
    expect(laid(text, options)).toBe(expected);
  });
});

describe("length", () => {
  it("is cut between characters as people count them", () => {
    expect(laid("abcdef", { maxLength: 4 })).toBe("abcd{2 more characters}");
    expect(laid("ab👩‍🔬cd", { maxLength: 4 })).toBe("ab{5 more characters}");
    expect(laid("abe\u0301f", { maxLength: 3 })).toBe("ab{3 more characters}");
    expect(laid("👍👍", { maxLength: 3 })).toBe("👍{1 more character}");
    expect(laid("abc", { maxLength: 3 })).toBe("abc");
    expect(laid("abc", { maxLength: 0 })).toBe("{3 more characters}");
  });

  it("holds for one character that is longer than the whole", () => {
    const { segments, warnings } = inspectText(`a${"\u0301".repeat(100_000)}`, { maxLength: 10 });
    expect(shown(segments)).toBe(`a${"\u0301".repeat(4)}{5 more combining marks}{99,991 more characters}`);
    expect(warnings.map(({ kind }) => kind)).toEqual(["COMBINING_MARKS", "CUT"]);
  });

  it("bounds the segments, whatever a megabyte is made of", () => {
    for (const part of ["\u200b\u200c", "а", "👩‍🔬", "\u202e", "a\u0301\u0301\u0301\u0301\u0301\u0301", "Llаma "]) {
      const { segments } = inspectText(part.repeat(Math.ceil(1_000_000 / part.length)), { maxLength: 500 });
      expect(segments.length).toBeLessThanOrEqual(501);
      expect(segments.at(-1)).toMatchObject({ reason: "CUT" });
    }
  });
});

describe("generated texts", () => {
  const random = generator(7);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const alphabet = [
    "a", "Z", " ", "0", "-", "/", "\n", "\t", "\r", "<", "&", "'", "\u202e", "\u2067", "\u200f", "\u061c", "\u200b", "\u200c", "\u200d", "\ufe0f", "\u{e0067}", "\u{e007f}", "\u0301", "\u0323", "а", "е", "ο", "ᎪᎬ", "ａ", "𝐚", "क", "्",
    "م", "ی", "漢", "👩", "🔬", "❤", "🏴", "🇩", "1\ufe0f\u20e3", "\ud83d", "\udc00", "\ue000", "\uffff", "\0", "\u00ad", "\u3164",
  ];
  const texts = Array.from({ length: 2000 }, (_, place) =>
    place % 2 === 0
      ? Array.from({ length: 1 + Math.floor(random() * 40) }, () => pick(alphabet) ?? "").join("")
      : String.fromCharCode(...Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 0x10000))));

  it("never show what turns the direction, and lose nothing but what is marked", () => {
    for (const text of texts) {
      const { segments, warnings } = inspectText(text, { multiline: true });
      const plain = segments.map((segment) => (segment.kind === "text" ? segment.text : ""));
      expect(plain.join("")).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/);
      expect(plain.join("").isWellFormed()).toBe(true);
      // Each mark is put back: by its code point, or as so many combining marks.
      const back = segments.map((segment) => {
        if (segment.kind === "text") return segment.text;
        return segment.codePoint === undefined ? `[${segment.count}]` : String.fromCodePoint(Number.parseInt(segment.codePoint.slice(2), 16)).repeat(segment.count);
      }).join("");
      const cutMarks = text.replaceAll(/\r\n|[\r\u0085\u2028\u2029]/g, "\n").replaceAll(/(?<=[\p{Mn}\p{Me}]{4})(?:(?!\p{DI})[\p{Mn}\p{Me}])+/gu, (run) => `[${[...run].length}]`);
      expect(back).toBe(cutMarks);
      expect(hasOddities(text)).toBe(warnings.length > 0);
    }
  });

  it("keep to their length, and cut where a character ends", () => {
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
    for (const text of texts.map((each) => each.toWellFormed())) {
      const maxLength = Math.floor(random() * (text.length + 2));
      const { segments } = inspectText(text, { maxLength, multiline: true });
      const cut = segments.find((segment) => segment.kind === "mark" && segment.reason === "CUT");
      expect(cut === undefined).toBe(text.length <= maxLength);
      if (cut?.kind !== "mark") continue;
      const kept = [...text].slice(0, [...text].length - cut.count).join("");
      expect(kept.length).toBeLessThanOrEqual(maxLength);
      const starts = [...segmenter.segment(text)].map(({ index }) => index);
      const first = starts[1] ?? text.length;
      if (first <= maxLength) expect(starts).toContain(kept.length);
    }
  });
});

/** The same numbers in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
