import { readLicense, type LicenseStatement } from "@modeldex/schema";

/** The first lines that are looked at; a title stands there. */
const mostLines = 12;

/**
 * The licence that texts state by their titles: a line near the beginning, or two together, that is a licence's name and nothing else. Whether the terms
 * behind it are those of that licence is for a verifier to say.
 *
 * @param texts - files of licences, each whole or its beginning; `undefined` for one that could not be read.
 * @returns `undefined` without any, and when one of them has no title that is known: which licence it is, is then not said.
 * @example
 * licenseOfTexts(["  Apache License\n  Version 2.0, January 2004\n…"])
 * // { stated: "Apache License Version 2.0" }
 */
export function licenseOfTexts(texts: readonly (string | undefined)[]): LicenseStatement | undefined {
  const titles = texts.map((text) => text === undefined ? undefined : titleOf(text));
  return titles.length === 0 || !titles.every((title) => title !== undefined) ? undefined : { stated: [...new Set(titles)].join(" AND ") };
}

function titleOf(text: string): string | undefined {
  const lines = text.slice(0, 4_000).split(/\r?\n/).map((line) => line.replaceAll(/[#*_=]+/g, " ").replaceAll(/\s+/g, " ").trim()).filter((line) => line !== "").slice(0, mostLines);
  const titles = lines.flatMap((line, at) => [line, `${line} ${lines[at + 1] ?? ""}`]).map((line) => line.replace(/,? (?:\d{1,2} )?[A-Z][a-z]+ (?:\d{1,2}, )?\d{4}$/, "").trim());
  return titles.find((title) => title.length <= 100 && readLicense({ stated: title }).spdx !== undefined);
}
