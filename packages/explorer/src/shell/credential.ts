/** Access tokens by their forms: of Hugging Face, of OpenAI and those that write theirs alike, of GitHub, GitLab and Amazon. No name of a model is one. */
const credential = /(?<![\w-])(?:hf_[A-Za-z0-9]{30,}|sk-(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{32,}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,}|glpat-[\w-]{20,}|AKIA[A-Z0-9]{16})(?![\w-])/;

/** Whether a pasted text holds what looks like an access token: then it is sent nowhere and put into no address. */
export function holdsCredential(text: string): boolean {
  return credential.test(text);
}
