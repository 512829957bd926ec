/** One listing of a model, as the endpoint gives it. Null and absent are the same: not known. */
export interface ListingFacts {
  /** `Source.kind`: `huggingface`, `ollama`, `oci`, `openrouter`, `file`, `onchain`, … */
  readonly sourceKind: string;
  readonly sourceId: string;
  readonly nativeId: string;
  readonly revision?: string | null | undefined;
  readonly url?: string | null | undefined;
  /** `Listing.access`: `OPEN`, `GATED`, `PRIVATE`, `DISABLED`, `UNKNOWN`. */
  readonly access: string;
  /** `Listing.state`: `LISTED`, `DEPRECATED`, `GONE`. */
  readonly state: string;
}

/** One file. */
export interface ArtifactFacts {
  readonly path: string;
  /** `WeightFormat`; null for files that are not weights. */
  readonly format?: string | null | undefined;
  /** `ArtifactRole`. */
  readonly role: string;
  readonly precision?: string | null | undefined;
  readonly digest?: string | null | undefined;
  readonly url?: string | null | undefined;
  /** `Listing.key` of the listing that has it. @default the first listing */
  readonly listingKey?: string | undefined;
}

/** One place where the model can be called. */
export interface OfferFacts {
  readonly provider: string;
  readonly callAs?: string | null | undefined;
}

/** What is known of a model, the leading listing first. */
export interface LoadFacts {
  readonly listings: readonly ListingFacts[];
  readonly libraries: readonly string[];
  readonly task?: string | null | undefined;
  readonly formats: readonly string[];
  readonly artifacts: readonly ArtifactFacts[];
  readonly offers: readonly OfferFacts[];
}

/** How one library or tool gets the model. */
export interface LoadLine {
  /** Name of the library, tool or provider, in words. */
  readonly library: string;
  /** Language of `code`; `text` for an id that a provider is called with. */
  readonly language: "python" | "shell" | "javascript" | "text";
  /** One or more lines to copy. Foreign parts are quoted; to show, it is foreign text like any. */
  readonly code: string;
  /** Whether the line names one immutable state, or checks its digest. */
  readonly pinned: boolean;
  /** The source that it loads from; absent for offers. */
  readonly sourceId?: string;
  /** What tells it from other lines of the library: a tag, a file, or the id of a listing. Foreign text; absent for offers. */
  readonly variant?: string;
  /** What else is to know, in sentences. */
  readonly note?: string;
  /** What has to be done before, in sentences. */
  readonly needs?: string;
}

/** A line before it is known of which listing, with its sentences apart. */
export interface Snippet {
  readonly library: string;
  readonly language: LoadLine["language"];
  readonly code: string;
  readonly pinned: boolean;
  readonly notes?: readonly (string | undefined)[];
  /** @default the id of its listing */
  readonly variant?: string;
}

/** Joins a snippet and what its listing says about all its lines. */
export function lineOf(snippet: Snippet, { sourceId, nativeId, needs = [], notes = [] }: { readonly sourceId?: string; readonly nativeId?: string; readonly needs?: readonly string[]; readonly notes?: readonly string[] }): LoadLine {
  const said = [...(snippet.notes ?? []), ...notes].filter((note) => note !== undefined).join(" ");
  const variant = snippet.variant ?? nativeId;
  return {
    library: snippet.library, language: snippet.language, code: snippet.code, pinned: snippet.pinned,
    ...(sourceId !== undefined && { sourceId }), ...(variant !== undefined && { variant }), ...(said !== "" && { note: said }), ...(needs.length > 0 && { needs: needs.join(" ") }),
  };
}
