import type { ReactNode } from "react";
import styles from "./mark.module.css";

export type Tone = "good" | "caution" | "bad" | "unknown" | "plain" | "accent";

const signs: Readonly<Record<Tone, string>> = { good: "✓", caution: "!", bad: "✕", unknown: "?", plain: "", accent: "" };

/** A few words with a tone. The tone is also a sign, so that it does not rest on colour. */
export function Mark({ tone, title, children }: { readonly tone: Tone; readonly title?: string | undefined; readonly children: ReactNode }): React.JSX.Element {
  return <span className={`mark ${styles.mark} ${styles[tone]}`} title={title}>{signs[tone] !== "" && <span aria-hidden="true">{signs[tone]} </span>}{children}</span>;
}
