import { asArray, asNumber, asRecord, asString, overlay, readJson, SourceError } from "@modeldex/plugin-kit";
import type { OverlayRecord, Source, SourceContext } from "@modeldex/plugin-kit";

/** What a host asks for models of Hugging Face: the JSON document at `url`, `{ "prices": [{ "model": "lumen/lantern-1b", "in": 0.1, "out": 0.4 }] }`. */
export function tariff({ url, id = "tariff" }: { readonly url: string; readonly id?: string }): Source {
  return {
    id,
    kind: "tariff",
    title: "Tariff",
    homepage: new URL("/", url).href,
    contract: 1,
    baseAddresses: [url],
    listing: "full",
    naming: "curated",
    list: async (_request, context) => ({ overlays: await readTariff(url, context) }),
  };
}

async function readTariff(url: string, context: SourceContext): Promise<readonly OverlayRecord[]> {
  const response = await context.fetch(url, { signal: context.signal });
  const rows = asArray(asRecord(await readJson(response, "the tariff", context.now()))?.prices);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", "The host did not answer with a list of prices.");
  return rows.flatMap((row) => readPrice(asRecord(row) ?? {}, context));
}

function readPrice(row: Readonly<Record<string, unknown>>, context: SourceContext): readonly OverlayRecord[] {
  const model = asString(row.model);
  const [, publisher, name] = /^([\w.-]{1,96})\/([\w.-]{1,96})$/.exec(model ?? "") ?? [];
  if (model === undefined || publisher === undefined || name === undefined) {
    context.drop(model?.slice(0, 200) ?? "unknown", "its model is no id of Hugging Face");
    return [];
  }
  return [overlay({
    nativeId: model,
    name,
    publisher: { name: publisher },
    links: [{ reference: `https://huggingface.co/${model}`, relation: "HOSTED", statement: `The tariff names it ${model}.` }],
    offers: [{ provider: "Host", callAs: model, usdPerMillionInputTokens: price(row.in), usdPerMillionOutputTokens: price(row.out) }],
  })];
}

function price(value: unknown): number | undefined {
  const usd = asNumber(value);
  return usd !== undefined && usd >= 0 ? usd : undefined;
}
