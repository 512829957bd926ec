import "graphiql/style.css";
import "./graphiql-page.css";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { StrictMode, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { storedText } from "../state/storage.ts";
import { askEndpoint } from "./ask-endpoint.ts";
import { EXAMPLES_PLUGIN } from "./examples-tab.tsx";
import { firstQuery } from "./examples.ts";
import { openedQuery } from "./opened-query.ts";
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
  const theme = useSyncExternalStore(onStorage, chosenTheme.read);
  const { query, variables } = openedQuery(location);
  return (
    <main className={styles.page}>
      <h1 className={styles.heard}>GraphiQL over the endpoint of Modeldex</h1>
      <GraphiQL
        fetcher={askEndpoint} plugins={plugins} visiblePlugin={EXAMPLES_PLUGIN} defaultQuery={firstQuery} forcedTheme={theme === "light" || theme === "dark" ? theme : "system"}
        {...(query !== undefined && { initialQuery: query })} {...(variables !== undefined && { initialVariables: variables })}
        defaultEditorToolsVisibility="variables" inputValueDeprecation schemaDescription
      >
        <GraphiQL.Logo><a className={styles.back} href="/"><img src="/mark.svg" alt="" width="22" height="22" />Modeldex</a></GraphiQL.Logo>
      </GraphiQL>
    </main>
  );
}

/** Another page of this browser has chosen a theme. */
function onStorage(listener: () => void): () => void {
  addEventListener("storage", listener);
  return () => removeEventListener("storage", listener);
}
