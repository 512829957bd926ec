/**
 * Addresses of the pages. An id stands readable in the path (`/model/hf:openai/whisper-large-v3`); one whose segments a browser would fold
 * (`.`, `..`, empty ones) stands in the query.
 */
export const paths = {
  search: (query?: Readonly<Record<string, string>>): string => withQuery("/", query),
  resolve: (reference?: string): string => withQuery("/resolve", reference === undefined ? undefined : { reference }),
  /** Several references, each looked up by itself. */
  resolveAll: (references: readonly string[]): string => withQuery("/resolve", undefined, references.map((reference) => ["reference", reference])),
  model: (id: string): string => idPath("/model", id),
  trust: (id: string, query?: Readonly<Record<string, string>>): string => withQuery(idPath("/trust", id), query),
  compare: (references: readonly string[] = [], query?: Readonly<Record<string, string>>): string => withQuery("/compare", query, references.map((reference) => ["ref", reference])),
  /** `references`: a list that is shared by its address; without, the list that this browser keeps. */
  pins: (references: readonly string[] = [], query?: Readonly<Record<string, string>>): string => withQuery("/pins", query, references.map((reference) => ["ref", reference])),
  policies: (): string => "/policies",
  policy: (param: string): string => withQuery("/policies/edit", { policy: param }),
  sources: (): string => "/sources",
  source: (id: string): string => idPath("/sources", id),
};

/** The id that an address names; `undefined` when it names none. */
export function idOf(splat: string | undefined, query: URLSearchParams): string | undefined {
  const id = splat === undefined || splat === "" ? query.get("id") : splat;
  return id === null || id === "" ? undefined : id;
}

function idPath(base: string, id: string): string {
  const segments = id.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) return withQuery(base, { id });
  return `${base}/${segments.map((segment) => encodeURIComponent(segment).replaceAll("%3A", ":").replaceAll("%40", "@")).join("/")}`;
}

function withQuery(base: string, query: Readonly<Record<string, string>> = {}, repeated: readonly (readonly [string, string])[] = []): string {
  const parameters = new URLSearchParams([...repeated.map(([name, value]) => [name, value]), ...Object.entries(query)]).toString();
  if (parameters === "") return base;
  return `${base}${base.includes("?") ? "&" : "?"}${parameters}`;
}
