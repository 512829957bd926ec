import { useEffect, useState } from "react";
import { Foreign, foreignTitle } from "./foreign.tsx";
import styles from "./copy.module.css";

export interface CopyButtonProps {
  readonly text: string;
  /** Names it for a screen reader: `Copy the digest`. */
  readonly what: string;
  /** What stands on the button; `Copy` and `what` begin with it. @default "Copy" */
  readonly label?: string;
}

/** Copies a text. */
export function CopyButton({ text, what, label = "Copy" }: CopyButtonProps): React.JSX.Element {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return undefined;
    const timer = setTimeout(() => setSaid(""), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    // Without a secure context there is no clipboard; then the text can be selected by hand.
    const written = navigator.clipboard === undefined ? Promise.reject(new Error("no clipboard")) : navigator.clipboard.writeText(text);
    written.then(() => setSaid("Copied"), () => setSaid("Select it by hand"));
  };
  return (
    <button type="button" className={`small ${styles.copy}`} onClick={copy} aria-label={`Copy ${what}`}>
      <span aria-hidden="true">{said === "" ? label : said}</span>
      <span role="status" className="only-heard">{said}</span>
    </button>
  );
}

/** A digest or another long id: its beginning, the whole by copying or in the title. */
export function Digest({ value, what = "the digest" }: { readonly value: string; readonly what?: string }): React.JSX.Element {
  const [algorithm, hex] = value.includes(":") ? [`${value.slice(0, value.indexOf(":"))}:`, value.slice(value.indexOf(":") + 1)] : ["", value];
  return <span className={styles.digest}><code title={foreignTitle(value)}><Foreign text={`${algorithm}${hex.length > 16 ? `${hex.slice(0, 12)}…` : hex}`} /></code> <CopyButton text={value} what={what} /></span>;
}

/** A command or lines of code, to be copied. Long lines wrap, so that their end is seen. */
export function Command({ text, what }: { readonly text: string; readonly what: string }): React.JSX.Element {
  return (
    <div className={styles.command}>
      <pre role="group" aria-label={what}><code><Foreign text={text} maxLength={20_000} multiline /></code></pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
