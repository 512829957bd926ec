import { Link } from "react-router";
import { paths } from "../../paths.ts";
import { examples } from "./examples.ts";
import styles from "./resolve-page.module.css";

/** What can be pasted, each form with examples that can be tried. */
export function ExampleList(): React.JSX.Element {
  return (
    <dl className={styles.examples}>
      {examples.map(({ form, references }) => (
        <div key={form}>
          <dt>{form}</dt>
          <dd>
            <ul className="plain">
              {references.map((reference) => <li key={reference}><Link to={paths.resolve(reference)} className={styles.example}><code>{reference}</code></Link></li>)}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}
