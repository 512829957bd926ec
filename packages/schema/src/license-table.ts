import type { LicenseClass } from "./values.ts";

/** One licence: its SPDX id where it has one, and what it asks of those who use the model. */
export interface LicenseRow {
  readonly spdx?: string;
  readonly name: string;
  readonly class: LicenseClass;
}

type Row = readonly [spdx: string, name: string, licenseClass: LicenseClass];

/**
 * Licences with an SPDX id, by that id (SPDX licence list 3.28). Deprecated ids (`GPL-3.0`) stand for statements that do not say "only" or "or later".
 * Where texts differ on a class the stricter one counts: a licence that asks for changed copies under its own terms is COPYLEFT, one that allows
 * no changed copies, or only some uses, is USE_RESTRICTED.
 */
const spdxRows: readonly Row[] = [
  ["0BSD", "BSD Zero Clause License", "PERMISSIVE"],
  ["AFL-3.0", "Academic Free License v3.0", "PERMISSIVE"],
  ["AGPL-3.0", "GNU Affero General Public License v3.0", "COPYLEFT"],
  ["AGPL-3.0-only", "GNU Affero General Public License v3.0 only", "COPYLEFT"],
  ["AGPL-3.0-or-later", "GNU Affero General Public License v3.0 or later", "COPYLEFT"],
  ["Apache-1.1", "Apache License 1.1", "PERMISSIVE"],
  ["Apache-2.0", "Apache License 2.0", "PERMISSIVE"],
  ["Artistic-2.0", "Artistic License 2.0", "PERMISSIVE"],
  ["BlueOak-1.0.0", "Blue Oak Model License 1.0.0", "PERMISSIVE"],
  ["BSD-2-Clause", "BSD 2-Clause License", "PERMISSIVE"],
  ["BSD-2-Clause-Patent", "BSD-2-Clause Plus Patent License", "PERMISSIVE"],
  ["BSD-3-Clause", "BSD 3-Clause License", "PERMISSIVE"],
  ["BSD-3-Clause-Clear", "BSD 3-Clause Clear License", "PERMISSIVE"],
  ["BSD-4-Clause", "BSD 4-Clause License", "PERMISSIVE"],
  ["BSL-1.0", "Boost Software License 1.0", "PERMISSIVE"],
  ["BUSL-1.1", "Business Source License 1.1", "USE_RESTRICTED"],
  ["C-UDA-1.0", "Computational Use of Data Agreement v1.0", "USE_RESTRICTED"],
  ["CC-PDDC", "Creative Commons Public Domain Dedication and Certification", "PERMISSIVE"],
  ["CC-PDM-1.0", "Creative Commons Public Domain Mark 1.0", "PERMISSIVE"],
  ["CC0-1.0", "Creative Commons Zero v1.0 Universal", "PERMISSIVE"],
  ["CDDL-1.0", "Common Development and Distribution License 1.0", "COPYLEFT"],
  ["CDLA-Permissive-1.0", "Community Data License Agreement Permissive 1.0", "PERMISSIVE"],
  ["CDLA-Permissive-2.0", "Community Data License Agreement Permissive 2.0", "PERMISSIVE"],
  ["CDLA-Sharing-1.0", "Community Data License Agreement Sharing 1.0", "COPYLEFT"],
  ["CECILL-2.1", "CeCILL Free Software License Agreement v2.1", "COPYLEFT"],
  ["ECL-2.0", "Educational Community License v2.0", "PERMISSIVE"],
  ["EPL-1.0", "Eclipse Public License 1.0", "COPYLEFT"],
  ["EPL-2.0", "Eclipse Public License 2.0", "COPYLEFT"],
  ["etalab-2.0", "Etalab Open License 2.0", "PERMISSIVE"],
  ["EUPL-1.1", "European Union Public License 1.1", "COPYLEFT"],
  ["EUPL-1.2", "European Union Public License 1.2", "COPYLEFT"],
  ["GFDL-1.3-only", "GNU Free Documentation License v1.3 only", "COPYLEFT"],
  ["GFDL-1.3-or-later", "GNU Free Documentation License v1.3 or later", "COPYLEFT"],
  ["GPL-2.0", "GNU General Public License v2.0", "COPYLEFT"],
  ["GPL-2.0-only", "GNU General Public License v2.0 only", "COPYLEFT"],
  ["GPL-2.0-or-later", "GNU General Public License v2.0 or later", "COPYLEFT"],
  ["GPL-3.0", "GNU General Public License v3.0", "COPYLEFT"],
  ["GPL-3.0-only", "GNU General Public License v3.0 only", "COPYLEFT"],
  ["GPL-3.0-or-later", "GNU General Public License v3.0 or later", "COPYLEFT"],
  ["ISC", "ISC License", "PERMISSIVE"],
  ["LGPL-2.1", "GNU Lesser General Public License v2.1", "COPYLEFT"],
  ["LGPL-2.1-only", "GNU Lesser General Public License v2.1 only", "COPYLEFT"],
  ["LGPL-2.1-or-later", "GNU Lesser General Public License v2.1 or later", "COPYLEFT"],
  ["LGPL-3.0", "GNU Lesser General Public License v3.0", "COPYLEFT"],
  ["LGPL-3.0-only", "GNU Lesser General Public License v3.0 only", "COPYLEFT"],
  ["LGPL-3.0-or-later", "GNU Lesser General Public License v3.0 or later", "COPYLEFT"],
  ["LGPLLR", "Lesser General Public License For Linguistic Resources", "COPYLEFT"],
  ["LPPL-1.3c", "LaTeX Project Public License v1.3c", "COPYLEFT"],
  ["MIT", "MIT License", "PERMISSIVE"],
  ["MIT-0", "MIT No Attribution", "PERMISSIVE"],
  ["MPL-2.0", "Mozilla Public License 2.0", "COPYLEFT"],
  ["MS-PL", "Microsoft Public License", "COPYLEFT"],
  ["MS-RL", "Microsoft Reciprocal License", "COPYLEFT"],
  ["MulanPSL-2.0", "Mulan Permissive Software License, Version 2", "PERMISSIVE"],
  ["NCSA", "University of Illinois/NCSA Open Source License", "PERMISSIVE"],
  ["O-UDA-1.0", "Open Use of Data Agreement v1.0", "PERMISSIVE"],
  ["ODbL-1.0", "Open Data Commons Open Database License v1.0", "COPYLEFT"],
  ["ODC-By-1.0", "Open Data Commons Attribution License v1.0", "PERMISSIVE"],
  ["OFL-1.1", "SIL Open Font License 1.1", "COPYLEFT"],
  ["OpenMDW-1.0", "Open Model, Data & Weights License Agreement", "PERMISSIVE"],
  ["OSL-3.0", "Open Software License 3.0", "COPYLEFT"],
  ["PDDL-1.0", "Open Data Commons Public Domain Dedication & License 1.0", "PERMISSIVE"],
  ["PolyForm-Noncommercial-1.0.0", "PolyForm Noncommercial License 1.0.0", "NON_COMMERCIAL"],
  ["PostgreSQL", "PostgreSQL License", "PERMISSIVE"],
  ["Unlicense", "The Unlicense", "PERMISSIVE"],
  ["UPL-1.0", "Universal Permissive License v1.0", "PERMISSIVE"],
  ["W3C", "W3C Software Notice and License (2002-12-31)", "PERMISSIVE"],
  ["WTFPL", "Do What The F*ck You Want To Public License", "PERMISSIVE"],
  ["Zlib", "zlib License", "PERMISSIVE"],
];

