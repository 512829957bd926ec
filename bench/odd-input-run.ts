import { oddInputs } from "./odd-inputs.ts";
import type { OddInput, ValidValues } from "./odd-inputs.ts";

/** What became of the inputs. */
export interface OddInputReport {
  readonly total: number;
  /** Valid values that were changed. */
  readonly mutated: number;
  /** How many of each kind ended how: `resolve reference NOT_FOUND`, `search filter BAD_USER_INPUT`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Inputs that met a fault: `INTERNAL_SERVER_ERROR`, a status of 500 or above, an answer that is none. At most twenty. */
  readonly faults: readonly { readonly input: OddInput; readonly answer: string }[];
  /** Whether valid questions are answered after all this as before. */
  readonly sameAfter: boolean;
  readonly elapsedMs: number;
}

export interface OddInputOptions {
  /** Base address of a gateway. */
  readonly url: string;
  readonly count: number;
  readonly seed: number;
  /** @default 8 */
  readonly concurrency?: number;
}

interface AnswerData {
  readonly resolve?: { readonly outcome: string } | null;
  readonly search?: { readonly totalCount?: number; readonly nodes: readonly { readonly id: string }[]; readonly edges: readonly { readonly cursor: string }[] } | null;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data?: AnswerData | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Asks a gateway many odd things and sees what becomes of it. Its catalog must hold what its sources have, so that nothing changes meanwhile. */
export async function runOddInputs({ url, count, seed, concurrency = 8 }: OddInputOptions): Promise<OddInputReport> {
  const began = performance.now();
  const valid = await validValues(url);
  // The first time, sources may be asked for what is old.
  await validAnswers(url, valid);
  const before = await validAnswers(url, valid);
  const outcomes = new Map<string, number>();
  const faults: { input: OddInput; answer: string }[] = [];
  const inputs = oddInputs(seed, valid);
  let total = 0;
  let mutated = 0;
  const worker = async (): Promise<void> => {
    while (total < count) {
      total += 1;
      const input = inputs.next().value;
      if (input.mutated) mutated += 1;
      const answer = await ask(url, input.query, input.variables);
      const outcome = outcomeOf(input, answer);
      const kind = `${input.field} ${input.part} ${outcome}`;
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      if (isFault(outcome) && faults.length < 20) faults.push({ input, answer: answer.text.slice(0, 500) });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const sameAfter = (await validAnswers(url, valid)) === before;
  return { total, mutated, outcomes: Object.fromEntries([...outcomes].toSorted(([left], [right]) => (left < right ? -1 : 1))), faults, sameAfter, elapsedMs: performance.now() - began };
}

function outcomeOf({ field }: OddInput, { status, data, errors }: Answer): string {
  const code = errors?.[0]?.extensions?.code;
  if (errors !== undefined) return code ?? "no code";
  if (status !== 200) return `status ${status}`;
  if (field === "resolve") return data?.resolve?.outcome ?? "no answer";
  const count = data?.search?.totalCount;
  return count === undefined ? "no answer" : count > 0 ? "hits" : "no hits";
}

function isFault(outcome: string): boolean {
  return outcome === "INTERNAL_SERVER_ERROR" || outcome === "no code" || outcome === "no answer" || outcome.startsWith("status");
}

/** Ids and cursors of the gateway's own catalog. */
async function validValues(url: string): Promise<ValidValues> {
  const page = "query($text: String, $sort: ModelSort) { search(text: $text, sort: $sort, first: 5, live: false) { nodes { id } edges { cursor } } }";
  const searches = [{}, { text: "bert" }, { text: "llama" }, { sort: "NAME" }, { sort: "DOWNLOADS" }, { sort: "UPDATED" }];
  const pages = await Promise.all(searches.map(async (variables) => ({ variables, search: (await ask(url, page, variables)).data?.search })));
  const ids = [...new Set(pages.flatMap(({ search }) => search?.nodes.map(({ id }) => id) ?? []))];
  if (ids.length === 0) throw new Error("The catalog of the gateway is empty; harvest a source, or start it with the starter catalog.");
  const cursors = pages.flatMap(({ variables, search }) => search?.edges.map(({ cursor }) => ({ after: cursor, variables })) ?? []);
  return { ids, cursors };
}

/** Answers that do not hang on the moment, as one text. */
async function validAnswers(url: string, { ids, cursors }: ValidValues): Promise<string> {
  const query = `query($reference: String!, $ids: [ID!]!, $after: String) {
    resolve(reference: $reference) { outcome readAs model { id name license { spdx } } candidates { confidence model { id } } }
    models(ids: $ids) { id name task license { spdx } }
    first: search(text: "bert", first: 10, live: false) { totalCount nodes { id name popularity { downloads30d } } facets(of: [{field: TASK}]) { values { value count } } }
    next: search(first: 5, live: false, after: $after) { nodes { id } pageInfo { endCursor } }
  }`;
  const { text } = await ask(url, query, { reference: ids[0], ids, after: cursors[0]?.after }, { "cache-control": "no-cache" });
  return text;
}

async function ask(url: string, query: string, variables: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ query, variables }) });
  const text = await response.text();
  try {
    return { ...(JSON.parse(text) as object), status: response.status, text };
  } catch {
    return { status: 599, text };
  }
}
