import { describe, expect, it } from "vitest";
import { random } from "../../test/claims.ts";
import { agreement, apacheText, mitText } from "../../test/license-files.ts";
import { knownMarks, knownTexts } from "./license-known.ts";
import { recogniseLicense, type LicenseTable } from "./license-text.ts";
import { licenseWords, wordsDigest } from "./license-words.ts";

const recognised = (text: string, table?: LicenseTable): string => {
  const found = recogniseLicense(text, table);
  return found.status === "NONE" ? "NONE" : `${found.status} ${found.license.spdx ?? found.license.name}`;
};
const withoutTitle = mitText.slice(mitText.indexOf("Permission is"));

describe("a licence is recognised", () => {
  it.each([
    ["by the words of its terms", apacheText, "TEXT Apache-2.0"],
    ["by the words of shorter terms", mitText, "TEXT MIT"],
    ["without its title", withoutTitle, "TEXT MIT"],
    ["with another line of copyright", mitText.replace(/Copyright.*/, "Copyright (c) 1999, 2026 Acme Holdings, LLC. All rights reserved."), "TEXT MIT"],
    ["with several lines of copyright", `Copyright 2026 Acme\nPortions copyright (c) 2020 Bolt\n\n${apacheText}`, "TEXT Apache-2.0"],
    ["without its appendix", apacheText.slice(0, apacheText.indexOf("APPENDIX")), "TEXT Apache-2.0"],
    ["with the appendix filled in", apacheText.replace(/Copyright \[yyyy\].*/, "Copyright 2026 Acme"), "TEXT Apache-2.0"],
    ["in Markdown", mitText.replace(/^.*MIT.*$/m, "# The MIT License").replace("Permission", "> **Permission**"), "TEXT MIT"],
    ["in capitals, with lines of Windows", apacheText.toUpperCase().replaceAll("\n", "\r\n"), "TEXT Apache-2.0"],
    ["twin: one word of the terms is another", apacheText.replace("perpetual,", "revocable,"), "CHANGED Apache-2.0"],
    ["twin: one word is missing", mitText.replace("without restriction, ", "without "), "CHANGED MIT"],
    ["twin: one word is added", mitText.replace("to deal", "to never deal"), "CHANGED MIT"],
    ["twin: a sentence stands behind the terms", `${mitText}\nThe Software may not be used commercially.\n`, "CHANGED MIT"],
    ["twin: a sentence stands before the terms", `For research only.\n${withoutTitle}`, "CHANGED MIT"],
    ["twin: two licences in one file", `${mitText}\n${apacheText}`, "CHANGED Apache-2.0"],
    ["half of a text", apacheText.slice(0, apacheText.length / 2), "NONE"],
    ["a mention", "This model is released under the Apache License, Version 2.0.", "NONE"],
    ["a text of one's own", "You may look at it on Sundays.", "NONE"],
    ["nothing", "", "NONE"],
  ])("%s", (_name, text, expected) => {
    expect(recognised(text)).toBe(expected);
  });

  it("however its lines are broken", () => {
    const next = random(7);
    const words = withoutTitle.split(/\s+/);
    for (let round = 0; round < 50; round += 1) {
      const text = words.map((word) => word + (["\n", " ", "  ", "\n\n", "\t", "\r\n"][Math.floor(next() * 6)] ?? " ")).join("");
      expect(recognised(text)).toBe("TEXT MIT");
    }
  });

  it("never when any one of its words is another", () => {
    const words = licenseWords(withoutTitle);
    for (const index of words.keys()) expect(recognised(words.with(index, "xyzzy").join(" ")), words[index]).not.toMatch(/^TEXT/);
  });

  it("by its marks in capitals, and broken over lines", () => {
    const text = agreement("LicenseRef-HF-openrail-plus-plus");
    expect([recognised(text.toUpperCase()), recognised(text.replaceAll(" ", "\n"))]).toEqual(["MARKS LicenseRef-HF-openrail-plus-plus", "MARKS LicenseRef-HF-openrail-plus-plus"]);
  });

  it("by the marks of its own alone", () => {
    expect(knownMarks.map(({ license }) => recognised(agreement(license.spdx ?? license.name)))).toEqual(knownMarks.map(({ license }) => `MARKS ${license.spdx ?? license.name}`));
  });

  it.each([
    ["twin: another edition by its title alone", agreement("LicenseRef-HF-llama3.1").replace("LLAMA 3.1", "LLAMA 3.2"), "NONE"],
    ["twin: another edition by its date alone", agreement("LicenseRef-HF-llama3.1").replace("July 23, 2024", "July 24, 2024"), "NONE"],
    ["a mention of its marks", agreement("LicenseRef-HF-llama3.1").replaceAll("lorem ipsum", ""), "NONE"],
    ["marks far behind the beginning", "word ".repeat(50) + agreement("LicenseRef-HF-llama3.1"), "NONE"],
    ["marks before much else", agreement("LicenseRef-HF-llama3.1") + "word ".repeat(4_000), "NONE"],
  ])("not by %s", (_name, text, expected) => {
    expect(recognised(text)).toBe(expected);
  });

  it("of two that begin and end alike, by their words; a changed one only by its title", () => {
    const of = (spdx: string, words: string) => ({
      license: { spdx, name: spdx, class: "PERMISSIVE" as const, declaredAs: [] }, from: "begin here", to: "end here", sha256: [wordsDigest(licenseWords(words))],
    });
    const table: LicenseTable = { texts: [of("One-1.0", "begin here freely end here"), of("Two-1.0", "begin here not freely end here")], marks: [], surroundings: new Set() };
    expect(["Begin here: freely. End here", "begin here not freely end here", "begin here perhaps freely end here", "Two-1.0\nbegin here perhaps end here"].map((text) => recognised(text, table))).toEqual([
      "TEXT One-1.0", "TEXT Two-1.0", "NONE", "CHANGED Two-1.0",
    ]);
  });

  it("from a table without two rows of equal words", () => {
    const digests = knownTexts.flatMap(({ sha256 }) => sha256);
    expect([new Set(digests).size, knownTexts.every(({ license }) => license.class !== "UNKNOWN")]).toEqual([digests.length, true]);
  });

  it.each(["[", "<!--", "copyright ", "permission is hereby granted free of charge ", "- "])("takes no more than its share of time for hostile texts, such as many of %j", (piece) => {
    const fastest = (text: string) => Math.min(...Array.from({ length: 9 }, () => {
      const began = performance.now();
      recogniseLicense(text);
      return performance.now() - began;
    }));
    const short = fastest(piece.repeat(Math.ceil(6_000 / piece.length)));
    // Sixteen times the text may take some sixteen times as long, on a busy machine more, never 256 times.
    expect(fastest(piece.repeat(Math.ceil(96_000 / piece.length))) / Math.max(short, 0.05)).toBeLessThan(100);
  });
});
