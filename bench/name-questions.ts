/** A search for one model by its whole name, with the id that has to be among the hits. */
export interface NameQuestion {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly wanted: string;
}

/** A page of search results as a list shows it: 20 models, 12 fields. */
export const searchDocument = `query($text: String, $live: Boolean) { search(text: $text, first: 20, live: $live) { totalCount nodes {
  id name publisher { name } task license { spdx } libraries formats parameters { total } popularity { downloads30d likes } createdAt updatedAt
} } }`;

/** Gives searches of which no two are equal, by the names of models; each spelling of a name is used once. */
export function nameQuestions(ids: readonly string[], live = false): () => NameQuestion {
  const spellings = ids.flatMap((id) => {
    const name = id.slice(id.lastIndexOf("/") + 1);
    return [...new Set([name, id, `${name} ${id.split("/")[0] ?? ""}`])].map((text) => ({ id, text }));
  });
  // One spelling of each model first, so that neighbours in time ask for different models.
  const order = spellings.map((_, place) => (place * 7_919) % spellings.length);
  let asked = 0;
  return () => {
    const { id, text } = spellings[order[asked % order.length] ?? 0] ?? { id: "", text: "" };
    const again = Math.floor(asked / order.length);
    asked += 1;
    return { query: searchDocument, variables: { text: `${text}${" ".repeat(again)}`, live }, wanted: `hf:${id}` };
  };
}
