/**
 * Access tokens by their forms: of Hugging Face, of OpenAI and those that write theirs alike, of GitHub, GitLab and Amazon. Long enough, and mixed
 * enough, that no name of a model is one: `sk-llama-3-8b-instruct-finetuned` is a Slovak Llama.
 */
const forms = ["hf_[A-Za-z0-9]{30,}", String.raw`sk-(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{32,}`, "gh[pousr]_[A-Za-z0-9]{36,}", String.raw`github_pat_\w{50,}`, String.raw`glpat-[\w-]{20,}`, "AKIA[A-Z0-9]{16}"];
const credential = new RegExp(String.raw`(?<![\w-])(?:${forms.join("|")})(?![\w-])`, "g");

/** A pasted text without the tokens that stand in it: they name no model, and no source is sent them. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(credential, " ").trim();
}
