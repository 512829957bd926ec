import { OptionsError } from "@modeldex/plugin-kit";
import { describe, expect, it } from "vitest";
import { oci } from "./oci.ts";
import type { OciOptions } from "./options.ts";

const digest = `sha256:${"5c".repeat(32)}`;
const hub = oci({ url: "https://index.docker.io", repositories: [] });
const local = oci({ id: "local", url: "http://127.0.0.1:5000", curated: true });
const certain = (nativeId: string, more: object = {}) => [{ ref: { nativeId, ...more }, readAs: "OCI reference", certain: true }];

describe("texts that are read", () => {
  it.each([
    [hub, "docker.io/ai/llama3.1:8B-Q4_K_M", certain("docker.io/ai/llama3.1:8B-Q4_K_M")],
    [hub, "oci://docker.io/ai/llama3.1", certain("docker.io/ai/llama3.1:latest")],
    [hub, "docker://registry-1.docker.io/ai/llama3.1:latest", certain("docker.io/ai/llama3.1:latest")],
    [hub, "https://hub.docker.com/r/ai/llama3.1", certain("docker.io/ai/llama3.1:latest")],
    [local, ` 127.0.0.1:5000/team/a/b@${digest} `, certain(`127.0.0.1:5000/team/a/b@${digest}`, { revision: digest })],
    [local, `127.0.0.1:5000/team/a:v1@${digest}`, certain("127.0.0.1:5000/team/a:v1", { revision: digest })],
    [hub, "ai/llama3.1:8B-F16", [{ ref: { nativeId: "docker.io/ai/llama3.1:8B-F16" }, readAs: "repository of Docker Hub", certain: false }]],
    [hub, "ai/llama3.1", [{ ref: { nativeId: "docker.io/ai/llama3.1:latest" }, readAs: "repository of Docker Hub", certain: false }]],
  ])("%#: %s", (source, text, readings) => {
    expect(source.parseReference!(text)).toEqual(readings);
  });

  it.each([
    "oci://ghcr.io/acme/x:v1", "ghcr.io/acme/x:v1", "Qwen/Qwen3-8B", "llama3.1:8b", "docker.io/ai/llama3.1:", "docker.io/AI/x:v1", "docker.io/ai/x@sha256:abc", "127.0.0.1:5001/x:v1",
    `docker.io/${"a".repeat(256)}:v1`, `docker.io/${"a/".repeat(100_000)}`,
  ])("not %s", (text) => {
    expect([hub.parseReference!(text), local.parseReference!(text)]).toEqual([[], []]);
  });

  it("short names only where the registry is Docker Hub", () => {
    expect(local.parseReference!("ai/llama3.1:8B-F16")).toEqual([]);
  });
});

it("names curated what a curated registry has", () => {
  expect([hub.naming, local.naming]).toEqual(["namespaced", "curated"]);
});

it("sends to the registry and to where it gives tokens, and keeps views of different credentials apart", () => {
  expect([hub.baseAddresses, hub.credentialScope, local.baseAddresses]).toEqual([["https://registry-1.docker.io", "https://auth.docker.io"], undefined, ["http://127.0.0.1:5000"]]);
  const scopes = ["a", "b", "a"].map((password) => oci({ url: "https://r.example", username: "ada", password }).credentialScope);
  expect([scopes[0] === scopes[2], scopes[0] === scopes[1], scopes[0]?.length]).toEqual([true, false, 16]);
});

describe("options that are refused", () => {
  const tried = (options: unknown) => {
    try {
      oci(options as OciOptions);
      return "taken";
    } catch (error) {
      return error instanceof OptionsError ? error.message : "another error";
    }
  };
  const noPath = "oci(): option url: must be an address without a path or credentials; name repositories in the option repositories";
  it.each([
    [{ url: "registry.example" }, "oci(): option url: must be an http or https URL, such as https://registry.example"],
    [{ url: "https://r.example/v2" }, noPath],
    [{ url: "https://ada:pw@r.example" }, noPath],
    [{ url: "https://r.example", repositories: ["ai/x:v1"] }, 'oci(): option repositories[0]: must be a repository without a tag, such as "ai/llama3.1"'],
    [{ url: "https://r.example", username: "ada" }, "oci(): username goes with password; give both or neither"],
    [{ url: "https://r.example", username: "ada", password: "x", token: "y" }, "oci(): token stands in the place of username and password; give one or the other"],
    [{ registries: [{ url: "https://r.example" }] }, expect.stringMatching(/^oci\(\): .*registries/)],
  ])("%j", (options, message) => {
    expect(tried(options)).toEqual(message);
  });
});
