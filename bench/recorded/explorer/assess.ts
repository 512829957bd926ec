import type { RunningGateway } from "../../running-gateway.ts";
import { told } from "./synthetic.ts";

/** Which models people weigh against each other most: the most used of these, so many. */
const kinds: readonly { readonly first: number; readonly text?: string; readonly filter?: object }[] = [
  { first: 12, filter: { tasks: ["sentence-similarity"] } },
  { first: 12, filter: { tasks: ["feature-extraction"] } },
  { first: 10, filter: { tasks: ["text-generation"] } },
  { first: 8, text: "llama instruct" },
  { first: 8, text: "qwen" },
  { first: 6, text: "whisper" },
  { first: 6, filter: { formats: ["GGUF"] } },
  { first: 12, filter: { sources: ["onchain"] } },
  { first: 4, filter: { sources: ["oci"] } },
];

const chosen = `query($text: String, $filter: ModelFilterInput, $first: Int) { search(text: $text, filter: $filter, first: $first, live: false) { nodes { id } } }`;
const report = `query($id: ID!) { model(id: $id) { artifacts(first: 1) { totalCount } evaluations(first: 1) { totalCount } trust(depth: STANDARD) { level } } }`;

/** Has a few dozen models looked at, as somebody does who opens their pages. @returns their ids. */
export async function assess(gateway: RunningGateway): Promise<readonly string[]> {
  const ids = new Set<string>(told);
  for (const kind of kinds) {
    const { search } = (await gateway.ask(chosen, kind)) as { readonly search: { readonly nodes: readonly { readonly id: string }[] } };
    for (const { id } of search.nodes) ids.add(id);
  }
  for (const id of ids) await gateway.ask(report, { id });
  return [...ids];
}