/** Licence ids of the Hugging Face Hub that have no SPDX id: `LicenseRef-HF-<id>`, with `-plus` for each `+`. Read on 2026-11-20. */
const hubRows: readonly Row[] = [
  ["openrail", "OpenRAIL license family", "USE_RESTRICTED"],
  ["openrail++", "Open Rail++-M License", "USE_RESTRICTED"],
  ["bigscience-openrail-m", "BigScience OpenRAIL-M", "USE_RESTRICTED"],
  ["creativeml-openrail-m", "CreativeML OpenRAIL-M", "USE_RESTRICTED"],
  ["bigscience-bloom-rail-1.0", "BigScience BLOOM RAIL 1.0", "USE_RESTRICTED"],
  ["bigcode-openrail-m", "BigCode Open RAIL-M v1", "USE_RESTRICTED"],
  ["llama2", "Llama 2 Community License Agreement", "USE_RESTRICTED"],
  ["llama3", "Llama 3 Community License Agreement", "USE_RESTRICTED"],
  ["llama3.1", "Llama 3.1 Community License Agreement", "USE_RESTRICTED"],
  ["llama3.2", "Llama 3.2 Community License Agreement", "USE_RESTRICTED"],
  ["llama3.3", "Llama 3.3 Community License Agreement", "USE_RESTRICTED"],
  ["llama4", "Llama 4 Community License Agreement", "USE_RESTRICTED"],
  ["gemma", "Gemma Terms of Use", "USE_RESTRICTED"],
  ["grok2-community", "Grok 2 Community License Agreement", "USE_RESTRICTED"],
  ["h-research", "H Research License", "NON_COMMERCIAL"],
  ["intel-research", "Intel Research Use License Agreement", "NON_COMMERCIAL"],
  ["apple-amlr", "Apple Model License for Research", "NON_COMMERCIAL"],
  ["apple-ascl", "Apple Sample Code license", "PERMISSIVE"],
  ["deepfloyd-if-license", "DeepFloyd IF Research License Agreement", "NON_COMMERCIAL"],
  ["fair-noncommercial-research-license", "FAIR Noncommercial Research License", "NON_COMMERCIAL"],
  ["openmdw-1.1", "Open Model, Data & Weights License Agreement v1.1", "PERMISSIVE"],
];

