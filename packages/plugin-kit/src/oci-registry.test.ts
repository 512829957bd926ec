import { expect, it } from "vitest";
import { sha256Of } from "./bytes.ts";
import { ociRegistry } from "./oci-registry.ts";
import { testContext } from "./testing/test-context.ts";

const origin = "https://registry.example";
const manifest = '{"schemaVersion":2}';
const digest = sha256Of(manifest);

/** A registry that answers by path and query below `/v2/`; what is not there is a 404. */
function over(answers: Readonly<Record<string, readonly [body: string, headers?: Readonly<Record<string, string>>, status?: number]>>) {
  const asked: string[] = [];
  const context = testContext({
    fetch: async (input, init) => {
      await Promise.resolve();
      const request = new Request(input, init);
      const path = request.url.slice(`${origin}/v2/`.length);
      asked.push(path);
      const [body, headers = {}, status = 200] = answers[path] ?? ["", {}, 404];
      return Object.defineProperty(new Response(body, { status, headers }), "url", { value: request.url });
    },
  });
  return { registry: ociRegistry({ host: "registry.example", origin, origins: [origin] })(context), asked, drops: context.drops };
}

it("gives a manifest by tag and by digest with the digest of its bytes, and refuses other bytes than were asked for or stated", async () => {
  const answers = { "ai/tiny/manifests/v1": [manifest], [`ai/tiny/manifests/${digest}`]: [`${manifest} `], "ai/tiny/manifests/v2": [`${manifest} `, { "docker-content-digest": digest }] } as const;
  const { registry } = over(answers);
  expect(await registry.manifest("ai/tiny", "v1")).toEqual({ digest, fields: { schemaVersion: 2 } });
  expect(await registry.manifest("ai/tiny", "v3")).toBeUndefined();
  for (const [reference, shown] of [[digest, `@${digest}`], ["v2", ":v2"]] as const) {
    const message = `the manifest registry.example/ai/tiny${shown} came with other bytes than those of its digest ${digest}: theirs is ${sha256Of(`${manifest} `)}.`;
    await expect(registry.manifest("ai/tiny", reference)).rejects.toMatchObject({ code: "BAD_RESPONSE", message });
  }
});

it("takes a tag of 64 hexadecimal digits for a tag", async () => {
  const tag = "ab".repeat(32);
  const { registry } = over({ [`ai/tiny/manifests/${tag}`]: [manifest] });
  expect(await registry.manifest("ai/tiny", tag)).toEqual({ digest, fields: { schemaVersion: 2 } });
});

it("refuses a document that is larger than 4 MiB, or no object", async () => {
  const { registry } = over({ "x/manifests/large": [" ".repeat(4_194_305)], "x/manifests/list": ["[]"], [`x/blobs/${sha256Of("[]")}`]: ["[]"] });
  await expect(registry.manifest("x", "large")).rejects.toMatchObject({ message: "the manifest registry.example/x:large is larger than 4194304 bytes, the most that is read." });
  await expect(registry.manifest("x", "list")).rejects.toMatchObject({ message: "the manifest registry.example/x:list is no JSON object." });
  await expect(registry.document("x", sha256Of("[]"))).rejects.toMatchObject({ message: `the configuration registry.example/x@${sha256Of("[]")} is no JSON object.` });
});

it("reads tags from page to page, the most explicit first, and drops what is none", async () => {
  const { registry, asked, drops } = over({
    "x/tags/list?n=1000": ['{"tags":["latest","8b"]}', { link: '</v2/x/tags/list?n=1000&last=8b>; rel="next"' }],
    "x/tags/list?n=1000&last=8b": ['{"tags":["8b-q4_K_M","a/b",7]}'],
    "empty/tags/list?n=1000": ['{"tags":null}'],
    "bad/tags/list?n=1000": ['{"tags":"8b"}'],
  });
  expect(await registry.tags("x")).toEqual(["8b-q4_K_M", "8b", "latest"]);
  expect(asked).toEqual(["x/tags/list?n=1000", "x/tags/list?n=1000&last=8b"]);
  expect(drops).toEqual([{ nativeId: "registry.example/x", reason: "one of its tags is no tag" }, { nativeId: "registry.example/x", reason: "one of its tags is no tag" }]);
  expect([await registry.tags("empty"), await registry.tags("none")]).toEqual([[], undefined]);
  await expect(registry.tags("bad")).rejects.toMatchObject({ code: "BAD_RESPONSE", message: "registry.example did not answer with a list for the tags of bad." });
});

it("ends with the 1,000th tag of a list that never ends, and says so", async () => {
  const page = JSON.stringify({ tags: Array.from({ length: 400 }, (_, place) => `v${place}`) });
  const more = { link: '</v2/x/tags/list?last=v399>; rel="next"' };
  const { registry, asked, drops } = over({ "x/tags/list?n=1000": [page, more], "x/tags/list?n=1000&last=v399": [page, more] });
  expect((await registry.tags("x"))?.length).toBe(1_000);
  expect([asked.length, drops]).toEqual([3, [{ nativeId: "registry.example/x", reason: "it has more tags than the 1000 that are read" }]]);
});

it("gives what refers to a manifest by the referrers API, by the fallback tag, and by both", async () => {
  const [api, tag] = [`x/referrers/${digest}`, `x/manifests/${digest.replace(":", "-")}`];
  const rows = (...names: readonly string[]) => [`{"manifests":${JSON.stringify(names)}}`] as const;
  expect(await over({ [api]: rows("a") }).registry.referrers("x", digest)).toEqual(["a"]);
  expect(await over({ [tag]: rows("b") }).registry.referrers("x", digest)).toEqual(["b"]);
  expect(await over({ [api]: rows("a"), [tag]: rows("b") }).registry.referrers("x", digest)).toEqual(["a", "b"]);
  expect(await over({ [api]: ["", {}, 405] }).registry.referrers("x", digest)).toEqual([]);
});

it("walks its catalog, and says where there is none, or none that could be walked", async () => {
  const { registry } = over({ "_catalog?n=2": ['{"repositories":["a","b/c"]}'], "_catalog?n=2&last=a": ['{"repositories":["b/c"]}'], "_catalog?n=2&last=b%2Fc": ['{"repositories":["../x"]}'] });
  expect([await registry.repositories(""), await registry.repositories("a")]).toEqual([["a", "b/c"], ["b/c"]]);
  const short = over({ "_catalog?n=2": ['{"repositories":["a"]}', { link: '</v2/_catalog?n=1&last=a>; rel="next"' }], "_catalog?n=2&last=a": ['{"repositories":["b"]}'] });
  expect(await short.registry.repositories("")).toEqual(["a", "b"]);
  const message = "registry.example did not give its catalog; where it has none, name its repositories in the option repositories.";
  for (const after of ["b/c", "none"]) await expect(registry.repositories(after)).rejects.toMatchObject({ code: "BAD_RESPONSE", message });
});

it("is greeted unless it refuses everything", async () => {
  await expect(over({}).registry.greet()).resolves.toBeUndefined();
  await expect(over({ "": ["", {}, 401] }).registry.greet()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});
