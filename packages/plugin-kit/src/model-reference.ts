/**
 * How a link names the model that an address is the page of: of Hugging Face at a revision by its purl (package-url, type `huggingface`), else the address as it is.
 *
 * @param url - http or https, as it is stated.
 * @param revision - a commit or tag; what cannot be one is left out.
 * @example
 * modelReference("https://huggingface.co/acme/tiny", "0e9e39f2")
 * // "pkg:huggingface/acme/tiny@0e9e39f2"
 */
export function modelReference(url: string, revision?: string): string {
  const [, model] = /^https?:\/\/(?:www\.)?huggingface\.co\/([\w.-]+\/[\w.-]+)\/?$/.exec(url) ?? [];
  return model !== undefined && revision !== undefined && /^[\w.-]{1,100}$/.test(revision) ? `pkg:huggingface/${model}@${revision}` : url;
}
