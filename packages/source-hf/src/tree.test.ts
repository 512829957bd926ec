import { recordedFetch, testContext, type RecordedExchange } from "@modeldex/plugin-kit/testing";
import { describe, expect, it } from "vitest";
import { endpoint, gpt2, gpt2Whole } from "./fixtures/hub-answers.ts";
import { readFiles } from "./files.ts";
import { hubClient } from "./hub-client.ts";
import { withTree } from "./tree.ts";

const sha256 = "248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707";
const xetHash = "63bed80836ee0758c8fd4f8975d59bb0b864263ee2753547c358e8a37cde8758";
/** Rows of `GET /api/models/{id}/tree/{revision}`; paths and hashes of gpt2 are facts as of 2026-09-22, the rest is synthetic. */
const weights = { type: "file", oid: "44b36d6e32d13c8fb28b0feab0ac8bfefa7efeda", size: 548105171, path: "model.safetensors", xetHash, lfs: { oid: sha256, size: 548105171, pointerSize: 134 } };
const folder = { type: "directory", oid: "d03ec5ec179df58241d27d55f92a674f5f44197f", size: 0, path: "onnx" };
const note = (number: number) => ({ type: "file", oid: "602b71f15d40ed68c5f96330e3f3175a76a32126", size: 445, path: `runs/${number}.txt` });

const tree = (cursor?: string) => `${endpoint}/api/models/${gpt2.id}/tree/${gpt2.sha}?recursive=true${cursor === undefined ? "" : `&cursor=${cursor}`}`;
const further = (cursor: string) => ({ link: `<${endpoint}/api/models/${gpt2.id}/tree/main?recursive=true&cursor=${cursor}>; rel="next"` });
const many = [...Array.from({ length: 2_500 }, (_, number) => ({ rfilename: `runs/${number}.txt` })), { rfilename: "model.safetensors" }];

async function read(payload: Readonly<Record<string, unknown>>, exchanges: readonly RecordedExchange[]) {
  const recorded = recordedFetch(exchanges);
  const files = readFiles(await withTree(hubClient({ endpoint }), payload, testContext({ fetch: recorded.fetch }))) ?? [];
  return { count: files.length, weights: files.find(({ path }) => path === "model.safetensors"), requests: recorded.calls.length };
}

const known = { path: "model.safetensors", sizeBytes: 548105171, digest: `sha256:${sha256}`, gitSha1: weights.oid, xetHash };

describe("the tree of a repository", () => {
  it("is not asked for where the answer tells all, or where few files lack their sizes", async () => {
    expect((await read(gpt2Whole, [])).requests).toBe(0);
    expect((await read({ ...gpt2Whole, siblings: [{ rfilename: "model.safetensors" }] }, [])).requests).toBe(0);
  });

  it("is read until the weights of a large repository are known", async () => {
    const pages = [{ url: tree(), headers: further("YQ=="), json: [folder, note(0)] }, { url: tree("YQ%3D%3D"), headers: further("Yg"), json: [weights] }];
    expect(await read({ ...gpt2Whole, siblings: many }, pages)).toEqual({ count: 2_501, weights: known, requests: 2 });
  });

  it("stands in for a list of files that the answer leaves out, when it is whole", async () => {
    const { siblings: _, ...rest } = gpt2Whole;
    const pages = [{ url: tree(), headers: further("YQ"), json: [folder, weights] }, { url: tree("YQ"), json: [note(1)] }];
    expect(await read(rest, pages)).toEqual({ count: 2, weights: known, requests: 2 });
    const endless = Array.from({ length: 10 }, (_unused, page) => ({ url: tree(page === 0 ? undefined : `c${page}`), headers: further(`c${page + 1}`), json: [note(page)] }));
    expect(await read(rest, endless)).toEqual({ count: 0, weights: undefined, requests: 10 });
  });

  it("leaves the answer as it is where it cannot be had, and fails where the Hub does", async () => {
    const refused = { status: 401, headers: { "x-error-code": "GatedRepo" }, json: { error: "restricted" } };
    expect(await read({ ...gpt2Whole, siblings: many }, [{ url: tree(), ...refused }])).toMatchObject({ count: 2_501, weights: { path: "model.safetensors" }, requests: 1 });
    await expect(read({ ...gpt2Whole, siblings: many }, [{ url: tree(), status: 502, text: "" }])).rejects.toMatchObject({ code: "UNREACHABLE" });
  });
});
