import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { contractPage } from "../scripts/contract/contract-page.ts";
import { readDeclarations } from "../scripts/contract/read-declarations.ts";
import { page } from "../scripts/contract-docs.ts";

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), "utf8");

describe("docs/plugin-contract.md", () => {
  it("is what the script writes: run node scripts/contract-docs.ts", async () => {
    expect((await read("docs/plugin-contract.md")) === page).toBe(true);
  });

  it("has a row for each member of a source and of a record, counted in another way", async () => {
    for (const [file, name] of [["packages/plugin-kit/src/source.ts", "Source"], ["packages/plugin-kit/src/source.ts", "ListPage"], ["packages/schema/src/records.ts", "ListingRecord"], ["packages/schema/src/records.ts", "Offer"]] as const) {
      const code = await read(file);
      const start = code.indexOf(`export interface ${name} {`);
      const members = [...code.slice(start, code.indexOf("\n}\n", start)).matchAll(/^ {2}(?:readonly )?(\w+)(\??)[:(]/gm)].map(([, member = "", optional = ""]) => member + optional);
      const section = page.slice(page.indexOf(`\n### ${name}\n`)).split("\n### ", 2)[1] ?? "";
      expect([...section.matchAll(/^\| `(\w+\??)` \|/gm)].map(([, member]) => member)).toEqual(members);
    }
  });

  it("is named where people learn to write a source", async () => {
    expect(await read("docs/write-a-source.md")).toContain("(plugin-contract.md)");
    expect(await read("packages/plugin-kit/README.md")).toContain("docs/plugin-contract.md");
  });
});

describe("the reader of declarations", () => {
  const code = `
/** A thing.
 * Of two lines; with {braces}. */
export interface Thing extends Pick<Other, "id"> {
  /** Its size, in bytes. @default 3 */
  readonly size?: number;
  readonly place: { readonly x: number; /** From above. */ readonly y: number };
  /**
   * Asks.
   *
   * @throws {SourceError} \`TIMEOUT\`.
   */
  ask?(text: string, options: { readonly deep: boolean }): Promise<readonly string[]>;
}

export const words = ["A", "B", "NONE"] as const;
/** One of them. */
export type Word = Exclude<(typeof words)[number], "NONE">;
`;

  it("reads members with their types, docstrings, defaults and errors", () => {
    expect(readDeclarations(code)).toEqual([
      {
        kind: "interface", name: "Thing", docs: { text: "A thing. Of two lines; with {braces}." }, heritage: 'extends Pick<Other, "id">',
        members: [
          { name: "size", optional: true, type: "number", docs: { text: "Its size, in bytes.", defaultsTo: "3" }, inner: [] },
          {
            name: "place", optional: false, type: "{ readonly x: number; readonly y: number }", docs: { text: "" },
            inner: [{ name: "x", optional: false, type: "number", docs: { text: "" }, inner: [] }, { name: "y", optional: false, type: "number", docs: { text: "From above." }, inner: [] }],
          },
          { name: "ask", optional: true, type: "(text: string, options: { readonly deep: boolean }) => Promise<readonly string[]>", docs: { text: "Asks.", throws: "`TIMEOUT`." }, inner: [] },
        ],
      },
      { kind: "words", name: "words", words: ["A", "B", "NONE"] },
      { kind: "type", name: "Word", docs: { text: "One of them." }, text: 'Exclude<(typeof words)[number], "NONE">', members: [] },
    ]);
  });

  it("stops at what it cannot read, and at a declaration that has no place on the page", () => {
    expect(() => readDeclarations("export interface Thing {\n  [key: string]: number;\n}\n")).toThrow("A member of Thing cannot be read: [key: string]: number");
    expect(() => contractPage(readDeclarations("export interface Stray {\n  readonly a: number;\n}\n"), [])).toThrow("The page has no place for Stray; name it in scripts/contract/contract-page.ts.");
  });
});
