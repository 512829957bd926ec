import { describe, expect, test } from "vitest";
import { parseIdentityFile, readIdentityFile } from "./identity-file.ts";

describe("a file of identity rules", () => {
  test("holds lists of keys that are one model, and of keys of which no two are", () => {
    const text = "# Ours\nsame:\n  - [hf:google/bert, hf:google-bert/bert, ollama:bert:110m]\ndifferent:\n  - - hf:a/b\n    - or:a/b\n    - zz:a/b\n    - or:a/b\n";
    expect(parseIdentityFile(text, "identity.yaml")).toEqual({
      same: [["hf:google/bert", "hf:google-bert/bert"], ["hf:google-bert/bert", "ollama:bert:110m"]],
      different: [["hf:a/b", "or:a/b"], ["hf:a/b", "zz:a/b"], ["or:a/b", "zz:a/b"]],
    });
    expect(parseIdentityFile('{ "same": [["hf:a/b", "or:a/b"]] }', "identity.json")).toEqual({ same: [["hf:a/b", "or:a/b"]], different: [] });
    expect(parseIdentityFile("", "identity.yaml")).toEqual({ same: [], different: [] });
  });

  test.each([
    ["same:\n  - [hf:a/b, or:a/b\n", /^i\.yaml, line \d+: /],
    ["equal: []", 'i.yaml, line 1: "equal" is not known; there are same and different.'],
    ["# Ours\nsame: []\n\nsme:\n  - [hf:a/b, or:a/b]", 'i.yaml, line 4: "sme" is not known; there are same and different.'],
    ['{ "same": [],\n  "diferent": [] }', 'i.yaml, line 2: "diferent" is not known; there are same and different.'],
    ["? [same]\n: []", "i.yaml, line 1: a list or an object as a key is not known; there are same and different."],
    ["[1]", "i.yaml must be an object with some of same, different."],
    ["same: hf:a/b", 'i.yaml, line 1: same is "hf:a/b"; write lists of listing keys, such as - [hf:google/bert, hf:google-bert/bert].'],
    ["different: []\nsame:\n  - [hf:a/b, or:a/b]\n  - [hf:a/b]", 'i.yaml, line 4: same[1] is ["hf:a/b"]; write a list of two or more listing keys, such as [hf:google/bert, hf:google-bert/bert].'],
    ["different:\n  - - hf:a/b\n    - google/bert", 'i.yaml, line 3: different[0][1] is "google/bert", which is no listing key; write <source id>:<native id>, such as hf:google/gemma-3-4b-it.'],
    ["same: [[7, hf:a/b]]", "i.yaml, line 1: same[0][0] is 7, which is no listing key; write <source id>:<native id>, such as hf:google/gemma-3-4b-it."],
    ["a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nsame: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]", "i.yaml has aliases that cannot be read; write the keys themselves."],
    ["same: [*nowhere]", /^i\.yaml/],
    [`different: [[${Array.from({ length: 448 }, (_, place) => `hf:a/${place}`).join(", ")}]]`, "i.yaml: the lists under different come to 100128 pairs of keys; the most is 100000."],
  ])("tells what is wrong with %s", (text, message) => {
    expect(() => parseIdentityFile(text, "i.yaml")).toThrow(message);
  });

  test("is a file, and neither a folder nor a device, which may never end", async () => {
    for (const path of ["/", "/dev/zero"]) await expect(readIdentityFile(path)).rejects.toThrow(`identity.file ${path} is no file; write the path of a YAML or JSON file with same and different, or leave the option out.`);
  });

  test("is asked for by its path where there is none", async () => {
    await expect(readIdentityFile("/nowhere/identity.yaml")).rejects.toThrow("identity.file /nowhere/identity.yaml cannot be read; write the path of a YAML or JSON file with same and different, or leave the option out.");
  });
});
