import { type ArtifactFacts, type ListingFacts } from "./load-line.ts";
import { isFitForCode, pythonString } from "./quoting.ts";

/** A repository of the Hugging Face Hub at a revision, and what of the model bears on its lines. */
export interface HubPlace {
  /** `org/name`, or `name` of an old one. */
  readonly id: string;
  /** Commit, branch or tag; absent when none is known. */
  readonly revision?: string;
  /** Whether the revision is a commit, which cannot change. */
  readonly isPinned: boolean;
  /** Without a slash at the end. */
  readonly endpoint: string;
  readonly isOpen: boolean;
  readonly task?: string;
  /** Empty when they are not known. */
  readonly artifacts: readonly ArtifactFacts[];
  readonly formats: readonly string[];
}

/** Where the Hub is without a mirror. */
export const publicHub = "https://huggingface.co";

/** @returns `undefined` when the listing's id is none that the Hub gives: nothing is loaded under it. */
export function hubPlace(listing: ListingFacts, facts: { readonly task?: string | null | undefined; readonly artifacts: readonly ArtifactFacts[]; readonly formats: readonly string[] }): HubPlace | undefined {
  const id = listing.nativeId;
  if (!isHubId(id)) return undefined;
  const revision = listing.revision ?? undefined;
  const isRevision = revision !== undefined && isFitForCode(revision) && /^[\w][\w./-]*$/.test(revision) && !revision.includes("..");
  const formats = [...new Set(facts.artifacts.filter(({ role }) => role === "WEIGHTS").flatMap(({ format }) => format ?? []))];
  return {
    id, isPinned: isRevision && /^[0-9a-f]{40}$/.test(revision), endpoint: endpointOf(listing.url ?? "", id), isOpen: listing.access === "OPEN",
    artifacts: facts.artifacts.filter(({ path }) => isFitForCode(path)), formats: formats.length > 0 ? formats : facts.formats,
    ...(isRevision && { revision }), ...(typeof facts.task === "string" && { task: facts.task }),
  };
}

/** The repository as the first arguments of a call of `huggingface_hub`, with the revision if one is known. */
export function hubArguments({ id, revision }: HubPlace, path?: string): string {
  return [pythonString(id), ...(path === undefined ? [] : [pythonString(path)]), ...(revision === undefined ? [] : [`revision=${pythonString(revision)}`])].join(", ");
}

/** Address of one file at the revision; of the default branch where none is known. */
export function hubFileUrl({ endpoint, id, revision = "main" }: HubPlace, path: string): string {
  return `${endpoint}/${id}/resolve/${encodeURIComponent(revision)}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** What follows when the revision is not a commit. */
export function revisionNote({ revision, isPinned }: HubPlace): string | undefined {
  if (isPinned) return undefined;
  return revision === undefined
    ? "No revision is known: this loads whatever the repository holds when it is run."
    : `“${revision}” is a branch or a tag, which can be moved to other files.`;
}

/** A name within the rules of the Hub: 1 or 2 parts of letters, digits, `-`, `_` and `.`, at most 96 characters. */
function isHubId(id: string): boolean {
  return id.length <= 193 && /^(?:[A-Za-z0-9_][\w.-]{0,95}\/)?[A-Za-z0-9_][\w.-]{0,95}$/.test(id) && !/--|\.\.|\.git$|[-.](?:\/|$)/.test(id);
}

function endpointOf(url: string, id: string): string {
  const isRepository = URL.canParse(url) && /^https?:\/\/[\w.:-]+(?:\/[\w./-]*)?$/.test(url) && url.endsWith(`/${id}`);
  return isRepository ? url.slice(0, -id.length - 1) : publicHub;
}
