import { hasOtherThanAscii, unspacedScripts, writtenWords, type WrittenWord } from "./written-words.ts";

/** One word of a name or a query, read in every way that people write it. */
export interface NameWord {
  /** As it stands in the text, in lower case. */
  readonly text: string;
  /** What stands between the word before and this one. */
  readonly gap: string;
  /** Its tokens in the one spelling that names are compared by. */
  readonly tokens: readonly string[];
  /** Other lists of tokens that a query for it may also find. */
  readonly readings: readonly (readonly string[])[];
  /** Tokens that an index holds besides, so that other spellings find it. */
  readonly extras: readonly string[];
}

/** Longest token, in UTF-16 code units. */
const maxTokenLength = 64;

const wholeNumber = /^[0-9]+$/;
/** `3.1`, and `3p1` as it stands where a point may not. */
const number = /^[0-9]+(?:[.p][0-9]+)*$/;
const bits = /^bits?$/;
const numberOfBits = /^[0-9]+bits$/;
const quantHead = /^(?:i|t)?q[1-8]$/;
const quantKind = /^(?:k|0|1|xxs|xs|s|m|l|nl)$/;
const quantSize = /^(?:xxs|xs|s|m|l|xl)$/;
const letters = /^\p{L}+$/u;
const letterAndDigits = /^\p{L}[0-9]+$/u;
const version = /^v([0-9]+(?:[.p][0-9]+)*)$/;
/** `llama3.1`, `flux.1`, `wav2vec2`: letters (two and more), then a number to the end. */
const nameAndNumber = /^(.*\p{L}{2})\.?([0-9]+(?:\.[0-9]+)*)$/u;
/** `gemma2b`, `qwen2vl`, `gpt4o`: letters (two and more), a number, letters. */
const nameNumberLetters = /^(\p{L}{2,})\.?([0-9]+(?:\.[0-9]+)*)(\p{L}+)$/u;
const unit = /^(?:b|m|k|bit)$/;
/** `mobilenetv3`, `yolov8`: the `v` belongs to the number. */
const versionedName = /^(\p{L}{3,})v$/u;
const camelPart = /^(?:[A-Za-z][a-z]{2,}|[A-Z]{3,}|[A-Z][0-9]+(?:\.[0-9]+)*)$/;

/** Reads a name, id or query into words; see {@link NameWord}. */
export function readName(text: string): NameWord[] {
  const raw = writtenWords(text);
  const words: NameWord[] = [];
  let taken = 0;
  for (const [index, word] of raw.entries()) {
    if (index < taken) continue;
    const joined = quantization(raw, index) ?? bitWidth(raw, index);
    words.push(joined?.word ?? readWord(word, raw, index));
    taken = index + (joined?.taken ?? 1);
  }
  return words;
}

/** `Q4_K_M` is `q4km`; an index also holds `q4k` and `q4`. */
function quantization(raw: readonly WrittenWord[], index: number): { readonly word: NameWord; readonly taken: number } | undefined {
  const head = raw[index];
  const kind = raw[index + 1];
  if (head === undefined || kind === undefined || !quantHead.test(head.text) || !quantKind.test(kind.text)) return undefined;
  const apart = kind.gap === " " && kind.text === "k";
  if (kind.gap !== "_" && kind.gap !== "-" && !apart) return undefined;
  const size = raw[index + 2];
  const sized = size !== undefined && size.gap === kind.gap && quantSize.test(size.text) && !wholeNumber.test(kind.text);
  const token = head.text + kind.text + (sized ? size.text : "");
  const written = head.text + kind.gap + kind.text + (sized ? size.gap + size.text : "");
  const extras = sized ? [head.text, head.text + kind.text] : [head.text];
  return { word: { text: written, gap: head.gap, tokens: [token], readings: [], extras }, taken: sized ? 3 : 2 };
}

/** `4-bit`, `4 bit` and `4bits` are `4bit`. */
function bitWidth(raw: readonly WrittenWord[], index: number): { readonly word: NameWord; readonly taken: number } | undefined {
  const width = raw[index];
  const name = raw[index + 1];
  if (width === undefined || name === undefined || name.gap.length !== 1 || !wholeNumber.test(width.text) || !bits.test(name.text)) return undefined;
  return { word: { text: width.text + name.gap + name.text, gap: width.gap, tokens: [cut(`${width.text}bit`)], readings: [], extras: [] }, taken: 2 };
}

function readWord({ written, text, gap }: WrittenWord, raw: readonly WrittenWord[], index: number): NameWord {
  const extras: string[] = [];
  const readings: string[][] = [];
  const tokens = spell(text, readings, extras);
  camelParts(written, readings, extras);
  joinWithNext(text, raw, index, extras);
  return { text, gap, tokens: tokens.map(cut), readings: readings.map((reading) => reading.map(cut)), extras: extras.map(cut) };
}

