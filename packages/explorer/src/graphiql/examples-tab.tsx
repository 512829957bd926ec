import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import type { GraphiQLPlugin } from "@graphiql/react";
import { Fragment } from "react";
import type { Example } from "./example.ts";
import { examples } from "./examples.ts";
import { readOperations } from "./operation-to-run.ts";
import styles from "./examples-tab.module.css";

/** A tab of the side bar with queries to begin from. */
export const EXAMPLES_PLUGIN: GraphiQLPlugin = { title: "Examples", content: ExamplesTab, icon: ExamplesIcon };

function ExamplesTab(): React.JSX.Element {
  const { addTab, setOperationFacts } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick("queryEditor", "variableEditor"));
  const open = ({ query, variables }: Example): void => {
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables === undefined ? "" : JSON.stringify(variables, undefined, 2));
    // The editor would find this out a moment later, and until then run and remember the example under the name of the tab before.
    const read = readOperations(query);
    const operationName = read?.operations[0]?.name?.value;
    setOperationFacts({ ...read, ...(operationName !== undefined && { operationName }) });
    queryEditor?.setPosition({ lineNumber: 1, column: 1 });
    queryEditor?.focus();
  };
  return (
    <section aria-labelledby="examples-title" className={styles.tab}>
      <h2 id="examples-title" className={styles.title}>Examples</h2>
      <p>Each opens in a tab of its own with its variables, ready to run with Ctrl+Enter.</p>
      {examples.map(({ use, examples: those }) => (
        <section key={use} aria-label={use}>
          <h3>{use}</h3>
          <ul>
            {those.map((example) => (
              <li key={example.title}>
                <button type="button" className="graphiql-un-styled" disabled={queryEditor === undefined} onClick={() => open(example)}>{example.title}</button>
                <p>{example.sentence}</p>
                <p className={styles.variables}>{variablesOf(example)}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function variablesOf({ variables }: Example): React.ReactNode {
  const names = Object.keys(variables ?? {});
  if (names.length === 0) return "It takes no variables.";
  return <>Variables: {names.map((name, place) => <Fragment key={name}>{place > 0 && ", "}<code>{name}</code></Fragment>)}</>;
}

function ExamplesIcon(props: React.SVGProps<SVGSVGElement>): React.JSX.Element {
  return (
    <svg viewBox="0 0 20 20" width="1em" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" {...props}>
      <path d="M4 3.5h12M4 16.5h12M4 8h7M4 12h7M14.5 7.5l3 2.5-3 2.5" />
    </svg>
  );
}
