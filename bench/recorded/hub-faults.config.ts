import { defineConfig } from "@modeldex/gateway";
import { asArray, asRecord, asString, readJson, type Source } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";

/** The Hub, and a healthy shelf at `SHELF_URL` that answers any search. */
export default defineConfig(({ env }) => ({ sources: [huggingFace({ endpoint: env.HF_ENDPOINT, token: env.HF_TOKEN }), shelf(env.SHELF_URL ?? "")] }));

function shelf(url: string): Source {
  return {
    id: "shelf", kind: "shelf", title: "Shelf", homepage: url, contract: 1, baseAddresses: [url],
    search: async ({ text }, context) => {
      const rows = asArray(await readJson(await context.fetch(`${url}/search?text=${encodeURIComponent(text)}`, { signal: context.signal }), "models")) ?? [];
      return rows.flatMap((row) => {
        const nativeId = asString(asRecord(row)?.["id"]);
        return nativeId === undefined ? [] : [{ nativeId, name: nativeId.slice(nativeId.indexOf("/") + 1) }];
      });
    },
  };
}
