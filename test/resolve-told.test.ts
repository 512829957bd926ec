import { listing } from "@modeldex/plugin-kit";
import type { Source } from "@modeldex/plugin-kit";
import { expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import { origins } from "./support/origins.ts";

const about = { contract: 1, kind: "scripted", homepage: "https://scripted.example", listing: "full", naming: "curated", list: async () => ({ records: [listing({ nativeId: "acme/lantern", name: "lantern" })] }) } as const;
const question = "query($text: String!) { resolve(reference: $text) { outcome message } }";

it("sends no credential that stands in a pasted line to sources that search", async () => {
  const words: string[] = [];
  const searching: Source = { ...about, id: "searching", title: "Searching", search: async ({ text }) => (words.push(text), []) };
  const gateway = await startGateway({ sources: [searching] });
  try {
    const [hub, service] = [`hf_${"aB3".repeat(11)}`, `sk-proj-${"Zy_9".repeat(10)}`];
    await gateway.query(question, { text: `wget --header "Authorization: Bearer ${hub}" lantern` });
    await gateway.query(question, { text: `OPENAI_API_KEY=${service} run-it lantern` });
    const alone = await gateway.query(question, { text: hub });
    expect(alone.resolve).toEqual({ outcome: "NOT_RECOGNIZED", message: "The reference is an access token, which names no model. It was sent to no source; give a name or an id." });
    expect(words.length).toBeGreaterThan(0);
    expect(words.filter((text) => text.includes(hub) || text.includes(service))).toEqual([]);
    expect(words.every((text) => text.includes("lantern"))).toBe(true);
  } finally {
    await gateway.close();
  }
});

it("does not say that a source knows no such model when it did not answer", async () => {
  const own = origins();
  const gateway = await startGateway({ sources: own.sources });
  try {
    for (const source of own.sources) await gateway.gateway.harvest(source.id, { all: true, signal: AbortSignal.timeout(10_000) });
    const ask = async (text: string): Promise<string> => (await gateway.query(question, { text })).resolve.message;
    expect(await ask("llama3.1:8b-instruct-q2_K")).toMatch(/^Read as name and tag of Ollama; the source for Ollama knows no such model\./);
    own.fail("ollama");
    expect(await ask("llama3.1:8b-instruct-q3_K_S")).toMatch(/^Read as name and tag of Ollama; the source for Ollama was not asked, or did not answer\./);
  } finally {
    await gateway.close();
  }
});
