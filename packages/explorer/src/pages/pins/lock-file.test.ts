import { describe, expect, it } from "vitest";
import { lockFileText, readLockFile } from "./lock-file.ts";

const entry = (requested: string, more: object = {}) => ({ integrity: "sha256:0", requested, source: { kind: "huggingface", id: "hf" }, nativeId: requested, revision: "1", ...more });

describe("the text of a lock file", () => {
  it("has entries by reference, each once, members in the order of people, and unseen letters by number", () => {
    const first = entry("b", { pinnedAt: "first" });
    expect(lockFileText([first, entry("a", { name: "x\u202Ey", files: [{ digest: "d", path: "p" }], system: { powers: [], operators: ["o"] } }), entry("b", { pinnedAt: "second" })])).toBe(String.raw`{
  "lockVersion": 1,
  "models": [
    {
      "requested": "a",
      "source": { "id": "hf", "kind": "huggingface" },
      "nativeId": "a",
      "name": "x\u202ey",
      "revision": "1",
      "files": [
        { "path": "p", "digest": "d" }
      ],
      "system": {
        "operators": ["o"],
        "powers": []
      },
      "integrity": "sha256:0"
    },
    {
      "requested": "b",
      "source": { "id": "hf", "kind": "huggingface" },
      "nativeId": "b",
      "revision": "1",
      "pinnedAt": "first",
      "integrity": "sha256:0"
    }
  ]
}
`);
  });

  it("is read again as what was written", () => {
    const documents = [entry("a", { name: "\u2028\u{e0041}" }), entry("b", { tags: [] })];
    expect(readLockFile(lockFileText(documents))).toEqual({ entries: documents.map((document, place) => ({ place, requested: document.requested, document })) });
  });
});

describe("a text that was given", () => {
  it.each([
    ["", "It is empty"],
    ["{", "It is no JSON"],
    ["[]", "It is no lock file"],
    ['{"models": []}', "Its lockVersion is missing; 1 is read here."],
    ['{"lockVersion": 2, "models": []}', "It was made by a newer version of Modeldex (lockVersion 2; 1 is read here)."],
    ['{"lockVersion": "1", "models": []}', 'Its lockVersion is "1"; 1 is read here.'],
    ['{"lockVersion": 1, "models": {}}', "Its “models” is no list of entries."],
    ['{"lockVersion": 1, "models": [], "extra": 1}', 'It has the member "extra", which lock files do not have.'],
    ['{"lockVersion": 1, "models": []}', "Nothing is pinned in it: its list of models is empty."],
  ])("%s is no lock file, and why is said", (text, problem) => {
    expect(readLockFile(text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it("keeps good entries beside bad ones", () => {
    expect(readLockFile('{"lockVersion": 1, "models": [null, {"requested": "a"}, {"requested": 1}]}')).toEqual({
      entries: [
        { place: 0, requested: undefined, problem: "Entry 1 is no object, so it is no pin." },
        { place: 1, requested: "a", document: { requested: "a" } },
        { place: 2, requested: undefined, problem: "Entry 3 does not say what was asked for (“requested”), so it is no pin." },
      ],
    });
  });
});
