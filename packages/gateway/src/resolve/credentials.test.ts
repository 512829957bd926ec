import { expect, it } from "vitest";
import { withoutCredentials } from "./credentials.ts";

/** Synthetic, in the lengths and letters of the real ones. */
const tokens = [`hf_${"aB3d".repeat(8)}Xy`, `sk-${"aB3d".repeat(12)}`, `sk-proj-${"aB3_d-".repeat(20)}`, `sk-ant-api03-${"Zy9-".repeat(23)}AA`, `ghp_${"aB3d".repeat(9)}`, `github_pat_${"aB3d".repeat(20)}`, `glpat-${"aB3d".repeat(5)}`, "AKIAABCDEFGHIJKLMNOP"];

it.each(tokens)("takes %s out of a text", (token) => {
  expect(withoutCredentials(token)).toBe("");
  expect(withoutCredentials(`huggingface-cli download org/name --token ${token}`)).toBe("huggingface-cli download org/name --token");
  expect(withoutCredentials(`TOKEN="${token}" run org/name`)).toBe('TOKEN=" " run org/name');
});

it.each(["hf_llama_finetuned_2024_instruct_v2_long", "org/hf_tiny-llama", "sk-llama-3.1-8b-instruct-finetuned-2024-gguf", "risk-Aa1-model-for-everything-under-the-sun-b", "hf:org/name", `sha256:${"a".repeat(64)}`])("leaves %s as it is", (text) => {
  expect(withoutCredentials(text)).toBe(text);
});

it("leaves what only begins like one", () => {
  for (const text of [`sk-${"a-".repeat(500)}`, "sk-".repeat(340), `hf_${"a".repeat(1_000)}_`]) expect(withoutCredentials(text).startsWith(text.slice(0, 3))).toBe(true);
});
