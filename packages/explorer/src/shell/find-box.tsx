import { useEffect, useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { paths } from "../paths.ts";
import { holdsCredential } from "./credential.ts";
import { isReference } from "./is-reference.ts";
import styles from "./find-box.module.css";

/** One box for words and for anything that was copied elsewhere: words lead to the search, references to their reading. */
export function FindBox(): React.JSX.Element | null {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [query] = useSearchParams();
  const shown = pathname === "/resolve" ? (query.get("reference") ?? "") : "";
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const find = (event: React.FormEvent): void => {
    event.preventDefault();
    const typed = text.trim();
    // An access token is put into no address.
    if (typed === "" || holdsCredential(typed)) return;
    void navigate(isReference(typed) ? paths.resolve(typed) : paths.search({ q: typed }));
  };
  // The search page has a box of its own, larger.
  if (pathname === "/") return null;
  return (
    <form role="search" className={styles.form} onSubmit={find}>
      <label className="only-heard" htmlFor="find">Find a model: words, or anything you copied</label>
      <input id="find" type="search" value={text} placeholder="Words, or paste anything" maxLength={1_024} autoComplete="off" spellCheck={false} onChange={({ target }) => setText(target.value)} />
      <button type="submit">Find</button>
    </form>
  );
}
