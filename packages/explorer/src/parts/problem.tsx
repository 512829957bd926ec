import type { ReactNode } from "react";
import type { CombinedError } from "@urql/core";
import { explain } from "../client/explain.ts";
import { Foreign } from "./foreign.tsx";
import styles from "./problem.module.css";

/** What went wrong or is not there, and what a person can do. */
export function Problem({ title, children, tone = "bad" }: { readonly title: string; readonly children?: ReactNode; readonly tone?: "bad" | "caution" | "plain" }): React.JSX.Element {
  return (
    <div role={tone === "bad" ? "alert" : undefined} className={`card ${styles.problem} ${styles[tone]}`}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Why an answer did not come, and what a person can do about it. */
export function AnswerProblem({ error, again }: { readonly error: CombinedError; readonly again: () => void }): React.JSX.Element {
  const { title, sentences, requestId } = explain(error);
  return (
    <Problem title={title}>
      {sentences.map((sentence) => <p key={sentence}><Foreign text={sentence} maxLength={600} /></p>)}
      {requestId !== undefined && <p className="small muted">Request id: <code>{requestId}</code></p>}
      <button type="button" onClick={again}>Ask again</button>
    </Problem>
  );
}
