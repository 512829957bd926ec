import { sourceSuite } from "@modeldex/plugin-kit/testing";
import { bundleOf, containerImage, dockerModel, fallbackTag, modelKit, modelPack, ollamaModel, referrersIndex, simpleSigning } from "./fixtures/artifacts.ts";
import { scriptedRegistry } from "./fixtures/scripted-registry.ts";
import { oci } from "./oci.ts";

const small = dockerModel("IQ2_XXS/Q4_K_M");
const origin = "https://registry.example";
const content = {
  "ai/llama3.1": { latest: small, "8B-Q4_K_M": small, "8B-F16": dockerModel("F16"), [`${fallbackTag(small)}.sig`]: simpleSigning },
  "kits/llama3": { v1: modelKit },
  "llama": { "8b": ollamaModel, app: containerImage },
  "packs/llama": { "8b-awq": modelPack, [fallbackTag(modelPack)]: referrersIndex(bundleOf(modelPack)) },
};

sourceSuite({
  title: "keeps the contract over a registry with a catalog",
  source: () => oci({ url: origin }),
  fetch: scriptedRegistry({ origin, content }),
  examples: {
    known: ["registry.example/ai/llama3.1:latest", "registry.example/packs/llama:8b-awq", { nativeId: "registry.example/llama:8b", revision: ollamaModel.digest }],
    unknown: "registry.example/ai/none:v1",
    file: { ref: { nativeId: "registry.example/llama:8b" }, path: "model.gguf", range: { start: 5, end: 8 } },
    references: {
      "oci://registry.example/ai/llama3.1:latest": "registry.example/ai/llama3.1:latest",
      [`registry.example/ai/llama3.1@${small.digest}`]: `registry.example/ai/llama3.1@${small.digest}`,
    },
    foreign: ["oci://other.example/ai/llama3.1:latest", "ai/llama3.1:latest"],
    listLimit: 1,
  },
});

const password = "correct horse battery staple";
const issued = "issued-token-of-the-suite";
sourceSuite({
  title: "keeps the contract over a registry that gives tokens",
  source: () => oci({ url: "https://docker.io", repositories: ["ai/llama3.1"], username: "ada", password, publisher: "Docker", curated: true }),
  fetch: scriptedRegistry(
    {
      origin: "https://registry-1.docker.io", content, referrers: { [small.digest]: referrersIndex(bundleOf(small)) },
      instead: (request) => {
        if (request.headers.get("authorization") === `Bearer ${issued}`) return undefined;
        return new Response('{"errors":[{"code":"UNAUTHORIZED"}]}', { status: 401, headers: { "www-authenticate": 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:ai/llama3.1:pull"' } });
      },
    },
    { origin: "https://auth.docker.io", content: {}, instead: () => Response.json({ token: issued, expires_in: 300 }) },
  ),
  secrets: [password, issued, Buffer.from(`ada:${password}`).toString("base64")],
  examples: {
    known: ["docker.io/ai/llama3.1:8B-F16"],
    file: { ref: { nativeId: "docker.io/ai/llama3.1:latest" }, path: "2-LICENSE" },
    references: { "https://hub.docker.com/r/ai/llama3.1": "docker.io/ai/llama3.1:latest", "ai/llama3.1:8B-F16": "docker.io/ai/llama3.1:8B-F16" },
  },
});
