import "graphiql/style.css";
import "./graphiql-page.css";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { StrictMode, useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { storedText } from "../state/storage.ts";
import { askEndpoint } from "./ask-endpoint.ts";
import { giveFocusBack } from "./dialog-focus.ts";
import { EditorKeys } from "./editor-keys.ts";
import { EXAMPLES_PLUGIN } from "./examples-tab.tsx";
import { firstQuery } from "./examples.ts";
import { mendMarkup } from "./mend-markup.ts";
import { openedQuery } from "./opened-query.ts";
import { PageNotes } from "./page-notes.tsx";
import styles from "./graphiql-page.module.css";

const plugins = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];
const chosenTheme = storedText("modeldex.theme");

/** Shows GraphiQL over this gateway's endpoint, with what the address says in the editor. Nothing runs by itself. */
export function showGraphiql(): void {
  const root = document.getElementById("root");
  if (root === null) throw new Error("The page has no element with the id root.");
  createRoot(root).render(<StrictMode><GraphiqlPage /></StrictMode>);
}

function GraphiqlPage(): React.JSX.Element {
  const theme = useSyncExternalStore(onTheme, shownTheme);
  const [isNarrow] = useState(startsNarrow);
  const { query, variables } = openedQuery(location);
  useEffect(giveFocusBack, []);
  return (
    <main className={styles.page} ref={useCallback((main: HTMLElement) => mendMarkup(main), [])}>
      <h1 className={styles.heard}>GraphiQL over the endpoint of Modeldex</h1>
      <PageNotes hasLinkedQuery={query !== undefined} />
      <GraphiQL
        fetcher={askEndpoint} plugins={plugins} defaultQuery={firstQuery} forcedTheme={theme}
        {...(!isNarrow && { visiblePlugin: EXAMPLES_PLUGIN })}
        {...(query !== undefined && { initialQuery: query })} {...(variables !== undefined && { initialVariables: variables })}
        defaultEditorToolsVisibility="variables" inputValueDeprecation schemaDescription
      >
        <GraphiQL.Logo><a className={styles.back} href="/"><img src="/mark.svg" alt="" width="22" height="22" />Modeldex</a></GraphiQL.Logo>
        <EditorKeys />
      </GraphiQL>
    </main>
  );
}

/** As in `graphiql-page.css`: there the tab of examples would stand above the query, so it is closed at first. */
function startsNarrow(): boolean {
  return matchMedia("(max-width: 760px)").matches;
}

const darkSystem = matchMedia("(prefers-color-scheme: dark)");

/** As it was chosen, else as the system has it now: told to follow the system, GraphiQL changes its page and not its editors. */
function shownTheme(): "light" | "dark" {
  const chosen = chosenTheme.read();
  return chosen === "light" || chosen === "dark" ? chosen : darkSystem.matches ? "dark" : "light";
}

/** Another page of this browser has chosen a theme, or the system has another one. */
function onTheme(listener: () => void): () => void {
  addEventListener("storage", listener);
  darkSystem.addEventListener("change", listener);
  return () => {
    removeEventListener("storage", listener);
    darkSystem.removeEventListener("change", listener);
  };
}