/** Statements that name a family but no version: the class may be sure where the licence is not. */
const familyRows: readonly Row[] = [
  ["bsd", "BSD license family", "PERMISSIVE"],
  ["cc", "Creative Commons license family", "UNKNOWN"],
  ["gfdl", "GNU Free Documentation License family", "COPYLEFT"],
  ["gpl", "GNU General Public License family", "COPYLEFT"],
  ["agpl", "GNU Affero General Public License family", "COPYLEFT"],
  ["lgpl", "GNU Lesser General Public License family", "COPYLEFT"],
];

/** Other spellings that can mean one licence only; keys as {@link spellingKey} makes them. */
const spellings = {
  "academic free 3.0": "AFL-3.0",
  "apache 2": "Apache-2.0",
  "apache 2.0": "Apache-2.0",
  "apache2": "Apache-2.0",
  "apache2.0": "Apache-2.0",
  "apache software 2.0": "Apache-2.0",
  "asl 2.0": "Apache-2.0",
  "expat": "MIT",
  "boost software 1.0": "BSL-1.0",
  "2 clause bsd": "BSD-2-Clause",
  "3 clause bsd": "BSD-3-Clause",
  "bsd 2": "BSD-2-Clause",
  "bsd 2 clause": "BSD-2-Clause",
  "bsd 3": "BSD-3-Clause",
  "bsd 3 clause": "BSD-3-Clause",
  "c uda": "C-UDA-1.0",
  "cc by 4": "CC-BY-4.0",
  "cc by nc 4": "CC-BY-NC-4.0",
  "cc by sa 4": "CC-BY-SA-4.0",
  "cc0": "CC0-1.0",
  "cc 0": "CC0-1.0",
  "cc zero": "CC0-1.0",
  "agpl 3": "AGPL-3.0",
  "agplv3": "AGPL-3.0",
  "gnu gpl 3": "GPL-3.0",
  "gnu general public 2.0": "GPL-2.0",
  "gnu general public 3.0": "GPL-3.0",
  "gpl 2": "GPL-2.0",
  "gpl 3": "GPL-3.0",
  "gplv2": "GPL-2.0",
  "gplv3": "GPL-3.0",
  "lgpl 3": "LGPL-3.0",
  "lgplv3": "LGPL-3.0",
  "lgpl lr": "LGPLLR",
  "llama 2": "llama2",
  "llama 3": "llama3",
  "llama 3.1": "llama3.1",
  "llama 3.2": "llama3.2",
  "llama 3.3": "llama3.3",
  "llama 4": "llama4",
  "mozilla public 2.0": "MPL-2.0",
  "mpl 2": "MPL-2.0",
  "ms pl": "MS-PL",
  "odbl": "ODbL-1.0",
  "odc by": "ODC-By-1.0",
  "pddl": "PDDL-1.0",
} as const satisfies Readonly<Record<string, string>>;

