/** Exit codes of the command. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, notFound: 3, sourceTrouble: 4, denied: 5, stopped: 6, drifted: 7, invalid: 8 } as const;

/** What each code says; printed by `--help`, and the table of docs/command-line.md. */
export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: "done, and something was found",
  failed: "a fault of Modeldex; standard error has the details",
  usage: "wrong arguments, configuration or file; the message says what to write",
  notFound: "nothing was found, or the reference did not resolve",
  sourceTrouble: "a source failed, or another process holds its harvest",
  denied: "the policy denies, or what is known does not decide it",
  stopped: "stopped before its end, by a signal or because nobody reads its output; run it again and it goes on",
  drifted: "a pinned model is not as it was pinned",
  invalid: "a lock file is none, or an entry of it was changed or made by a newer version",
};

/** The codes as text for `--help`. */
export function exitCodeText(): string {
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  return ["", "Exit codes:", ...names.map((name) => `  ${exitCodes[name]}  ${exitCodeMeanings[name]}`)].join("\n");
}