/** The tokens of one word; puts other readings and index-only tokens into the lists given. */
function spell(text: string, readings: string[][], extras: string[]): string[] {
  if (letters.test(text)) {
    if (hasOtherThanAscii(text) && text.search(unspacedScripts) === 0) pairs(text, readings, extras);
    return [text];
  }
  if (number.test(text)) {
    majors(text, "", extras);
    return [point(text)];
  }
  const versioned = version.exec(text)?.[1];
  if (versioned !== undefined) {
    readings.push([point(versioned)]);
    extras.push(point(versioned));
    majors(versioned, "v", extras);
    return [`v${point(versioned)}`];
  }
  if (numberOfBits.test(text)) return [text.slice(0, -1)];
  return nameThenNumber(text, readings, extras) ?? numberInside(text, readings, extras) ?? [unspelled(text)];
}

/** `llama3.1` is `llama 3p1`, `yolov8` is `yolo v8`. */
function nameThenNumber(text: string, readings: string[][], extras: string[]): string[] | undefined {
  const [, name, digits] = nameAndNumber.exec(text) ?? [];
  if (name === undefined || digits === undefined) return undefined;
  const whole = unspelled(text);
  const short = versionedName.exec(name)?.[1];
  const isVersion = short !== undefined && digits.length <= 4;
  readings.push([whole]);
  extras.push(whole);
  majors(digits, "", extras);
  twoDigits(name, digits, extras);
  if (isVersion) {
    readings.push([unspelled(name), point(digits)]);
    extras.push(unspelled(name), point(digits));
    return [short, `v${point(digits)}`];
  }
  const inner = numberInside(name, [], extras);
  return [...(inner ?? [unspelled(name)]), point(digits)];
}

/** `gemma2b` is `gemma 2b`; `qwen2vl` stays whole but is found as `qwen 2vl` and `qwen 2 vl` too. */
function numberInside(text: string, readings: string[][], extras: string[]): string[] | undefined {
  const [, name, digits, rest] = nameNumberLetters.exec(text) ?? [];
  if (name === undefined || digits === undefined || rest === undefined) return undefined;
  const whole = unspelled(text);
  const tail = point(digits) + rest;
  if (unit.test(rest)) {
    readings.push([whole]);
    extras.push(whole);
    return [name, tail];
  }
  readings.push([name, tail], [name, point(digits), rest]);
  extras.push(name, tail, point(digits));
  if (rest.length > 1) extras.push(rest);
  return [whole];
}

/** `3.10.2` is also found by `3` and `3.10`; `v0.1` also by `v0`. */
function majors(digits: string, prefix: string, extras: string[]): void {
  const written = point(digits);
  for (let at = written.indexOf("p"); at > 0; at = written.indexOf("p", at + 1)) extras.push(prefix + written.slice(0, at));
}

/** `qwen2.5` is also found by `qwen25`, as some registries write it. */
function twoDigits(name: string, digits: string, extras: string[]): void {
  if (digits.length === 3 && digits[1] === ".") extras.push(`${unspelled(name)}${digits[0]}${digits[2]}`);
}

/** Letters of a script without spaces, one by one and in pairs, so that a part of a name finds it. */
function pairs(text: string, readings: string[][], extras: string[]): void {
  const points = [...text];
  const two = points.slice(1).map((next, index) => `${points[index]}${next}`);
  if (two.length > 1) readings.push(two);
  extras.push(...two, ...points);
}

/** `CodeLlama` is also found by `code llama`, but `LLaMA` is one word. */
function camelParts(written: string, readings: string[][], extras: string[]): void {
  if (!/[a-z][A-Z]/.test(written)) return;
  const parts = written.split(/(?<=[a-z])(?=[A-Z])/);
  if (!parts.every((part) => camelPart.test(part))) return;
  const lowered = parts.map((part) => unspelled(part.toLowerCase()));
  readings.push(lowered);
  extras.push(...lowered);
}

/** `bge-m3` is also found by `bgem3`, `Llama-3.1` by `llama31`, and `diffusion-2-1` by `2.1`. */
function joinWithNext(text: string, raw: readonly WrittenWord[], index: number, extras: string[]): void {
  const next = raw[index + 1];
  if (next === undefined || next.gap.length > 1) return;
  if (letters.test(text)) {
    if (letterAndDigits.test(next.text) && !quantHead.test(next.text)) extras.push(text + next.text);
    if (number.test(next.text)) twoDigits(text, next.text, extras);
    return;
  }
  if (next.gap !== "-" && next.gap !== "_") return;
  const digits = /^v?([0-9]{1,2})$/.exec(text)?.[1];
  if (digits === undefined || !/^[0-9]{1,2}$/.test(next.text)) return;
  const before = raw[index - 1];
  const after = raw[index + 2];
  if ((before !== undefined && wholeNumber.test(before.text)) || (after !== undefined && wholeNumber.test(after.text))) return;
  extras.push(`${digits}p${next.text}`);
  if (text !== digits) extras.push(`v${digits}p${next.text}`);
}

/** A word that is not parted: `p` stands for the point between digits. */
function unspelled(text: string): string {
  return text.includes(".") ? text.replace(/(?<=[0-9])\.(?=[0-9])/g, "p").replaceAll(".", "") : text;
}

function point(digits: string): string {
  return digits.includes(".") ? digits.replaceAll(".", "p") : digits;
}

function cut(token: string): string {
  if (token.length <= maxTokenLength) return token;
  const end = /[\ud800-\udbff]/.test(token[maxTokenLength - 1] ?? "") ? maxTokenLength - 1 : maxTokenLength;
  return token.slice(0, end);
}
