import { describe, expect, it } from "vitest";
import { readLicense } from "./license.ts";
import type { LicenseClass } from "./values.ts";

/** The licence ids of the Hugging Face Hub on 2026-11-20: id, SPDX id, class. */
const hubIds: readonly (readonly [string, string | undefined, LicenseClass])[] = [
  ["apache-2.0", "Apache-2.0", "PERMISSIVE"], ["mit", "MIT", "PERMISSIVE"], ["openrail", "LicenseRef-HF-openrail", "USE_RESTRICTED"],
  ["bigscience-openrail-m", "LicenseRef-HF-bigscience-openrail-m", "USE_RESTRICTED"], ["creativeml-openrail-m", "LicenseRef-HF-creativeml-openrail-m", "USE_RESTRICTED"],
  ["bigscience-bloom-rail-1.0", "LicenseRef-HF-bigscience-bloom-rail-1.0", "USE_RESTRICTED"], ["bigcode-openrail-m", "LicenseRef-HF-bigcode-openrail-m", "USE_RESTRICTED"],
  ["afl-3.0", "AFL-3.0", "PERMISSIVE"], ["artistic-2.0", "Artistic-2.0", "PERMISSIVE"], ["bsl-1.0", "BSL-1.0", "PERMISSIVE"], ["bsd", undefined, "PERMISSIVE"],
  ["bsd-2-clause", "BSD-2-Clause", "PERMISSIVE"], ["bsd-3-clause", "BSD-3-Clause", "PERMISSIVE"], ["bsd-3-clause-clear", "BSD-3-Clause-Clear", "PERMISSIVE"],
  ["c-uda", "C-UDA-1.0", "USE_RESTRICTED"], ["cc", undefined, "UNKNOWN"], ["cc0-1.0", "CC0-1.0", "PERMISSIVE"], ["cc-by-2.0", "CC-BY-2.0", "PERMISSIVE"],
  ["cc-by-2.5", "CC-BY-2.5", "PERMISSIVE"], ["cc-by-3.0", "CC-BY-3.0", "PERMISSIVE"], ["cc-by-4.0", "CC-BY-4.0", "PERMISSIVE"], ["cc-by-sa-3.0", "CC-BY-SA-3.0", "COPYLEFT"],
  ["cc-by-sa-4.0", "CC-BY-SA-4.0", "COPYLEFT"], ["cc-by-nc-2.0", "CC-BY-NC-2.0", "NON_COMMERCIAL"], ["cc-by-nc-3.0", "CC-BY-NC-3.0", "NON_COMMERCIAL"],
  ["cc-by-nc-4.0", "CC-BY-NC-4.0", "NON_COMMERCIAL"], ["cc-by-nd-4.0", "CC-BY-ND-4.0", "USE_RESTRICTED"], ["cc-by-nc-nd-3.0", "CC-BY-NC-ND-3.0", "NON_COMMERCIAL"],
  ["cc-by-nc-nd-4.0", "CC-BY-NC-ND-4.0", "NON_COMMERCIAL"], ["cc-by-nc-sa-2.0", "CC-BY-NC-SA-2.0", "NON_COMMERCIAL"], ["cc-by-nc-sa-3.0", "CC-BY-NC-SA-3.0", "NON_COMMERCIAL"],
  ["cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0", "NON_COMMERCIAL"], ["cdla-sharing-1.0", "CDLA-Sharing-1.0", "COPYLEFT"], ["cdla-permissive-1.0", "CDLA-Permissive-1.0", "PERMISSIVE"],
  ["cdla-permissive-2.0", "CDLA-Permissive-2.0", "PERMISSIVE"], ["wtfpl", "WTFPL", "PERMISSIVE"], ["ecl-2.0", "ECL-2.0", "PERMISSIVE"], ["epl-1.0", "EPL-1.0", "COPYLEFT"],
  ["epl-2.0", "EPL-2.0", "COPYLEFT"], ["etalab-2.0", "etalab-2.0", "PERMISSIVE"], ["eupl-1.1", "EUPL-1.1", "COPYLEFT"], ["eupl-1.2", "EUPL-1.2", "COPYLEFT"],
  ["agpl-3.0", "AGPL-3.0", "COPYLEFT"], ["gfdl", undefined, "COPYLEFT"], ["gpl", undefined, "COPYLEFT"], ["gpl-2.0", "GPL-2.0", "COPYLEFT"], ["gpl-3.0", "GPL-3.0", "COPYLEFT"],
  ["lgpl", undefined, "COPYLEFT"], ["lgpl-2.1", "LGPL-2.1", "COPYLEFT"], ["lgpl-3.0", "LGPL-3.0", "COPYLEFT"], ["isc", "ISC", "PERMISSIVE"],
  ["h-research", "LicenseRef-HF-h-research", "NON_COMMERCIAL"], ["intel-research", "LicenseRef-HF-intel-research", "NON_COMMERCIAL"], ["lppl-1.3c", "LPPL-1.3c", "COPYLEFT"],
  ["ms-pl", "MS-PL", "COPYLEFT"], ["apple-ascl", "LicenseRef-HF-apple-ascl", "PERMISSIVE"], ["apple-amlr", "LicenseRef-HF-apple-amlr", "NON_COMMERCIAL"],
  ["mpl-2.0", "MPL-2.0", "COPYLEFT"], ["odc-by", "ODC-By-1.0", "PERMISSIVE"], ["odbl", "ODbL-1.0", "COPYLEFT"], ["openmdw-1.0", "OpenMDW-1.0", "PERMISSIVE"],
  ["openmdw-1.1", "LicenseRef-HF-openmdw-1.1", "PERMISSIVE"], ["openrail++", "LicenseRef-HF-openrail-plus-plus", "USE_RESTRICTED"], ["osl-3.0", "OSL-3.0", "COPYLEFT"],
  ["postgresql", "PostgreSQL", "PERMISSIVE"], ["ofl-1.1", "OFL-1.1", "COPYLEFT"], ["ncsa", "NCSA", "PERMISSIVE"], ["unlicense", "Unlicense", "PERMISSIVE"], ["zlib", "Zlib", "PERMISSIVE"],
  ["pddl", "PDDL-1.0", "PERMISSIVE"], ["lgpl-lr", "LGPLLR", "COPYLEFT"], ["deepfloyd-if-license", "LicenseRef-HF-deepfloyd-if-license", "NON_COMMERCIAL"],
  ["fair-noncommercial-research-license", "LicenseRef-HF-fair-noncommercial-research-license", "NON_COMMERCIAL"], ["llama2", "LicenseRef-HF-llama2", "USE_RESTRICTED"],
  ["llama3", "LicenseRef-HF-llama3", "USE_RESTRICTED"], ["llama3.1", "LicenseRef-HF-llama3.1", "USE_RESTRICTED"], ["llama3.2", "LicenseRef-HF-llama3.2", "USE_RESTRICTED"],
  ["llama3.3", "LicenseRef-HF-llama3.3", "USE_RESTRICTED"], ["llama4", "LicenseRef-HF-llama4", "USE_RESTRICTED"], ["grok2-community", "LicenseRef-HF-grok2-community", "USE_RESTRICTED"],
  ["gemma", "LicenseRef-HF-gemma", "USE_RESTRICTED"], ["unknown", undefined, "UNKNOWN"], ["other", undefined, "UNKNOWN"],
];

