/** Scripts with letters that are taken for Latin ones; the last three are Latin letters in another dress. */
export type LookAlikeScript = "Cyrillic" | "Greek" | "Armenian" | "Cherokee" | "Lisu" | "fullwidth" | "mathematical" | "Roman numeral";

interface Letters {
  readonly pattern: RegExp;
  /** Pairs of a letter and the Latin one that it cannot be told from in common typefaces. */
  readonly same: string;
  /** Pairs that are told apart side by side, and taken for one another within a word. */
  readonly alike?: string;
}

/** Facts after Unicode's confusables (UTS 39), of which this is a small part. Letters with accents are not in it: they are words of their own language. */
const tables: Readonly<Record<"Cyrillic" | "Greek" | "Armenian" | "Cherokee" | "Lisu", Letters>> = {
  Cyrillic: {
    pattern: /\p{Script=Cyrillic}/u,
    same: "аa сc еe һh іi їi јj ӏl оo рp ԛq ѕs уy үy ԝw хx ԁd ѵv АA ВB СC ЕE НH ІI ЈJ КK МM ӀI ОO РP ЅS ТT УY ҮY ԌG ԚQ ԜW ХX ѴV",
    alike: "вb кk мm нh тt ґr пn иu ԍg",
  },
  Greek: {
    pattern: /\p{Script=Greek}/u,
    same: "αa ιi κk νv οo ρp υu ϲc ϳj ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC ͿJ",
    alike: "γy ηn τt χx ωw",
  },
  Armenian: { pattern: /\p{Script=Armenian}/u, same: "օo ոn սu հh ՕO ՍU ՏS", alike: "աw ցg զq յj ԼL" },
  Cherokee: { pattern: /\p{Script=Cherokee}/u, same: "ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎥI ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᎩY ᏃZ" },
  Lisu: { pattern: /\p{Script=Lisu}/u, same: "ꓮA ꓐB ꓚC ꓓD ꓰE ꓝF ꓖG ꓧH ꓲI ꓙJ ꓗK ꓡL ꓟM ꓠN ꓳO ꓑP ꓣR ꓢS ꓔT ꓴU ꓦV ꓪW ꓫX ꓬY ꓜZ" },
};

/** A quick look whether a text can have letters that look like others. */
export const hasForeignLetters =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}\u2102-\u214e\u2160-\u217f\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7cb}]/u;

/** What is known of one letter. */
export interface KnownLetter {
  /** `Latin` for ordinary Latin letters, with or without accents. */
  readonly script: LookAlikeScript | "Latin";
  /** The Latin letter that it looks like. */
  readonly latin?: string;
  /** Whether it cannot be told from that one. */
  readonly same: boolean;
}

/** @returns `undefined` for characters that are no letters, and for those of scripts that nobody takes for Latin. */
export function knownLetter(letter: string): KnownLetter | undefined {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x80) return /[A-Za-z]/.test(letter) ? { script: "Latin", latin: letter, same: true } : undefined;
  const dressed = dressOf(code);
  if (dressed !== undefined) {
    const plain = letter.normalize("NFKC");
    return /^[A-Za-z]$/.test(plain) ? { script: dressed, latin: plain, same: true } : undefined;
  }
  for (const [script, { pattern }] of scripts) {
    if (!pattern.test(letter)) continue;
    const found = byLetter().get(letter);
    return found === undefined ? (/\p{L}/u.test(letter) ? { script, same: false } : undefined) : { script, ...found };
  }
  return /\p{Script=Latin}/u.test(letter) && /\p{L}/u.test(letter) ? { script: "Latin", latin: letter, same: true } : undefined;
}

/** The letter of a script that looks like a Latin one, or `undefined`. */
export function letterLike(latin: string, script: LookAlikeScript | "Latin"): string | undefined {
  if (script === "Latin") return latin;
  for (const [letter, found] of byLetter()) {
    if (found.latin === latin && scripts.some(([name, { pattern }]) => name === script && pattern.test(letter))) return letter;
  }
  return undefined;
}

const scripts = [
  ["Cyrillic", tables.Cyrillic], ["Greek", tables.Greek], ["Armenian", tables.Armenian], ["Cherokee", tables.Cherokee], ["Lisu", tables.Lisu],
] as const satisfies readonly (readonly [LookAlikeScript, Letters])[];

let known: ReadonlyMap<string, { readonly latin: string; readonly same: boolean }> | undefined;

function byLetter(): NonNullable<typeof known> {
  known ??= new Map(scripts.flatMap(([, { same, alike }]: readonly [string, Letters]) => [...pairsOf(same, true), ...pairsOf(alike ?? "", false)]));
  return known;
}

function pairsOf(pairs: string, same: boolean): readonly (readonly [string, { readonly latin: string; readonly same: boolean }])[] {
  return pairs.split(" ").filter((pair) => pair !== "").map((pair) => [pair.slice(0, -1), { latin: pair.slice(-1), same }]);
}

function dressOf(code: number): LookAlikeScript | undefined {
  if ((code >= 0xff21 && code <= 0xff3a) || (code >= 0xff41 && code <= 0xff5a)) return "fullwidth";
  if ((code >= 0x1d400 && code <= 0x1d7cb) || (code >= 0x2102 && code <= 0x214e)) return "mathematical";
  if (code >= 0x2160 && code <= 0x217f) return "Roman numeral";
  return undefined;
}