const licenseWords = /\b(?:the|licen[cs]es?|version|agreement)\b|\bv(?=[0-9])|[^a-z0-9.+]+/g;
const creativeCommons = /^cc by(?: (nc))?(?: (nd|sa))? ([1-4]\.[05])$/;

const byKey = new Map<string, LicenseRow>();
for (const [spdx, name, licenseClass] of spdxRows) {
  const row: LicenseRow = { spdx, name, class: licenseClass };
  for (const key of [spellingKey(spdx), spellingKey(name)]) byKey.set(key, row);
}
for (const [id, name, licenseClass] of hubRows) {
  const row: LicenseRow = { spdx: `LicenseRef-HF-${id.replaceAll("+", "-plus")}`, name, class: licenseClass };
  for (const key of [spellingKey(id), spellingKey(name), spellingKey(row.spdx ?? "")]) byKey.set(key, row);
}
for (const [id, name, licenseClass] of familyRows) byKey.set(spellingKey(id), { name, class: licenseClass });

/**
 * Looks a licence up by its SPDX id, Hugging Face Hub id, full name or an unambiguous short form, in any case and with any separators.
 *
 * @returns `undefined` when the text names no licence that is known here.
 * @example
 * findLicense("apache 2.0 license")
 * // { spdx: "Apache-2.0", name: "Apache License 2.0", class: "PERMISSIVE" }
 */
export function findLicense(text: string): LicenseRow | undefined {
  const key = spellingKey(text);
  const spelling: string | undefined = Object.hasOwn(spellings, key) ? spellings[key as keyof typeof spellings] : undefined;
  return byKey.get(spelling === undefined ? key : spellingKey(spelling)) ?? readCreativeCommons(key);
}

/** Lower case, without the words that every licence's name has, separators as single spaces. */
function spellingKey(text: string): string {
  return text.toLowerCase().replace(licenseWords, " ").replace(/ +/g, " ").trim();
}

/** `cc by nc sa 4.0` and the other members of the family that have an SPDX id. */
function readCreativeCommons(key: string): LicenseRow | undefined {
  const [match, nonCommercial, derivatives, version] = creativeCommons.exec(key) ?? [];
  if (match === undefined || version === undefined || ["1.5", "3.5", "4.5"].includes(version)) return undefined;
  const spdx = ["CC", "BY", nonCommercial, derivatives, version].filter((part) => part !== undefined).join("-").toUpperCase();
  const name = `Creative Commons ${spdx.slice(3, spdx.lastIndexOf("-"))} ${version}`;
  if (nonCommercial !== undefined) return { spdx, name, class: "NON_COMMERCIAL" };
  return { spdx, name, class: derivatives === "sa" ? "COPYLEFT" : derivatives === "nd" ? "USE_RESTRICTED" : "PERMISSIVE" };
}
