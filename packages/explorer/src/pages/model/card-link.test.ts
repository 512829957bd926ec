import { expect, it } from "vitest";
import { cardOf } from "./card-link.ts";

const hub = { key: "hf:a/b", url: "https://hub.example/a/b", source: { title: "Hub" } };
const other = { key: "oci:b", url: "https://oci.example/b", source: { title: "Registry" } };
const file = (path: string, key = "hf:a/b", role = "DOCUMENTATION", url: string | null = `https://files.example/${key}/${path}`) => ({ path, role, url, listing: { key } });

it.each([
  ["the README of the leading listing", [file("README.md", "oci:b"), file("paper.pdf"), file("README.md")], { url: "https://files.example/hf:a/b/README.md", isCard: true, at: "Hub" }],
  ["a README of another listing before other documents", [file("paper.pdf"), file("readme.txt", "oci:b")], { url: "https://files.example/oci:b/readme.txt", isCard: true, at: "Registry" }],
  ["any document", [file("model.gguf", "hf:a/b", "WEIGHTS"), file("paper.pdf")], { url: "https://files.example/hf:a/b/paper.pdf", isCard: true, at: "Hub" }],
  ["the page, where no document can be opened", [file("README.md", "hf:a/b", "DOCUMENTATION", null)], { url: "https://hub.example/a/b", isCard: false, at: "Hub" }],
])("gives %s", (_, files, card) => {
  expect(cardOf(files, [hub, other])).toEqual(card);
});

it("gives nothing where there is neither", () => {
  expect(cardOf([], [{ ...hub, url: null }])).toBeUndefined();
});
