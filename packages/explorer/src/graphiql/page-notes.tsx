import styles from "./page-notes.module.css";

const queryBox = ".graphiql-query-editor .graphiql-editor";
const answerBox = ".graphiql-response .result-window";

/**
 * What to know before a request is run, how the keys work, and ways past the rest of the page.
 *
 * @param hasLinkedQuery whether the address brought the request.
 */
export function PageNotes({ hasLinkedQuery }: { readonly hasLinkedQuery: boolean }): React.JSX.Element {
  return (
    <section aria-label="Before you run a request" className={styles.notes}>
      <div className={styles.jumps}>
        <button type="button" onClick={() => focusOn(queryBox)}>Skip to the query</button>
        <button type="button" onClick={() => focusOn(answerBox)}>Skip to the answer</button>
      </div>
      <p>
        A request that is run here asks sources like any other, and uses up their budgets, which all who ask this gateway share: <a href="/sources">what is left of them</a>.
        {hasLinkedQuery && " The one in the editor came with the address and is asked anew: its answer may differ from what a page showed before."}
      </p>
      <p>
        Keys: <kbd>Tab</kbd> goes on and <kbd>Shift+Tab</kbd> goes back, out of the editors too; <kbd>Enter</kbd> goes into the one that is marked. In an editor <kbd>Ctrl+M</kbd> lets <kbd>Tab</kbd> indent, and, once more, lead out again.
        {" "}<kbd>Ctrl+Enter</kbd> (on a Mac <kbd>Cmd+Enter</kbd>) runs the request.
      </p>
    </section>
  );
}

/** GraphiQL's own parts, which are there once the editor is loaded. */
function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
