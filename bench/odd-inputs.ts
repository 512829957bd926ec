/** One request with an odd value in it. */
export interface OddInput {
  readonly field: "resolve" | "search";
  /** What was made odd: `reference`, `text`, `after`, `filter`, `page`. */
  readonly part: string;
  /** Whether it is a valid value that was changed; otherwise it was made up. */
  readonly mutated: boolean;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Valid values to change. */
export interface ValidValues {
  readonly ids: readonly string[];
  /** Cursors, each with the variables of its search. */
  readonly cursors: readonly { readonly after: string; readonly variables: Readonly<Record<string, unknown>> }[];
}

const resolveQuery = "query($reference: String!) { resolve(reference: $reference) { outcome readAs revision message model { id } candidates(first: 3) { confidence model { id } } sources { source { id } status code } } }";
const searchQuery = `query($text: String, $filter: ModelFilterInput, $first: Int, $after: String, $sort: ModelSort, $reverse: Boolean, $live: Boolean) {
  search(text: $text, filter: $filter, first: $first, after: $after, sort: $sort, reverse: $reverse, live: $live) {
    totalCount nodes { id } pageInfo { endCursor } facets(of: [{field: TASK}]) { values { value count } } sources { source { id } status code }
  }
}`;

/** Numbers from 0 up to 1 that a seed decides (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Makes inputs without end; the same seed gives the same. Three of four are valid values that were changed. */
export function* oddInputs(seed: number, valid: ValidValues): Generator<OddInput, never> {
  const random = seeded(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  const noise = (): string => Array.from({ length: below(pick([8, 40, 400])) }, () => pick(signs)).join("");

  function changed(text: string): string {
    let made = text;
    for (let times = 1 + below(3); times > 0; times--) {
      const at = below(made.length + 1);
      const to = Math.min(made.length, at + 1 + below(6));
      switch (below(8)) {
        case 0: made = made.slice(0, at) + pick(signs) + made.slice(at); break;
        case 1: made = made.slice(0, at) + made.slice(to); break;
        case 2: made = made.slice(0, at) + pick(signs) + made.slice(to); break;
        case 3: made = made.slice(0, to) + made.slice(at); break;
        case 4: made = made.slice(0, at); break;
        case 5: made = random() < 0.5 ? made.toUpperCase() : made.toLowerCase(); break;
        case 6: made = encodeURIComponent(made.toWellFormed()); break;
        default: made = `${pick(edges)}${made}${pick(edges)}`;
      }
    }
    return made;
  }

  function changedCursor(after: string): string {
    if (random() < 0.4) return changed(after);
    const parts: unknown = JSON.parse(Buffer.from(after, "base64url").toString());
    if (!Array.isArray(parts)) return changed(after);
    const place = below(parts.length + 1);
    return Buffer.from(JSON.stringify(parts.toSpliced(place, random() < 0.8 ? 1 : 0, pick(values)))).toString("base64url");
  }

  function changedFilter(): unknown {
    const filter: Record<string, unknown> = { ...pick(filters) };
    const field = pick([...Object.keys(filter), ...filterFields]);
    switch (below(6)) {
      case 0: return { ...filter, [field]: pick(values) };
      case 1: return { ...filter, [field]: [pick(values)] };
      case 2: return { ...filter, [field]: [changed("text-generation")] };
      case 3: return { ...filter, [field]: { min: pick(values), max: pick(values) } };
      case 4: return Array.from({ length: 1 + below(8) }).reduce((inner: unknown) => ({ [pick(["not", "not", "all", "any"])]: random() < 0.5 ? inner : [inner] }), filter);
      default: return { ...filter, [changed(field)]: ["x"] };
    }
  }

  const search = (part: string, mutated: boolean, variables: Readonly<Record<string, unknown>>): OddInput => ({ field: "search", part, mutated, query: searchQuery, variables: { first: 5, live: random() < 0.2, ...variables } });
  const resolve = (mutated: boolean, reference: unknown): OddInput => ({ field: "resolve", part: "reference", mutated, query: resolveQuery, variables: { reference } });

  for (;;) {
    const id = pick(valid.ids);
    switch (below(16)) {
      case 0: case 1: case 2: case 3: case 4: yield resolve(true, changed(pick(references)(id))); break;
      case 5: yield resolve(false, random() < 0.9 ? noise() : pick(values)); break;
      case 6: yield search("text", false, { text: random() < 0.9 ? noise() : pick(values) }); break;
      case 7: case 8: yield search("text", true, { text: changed(id.replace(/^.*?:/, "").replaceAll(/[/-]/g, " ")) }); break;
      case 9: case 10: case 11: {
        const { after, variables } = pick(valid.cursors);
        yield search("after", true, { ...variables, live: false, after: changedCursor(after) });
        break;
      }
      case 12: case 13: yield search("filter", true, { filter: changedFilter() }); break;
      case 14: yield search("filter", false, { filter: { [pick(filterFields)]: pick(values) } }); break;
      default: yield search("page", false, { first: pick(values), sort: pick([...sorts, pick(values)]), reverse: pick([true, false, null]) });
    }
  }
}

/** Forms in which people paste a model; the id is `<source>:<native id>`. */
const references: readonly ((id: string) => string)[] = [
  (id) => id, (id) => native(id), (id) => `listing:${id}`, (id) => `https://huggingface.co/${native(id)}`, (id) => `https://huggingface.co/${native(id)}/blob/main/config.json`,
  (id) => `hf://${native(id)}`, (id) => `pkg:huggingface/${native(id)}@0e9e39f249a16976918f6564b8830bc894c89659`, (id) => native(id).replaceAll(/[/-]/g, " "),
  () => `sha256:${"0a".repeat(32)}`, () => "eip155:84532:0x1a9d91521c85bd252ac848806ff5096bbb9acdb2", () => `0x${"ab".repeat(32)}`, () => "llama3.1:8b-instruct-q4_K_M",
  () => "ghcr.io/org/model:latest", () => "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
];

const filters: readonly Readonly<Record<string, unknown>>[] = [
  { tasks: ["text-generation"], licenseClasses: ["PERMISSIVE"] }, { parameters: { min: 1_000_000, max: 9_000_000_000 } }, { formats: ["SAFETENSORS"], not: { languages: ["en"] } },
  { any: [{ publishers: ["publisher:openai"] }, { tags: ["gguf"] }] }, { createdAt: { from: "2020-01-01T00:00:00Z" }, sources: ["hf"] }, { all: [{ access: ["OPEN"] }, { states: ["LISTED"] }] },
];
const filterFields = [
  "sources", "tasks", "libraries", "formats", "precisions", "languages", "publishers", "tags", "licenses", "licenseClasses", "parameters", "contextLength", "downloads30d", "createdAt", "updatedAt", "access", "states", "all", "any", "not",
];
const sorts = ["RELEVANCE", "DOWNLOADS", "LIKES", "CREATED", "UPDATED", "PARAMETERS", "CONTEXT_LENGTH", "NAME"];
/** Values of every JSON type, at the edges of what is allowed. */
const values: readonly unknown[] = [
  null, true, false, 0, -1, 1, 5, 100, 101, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300, "", " ", "0", "null", "\u0000", "a".repeat(600), [], [null], [[]], {}, { min: 1 }, { a: { b: { c: [] } } }, "2026-13-45T99:99:99Z", "2026-02-30T00:00:00Z", "__proto__", "constructor",
];
const edges = ["", "", " ", "\t", "\n", "\"", "'", "(", ")", "*", "-", "^", "%", "\\", "/", "..", "../../", "?q=", "#", "@", ":", "'; DROP TABLE models; --", "\" OR \"\"=\"", "NEAR(", "AND", "OR", "NOT", "{", "}", "\u202e", "\ufeff"];
const signs = [...Array.from("aZ09-_./:@#?%&=+~*()[]{}<>|\\^$!'\"`,; \t\n"), "\u0000", "\u001f", "\u007f", "é", "ß", "İ", "ı", "Ω", "中", "文", "한", "م", "ا", "\u0301", "\u200b", "\u200d", "\u202e", "\ufeff", "\ufffd", "\ud800", "\udfff", "👩‍🚀", "🏳️‍🌈", "𝔐", "%00", "%ff", "%2e%2e", "&amp;", "OR", "\r\n"];

function native(id: string): string {
  return id.replace(/^[^:]*:/, "");
}
