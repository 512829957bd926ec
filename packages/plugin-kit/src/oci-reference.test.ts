import { expect, it } from "vitest";
import { isOciRepository, isReferrersTag, readOciReference } from "./oci-reference.ts";

const digest = `sha256:${"5c".repeat(32)}` as const;

it("reads names of artifacts", () => {
  expect(readOciReference("docker.io/ai/llama3.1:8B-Q4_K_M")).toEqual({ host: "docker.io", repository: "ai/llama3.1", tag: "8B-Q4_K_M", digest: undefined });
  expect(readOciReference(`127.0.0.1:5000/team/a/b@${digest}`)).toEqual({ host: "127.0.0.1:5000", repository: "team/a/b", tag: undefined, digest });
  expect(readOciReference(`r.example/a:v1@${digest}`)).toEqual({ host: "r.example", repository: "a", tag: "v1", digest });
});

it.each(["", "a", "r.example/", "r.example/a:", "r.example/A:v1", "r.example/a@sha256:abc", "r.example/a/../b", `r.example/${"a".repeat(256)}`, `r.example/${"a/".repeat(100_000)}b`])("reads nothing of %j", (text) => {
  expect(readOciReference(text)).toBeUndefined();
});

it("knows names of repositories", () => {
  expect(["ai/llama3.1", "a__b/c--d", "x"].filter((name) => !isOciRepository(name))).toEqual([]);
  expect(["", "/a", "a/", "a//b", "A", "a:b", "a..", "-a", "a/../b", "a".repeat(256), 7, undefined].filter(isOciRepository)).toEqual([]);
});

it("knows tags that belong to another manifest", () => {
  const tag = `sha256-${"5c".repeat(32)}`;
  expect([tag, `${tag}.sig`, `${tag}.att`, "v1", "sha256-5c", `${tag}-x`].filter(isReferrersTag)).toEqual([tag, `${tag}.sig`, `${tag}.att`]);
});