describe("readLicense", () => {
  it.each(hubIds)("reads the Hub id %s", (stated, spdx, licenseClass) => {
    const read = readLicense({ stated });
    expect([read.spdx, read.class]).toEqual([spdx, licenseClass]);
    expect(spdx === undefined || /^[A-Za-z0-9.-]+$/.test(spdx)).toBe(true);
  });

  it("knows every id once", () => {
    expect(new Set(hubIds.map(([id]) => id)).size).toBe(83);
  });

  it.each<[string, string, LicenseClass]>([
    ["MIT", "MIT", "PERMISSIVE"],
    [" \"mit\" ", "MIT", "PERMISSIVE"],
    ["APACHE-2.0", "Apache-2.0", "PERMISSIVE"],
    ["apache-2", "Apache-2.0", "PERMISSIVE"],
    ["Apache License, Version 2.0", "Apache-2.0", "PERMISSIVE"],
    ["The MIT License", "MIT", "PERMISSIVE"],
    ["academic free license v3.0", "AFL-3.0", "PERMISSIVE"],
    ["GNU GPL v3", "GPL-3.0", "COPYLEFT"],
    ["GPL-3.0-only", "GPL-3.0-only", "COPYLEFT"],
    ["gpl-3.0+", "GPL-3.0-or-later", "COPYLEFT"],
    ["GPLv2+", "GPL-2.0-or-later", "COPYLEFT"],
    ["CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0", "NON_COMMERCIAL"],
    ["cc-by-nc-sa-2.5", "CC-BY-NC-SA-2.5", "NON_COMMERCIAL"],
    ["bsd-3", "BSD-3-Clause", "PERMISSIVE"],
    ["BUSL-1.1", "BUSL-1.1", "USE_RESTRICTED"],
    ["LicenseRef-HF-llama3.1", "LicenseRef-HF-llama3.1", "USE_RESTRICTED"],
    ["licenseref-ours", "LicenseRef-ours", "UNKNOWN"],
    ["Llama 3.1 Community License Agreement", "LicenseRef-HF-llama3.1", "USE_RESTRICTED"],
    ["LLAMA-3.1", "LicenseRef-HF-llama3.1", "USE_RESTRICTED"], ["Llama 3 License", "LicenseRef-HF-llama3", "USE_RESTRICTED"], ["llama-4", "LicenseRef-HF-llama4", "USE_RESTRICTED"],
    ["mit AND apache-2.0", "MIT AND Apache-2.0", "PERMISSIVE"],
    ["mit AND cc-by-nc-4.0", "MIT AND CC-BY-NC-4.0", "NON_COMMERCIAL"],
    ["apache-2.0 AND llama3.1 AND gpl-3.0", "Apache-2.0 AND LicenseRef-HF-llama3.1 AND GPL-3.0", "USE_RESTRICTED"],
    ["MIT OR GPL-3.0", "MIT OR GPL-3.0", "PERMISSIVE"],
    ["(MIT OR GPL-3.0+) and apache-2.0", "(MIT OR GPL-3.0-or-later) AND Apache-2.0", "PERMISSIVE"],
    ["MIT AND apache-2.0 OR gpl-3.0", "MIT AND Apache-2.0 OR GPL-3.0", "PERMISSIVE"],
    ["GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", "COPYLEFT"],
  ])("reads %j", (stated, spdx, licenseClass) => {
    const read = readLicense({ stated });
    expect([read.spdx, read.class]).toEqual([spdx, licenseClass]);
  });

  it.each<[string, LicenseClass]>([
    ["mit AND something-else", "UNKNOWN"],
    ["cc-by-nc-4.0 AND something-else", "NON_COMMERCIAL"],
    ["gpl-3.0 OR something-else", "COPYLEFT"],
    ["tongyi-qianwen", "UNKNOWN"],
    ["flux-1-dev-non-commercial-license", "NON_COMMERCIAL"],
    ["apache", "UNKNOWN"],
    ["cc-by-9.9", "UNKNOWN"],
    ["MIT AND", "UNKNOWN"],
    ["(((((", "UNKNOWN"],
    ["constructor", "UNKNOWN"],
    ["__proto__", "UNKNOWN"],
  ])("keeps %j as a name, without an SPDX id", (stated, licenseClass) => {
    expect(readLicense({ stated })).toEqual({ name: stated, class: licenseClass });
  });

  it.each(["", "other", "Unknown", "???", "NOASSERTION"])("takes %j for silence", (stated) => {
    expect(readLicense({ stated })).toEqual({ class: "UNKNOWN" });
  });

  it("gives nothing without a statement", () => {
    expect(readLicense()).toEqual({ class: "UNKNOWN" });
  });

  it("keeps the name and address that the source gives, and reads no SPDX id off such a name", () => {
    expect(readLicense({ stated: "other", name: "apache-2.0", url: "https://example.com/LICENSE" })).toEqual({
      name: "apache-2.0", url: "https://example.com/LICENSE", class: "UNKNOWN",
    });
    expect(readLicense({ stated: "mit", name: "Our MIT" })).toEqual({ spdx: "MIT", name: "Our MIT", class: "PERMISSIVE" });
    expect(readLicense({ stated: "other", name: "flux-1-dev-non-commercial-license" })).toEqual({
      name: "flux-1-dev-non-commercial-license", class: "NON_COMMERCIAL",
    });
  });

  it.each(["LICENSE.md", "javascript:alert(1)", "ftp://example.com/x", "", "https://"])("leaves out %j as an address", (url) => {
    expect(readLicense({ stated: "mit", url })).toEqual({ spdx: "MIT", name: "MIT License", class: "PERMISSIVE" });
  });

  it.each(["(", "mit AND ", "a ", "\"", "cc by "])("takes no more than its share of time for hostile statements, such as many of %j", (piece) => {
    // Sixteen times the text may take some sixteen times as long, on a busy machine more, never 256 times.
    const short = fastest((text) => readLicense({ stated: text }), piece.repeat(5_000));
    const long = fastest((text) => readLicense({ stated: text }), piece.repeat(80_000));
    expect(long / Math.max(short, 0.05)).toBeLessThan(100);
  });
});

/** The shortest of nine runs, in milliseconds. */
function fastest(run: (text: string) => unknown, text: string): number {
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    run(text);
    return performance.now() - began;
  });
  return Math.min(...times);
}
