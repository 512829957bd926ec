import type { HubModel } from "../test/support/hub.ts";

const makers = 37;
const count = 2_000;

/** Models that `distinctQueries` asks for; synthetic. */
export const outageModels: readonly HubModel[] = Array.from({ length: count }, (_, number) => ({
  id: `lab-${number % makers}/model-${1000 + number}-${1 + (number % 9)}b`, task: number % 2 === 0 ? "text-generation" : "fill-mask", license: "apache-2.0", downloads: (number * 7_919) % 100_003,
}));

const document = "query($text: String, $first: Int) { search(text: $text, first: $first) { totalCount nodes { id name task license { spdx class } popularity { downloads30d } } sources { status origin code } } }";

/** Gives searches of which no two are equal, each for one of `outageModels`: by its number in ever another spelling. */
export function distinctQueries(): () => { readonly query: string; readonly variables: Readonly<Record<string, unknown>> } {
  let asked = 0;
  return () => {
    const turn = asked;
    asked += 1;
    const number = turn % count;
    const text = `lab ${number % makers} model ${1000 + number} ${1 + (number % 9)}b${" model".repeat(Math.floor(turn / count))}`;
    return { query: document, variables: { text, first: 20 } };
  };
}

/** An answer to one of these queries has its model, and its source has answered. */
export function wrongAnswer(data: unknown): string | undefined {
  const { search } = data as { readonly search: { readonly nodes: readonly unknown[]; readonly sources: readonly { readonly status: string; readonly code: string | null }[] } | null };
  if (search === null) return "no search";
  if (search.nodes.length === 0) return "no hits";
  const failed = search.sources.find(({ status }) => status === "FAILED");
  return failed === undefined ? undefined : `a source failed: ${failed.code ?? ""}`;
}
