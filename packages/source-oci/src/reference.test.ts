import { describe, expect, it } from "vitest";
import { OptionsError } from "@modeldex/plugin-kit";
import { oci } from "./oci.ts";
import type { OciRegistryOptions } from "./options.ts";
import { byExplicitness, isRepository } from "./reference.ts";

const digest = `sha256:${"5c".repeat(32)}`;
const source = oci({ registries: [{ url: "https://index.docker.io", repositories: [] }, { url: "http://127.0.0.1:5000", curated: true }] });
const certain = (nativeId: string, more: object = {}) => [{ ref: { nativeId, ...more }, readAs: "OCI reference", certain: true }];

describe("texts that are read", () => {
  it.each([
    ["docker.io/ai/llama3.1:8B-Q4_K_M", certain("docker.io/ai/llama3.1:8B-Q4_K_M")],
    ["oci://docker.io/ai/llama3.1", certain("docker.io/ai/llama3.1:latest")],
    ["docker://registry-1.docker.io/ai/llama3.1:latest", certain("docker.io/ai/llama3.1:latest")],
    ["https://hub.docker.com/r/ai/llama3.1", certain("docker.io/ai/llama3.1:latest")],
    [` 127.0.0.1:5000/team/a/b@${digest} `, certain(`127.0.0.1:5000/team/a/b@${digest}`, { revision: digest })],
    [`127.0.0.1:5000/team/a:v1@${digest}`, certain("127.0.0.1:5000/team/a:v1", { revision: digest })],
    ["ai/llama3.1:8B-F16", [{ ref: { nativeId: "docker.io/ai/llama3.1:8B-F16" }, readAs: "repository of Docker Hub", certain: false }]],
    ["ai/llama3.1", [{ ref: { nativeId: "docker.io/ai/llama3.1:latest" }, readAs: "repository of Docker Hub", certain: false }]],
  ])("%s", (text, readings) => {
    expect(source.parseReference!(text)).toEqual(readings);
  });

  it.each(["oci://ghcr.io/acme/x:v1", "ghcr.io/acme/x:v1", "Qwen/Qwen3-8B", "llama3.1:8b", "docker.io/ai/llama3.1:", "docker.io/AI/x:v1", "docker.io/ai/x@sha256:abc", "127.0.0.1:5001/x:v1", `docker.io/${"a".repeat(256)}:v1`])("not %s", (text) => {
    expect(source.parseReference!(text)).toEqual([]);
  });
});

it("puts the most explicit tag first, and words that move last", () => {
  expect(["latest", "8B", "8B-UD-Q4_K_XL", "8B-Q4_K_M", "main", "v1"].sort(byExplicitness)).toEqual(["8B-UD-Q4_K_XL", "8B-Q4_K_M", "8B", "v1", "latest", "main"]);
});

it("knows names of repositories", () => {
  expect(["ai/llama3.1", "a__b/c--d", "x"].filter((name) => !isRepository(name))).toEqual([]);
  expect(["", "/a", "a/", "a//b", "A", "a:b", "a..", "-a", "a/../b", "a".repeat(256)].filter(isRepository)).toEqual([]);
});

it("names curated what a curated registry has", () => {
  const naming = source.naming as (nativeId: string) => string;
  expect([naming("127.0.0.1:5000/a:v1"), naming("docker.io/ai/llama3.1:latest"), naming("nonsense")]).toEqual(["curated", "namespaced", "namespaced"]);
});

it("sends to the registries and to where they give tokens, and keeps views of different credentials apart", () => {
  expect([source.baseAddresses, source.credentialScope]).toEqual([["https://registry-1.docker.io", "https://auth.docker.io", "http://127.0.0.1:5000"], undefined]);
  const scopes = ["a", "b", "a"].map((password) => oci({ registries: [{ url: "https://r.example", username: "ada", password }] }).credentialScope);
  expect([scopes[0] === scopes[2], scopes[0] === scopes[1], scopes[0]?.length]).toEqual([true, false, 16]);
});

describe("options that are refused", () => {
  const tried = (...registries: readonly unknown[]) => {
    try {
      oci({ registries: registries as OciRegistryOptions[] });
      return "taken";
    } catch (error) {
      return error instanceof OptionsError ? error.message : "another error";
    }
  };
  it.each([
    [[], "oci(): option registries: must name at least one registry, such as [{ url: \"https://registry.example\" }]"],
    [[{ url: "registry.example" }], "oci(): option registries[0].url: must be an http or https URL, such as https://registry.example"],
    [[{ url: "https://r.example/v2" }], "oci(): option registries[0].url: must be an address without a path or credentials; name repositories in the option repositories"],
    [[{ url: "https://ada:pw@r.example" }], "oci(): option registries[0].url: must be an address without a path or credentials; name repositories in the option repositories"],
    [[{ url: "https://r.example", repositories: ["ai/x:v1"] }], 'oci(): option registries[0].repositories[0]: must be a repository without a tag, such as "ai/llama3.1"'],
    [[{ url: "https://docker.io" }], 'oci(): option registries[0].repositories: must be there: this registry has no catalog that could be listed; name some, such as ["ai/llama3.1"], or none ([]) to only resolve references'],
    [[{ url: "https://ghcr.io" }], 'oci(): option registries[0].repositories: must be there: this registry has no catalog that could be listed; name some, such as ["ai/llama3.1"], or none ([]) to only resolve references'],
    [[{ url: "https://r.example", username: "ada" }], "oci(): option registries[0].password: goes with username; give both or neither"],
    [[{ url: "https://r.example", username: "ada", password: "x", token: "y" }], "oci(): option registries[0].token: stands in the place of username and password; give one or the other"],
    [[{ url: "https://docker.io", repositories: [] }, { url: "https://index.docker.io", repositories: [] }], "oci(): option registries: names a host twice; put its repositories into one entry"],
  ])("%j", (registries, message) => {
    expect(tried(...registries)).toBe(message);
  });
});
