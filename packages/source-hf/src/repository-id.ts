const idPattern = /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)?$/;

/** Longest id that the Hub gives to a new repository; old ones are longer, the longest seen has 260 characters. */
const newIdLength = 96;
const longestId = 512;

/**
 * Says whether a text can be the id of a model repository: `org/name`, or the single name of an early model (`gpt2`).
 *
 * Letters, digits, `_`, `.` and `-`, and nothing that would lead elsewhere within an address.
 */
export function isRepositoryId(text: string): boolean {
  return text.length <= longestId && idPattern.test(text) && !text.split("/").some((part) => part === "." || part === "..");
}

/** As {@link isRepositoryId}, by the Hub's rule for names: no `--` or `..`, no `-` or `.` at either end of a part, not ending in `.git`. Some old names break it. */
export function followsNamingRule(text: string): boolean {
  return isRepositoryId(text) && !/--|\.\.|\.git$|(?:^|\/)[-.]|[-.](?:\/|$)/.test(text);
}

/** As {@link followsNamingRule}, and no longer than new ids are: for a text without a host or scheme. */
export function isBareRepositoryId(text: string): boolean {
  return text.length <= newIdLength && followsNamingRule(text);
}

/** Says whether a text can be a revision: commit, branch, tag or `refs/pr/1`. */
export function isRevision(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}$/.test(text) && !/\.\.|\/\/|\/$/.test(text);
}

/** Says whether a text can be the path of a file within a repository: relative, without empty, `.` or `..` segments. */
export function isFilePath(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  return text.length <= 1024 && !/[\u0000-\u001f\u007f\\]/.test(text) && text.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** Owner of a repository; absent for the single names of early models. */
export function ownerOf(id: string): string | undefined {
  const slash = id.indexOf("/");
  return slash < 0 ? undefined : id.slice(0, slash);
}

/** Name of a repository without its owner. */
export function nameOf(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

/**
 * Package URL of a repository (purl-spec, type `huggingface`).
 *
 * @example
 * packageUrl("google/gemma-3-4b-it")
 * // "pkg:huggingface/google/gemma-3-4b-it"
 */
export function packageUrl(id: string, revision?: string): string {
  return revision === undefined ? `pkg:huggingface/${id}` : `pkg:huggingface/${id}@${revision}`;
}
