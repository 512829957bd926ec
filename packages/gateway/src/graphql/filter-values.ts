import { languageCodes, listingKey, parseListingKey, readLicense } from "@modeldex/schema";
import type { SourceReading } from "../sources/references.ts";
import { badInput } from "./errors.ts";

/** How sources read a text that names a model. */
export type ReadReference = (text: string) => readonly SourceReading[];

const languageForm = /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/i;

/** Codes of languages: those given, or of the language that is named in English. */
export function languagesOf(text: string, where: string): readonly string[] {
  const name = text.trim().toLowerCase();
  const codes = languageCodes(name);
  if (codes !== undefined) return codes;
  if (!languageForm.test(name) && name !== "multilingual" && name !== "code") throw badInput(where, `has "${text}", which is no language that is known here; write ISO 639 codes such as \`en\`, or \`multilingual\`, or \`code\`.`);
  return [name];
}

/** The SPDX id of a licence, however it is spelled. */
export function licenseOf(text: string, where: string): string {
  const { spdx } = readLicense({ stated: text });
  if (spdx === undefined) throw badInput(where, `has "${text}", which names no licence; write an SPDX id such as \`Apache-2.0\` or \`LicenseRef-…\`, or filter by \`licenseClasses\`.`);
  if (/\s(?:AND|OR)\s/.test(spdx)) throw badInput(where, `has "${text}", which names several licences; write each as a value of its own.`);
  return spdx;
}

/** Ids by which the catalog may know a base model: as it is written, and as sources read it. */
export function baseModelsOf(text: string, read: ReadReference): readonly string[] {
  const key = parseListingKey(text);
  return [...new Set([text, ...(key === undefined ? read(text) : []).map(({ source, reading }) => listingKey(source, reading.ref.nativeId))])];
}
