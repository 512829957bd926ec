import { Link } from "react-router";
import { count, counted } from "../../format/numbers.ts";
import type { SearchPageSourceFragment } from "../../generated/types.ts";
import { Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Command } from "../../parts/copy.tsx";
import { paths } from "../../paths.ts";
import { sourceStates } from "../../words/sources.ts";
import styles from "./search-page.module.css";
import { useWide } from "./use-wide.ts";

const searches: readonly (readonly [string, string])[] = [
  ["llama 3.1 8b", paths.search({ q: "llama 3.1 8b" })],
  ["multilingual embedding, permissive, at most 1B, no scan speaks against it", paths.search({ q: "multilingual embedding", license: "PERMISSIVE", "max-params": "1000000000", scans: "no-finding" })],
  ["speech recognition, safetensors", paths.search({ task: "automatic-speech-recognition", format: "SAFETENSORS" })],
];
const pasted = ["meta-llama/Llama-3.1-8B-Instruct", "ollama run llama3.2:1b", "https://huggingface.co/openai/whisper-large-v3"];

export interface StartProps {
  readonly total: number;
  readonly isExact: boolean;
  readonly sources: readonly SearchPageSourceFragment[];
}

/** What this place is, before anything is typed. */
export function Start({ total, isExact, sources }: StartProps): React.JSX.Element {
  const isWide = useWide();
  const filled = sources.filter(({ coverage }) => coverage.listings > 0).toSorted((a, b) => b.coverage.listings - a.coverage.listings);
  return (
    <div className={styles.start}>
      <p>One place to find an AI model wherever it is registered, to see on which evidence it can be trusted, and to pin what you chose.</p>
      <dl>
        <dt>Search for</dt>
        <dd className="row">{searches.map(([text, path]) => <Link key={text} to={path}>{text}</Link>)}</dd>
        <dt>Or paste</dt>
        <dd className="row">{pasted.map((text) => <Link key={text} to={paths.resolve(text)}><code>{text}</code></Link>)}</dd>
      </dl>
      <details className={styles.places} open={isWide}>
        <summary><strong>{isExact ? "" : "At least "}{counted(total, "model")}</strong> {total === 1 ? "is" : "are"} known here from {counted(filled.length, "source")}</summary>
        <ul className="plain">
          {filled.map(({ id, title, coverage: { listings, lastFullRunAt } }) => (
            <li key={id}><Link to={paths.source(id)}>{title}</Link> <span className={styles.place}>{counted(listings, "listing")}, {lastFullRunAt === null ? "not all read yet" : <>all read <Moment at={lastFullRunAt} /></>}</span></li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** Nothing is stored yet: how models get in. */
export function EmptyCatalog({ sources }: { readonly sources: readonly SearchPageSourceFragment[] }): React.JSX.Element {
  return (
    <Problem title="This gateway knows no models yet" tone="plain">
      <p>Models come in when sources are harvested. Sources that can search are asked for your words when you press Enter, and what they answer is kept; whatever you paste is looked up at once.</p>
      <Command text="modeldex harvest" what="the command that harvests all sources" />
      {sources.length === 0 ? <p>No source is configured.</p> : (
        <ul>
          {sources.map(({ id, title, status, coverage }) => (
            <li key={id}><Link to={paths.source(id)}>{title}</Link>: {sourceStates[status.state].label}; {coverage.running === null ? `${count(coverage.listings)} listings` : <>a harvest runs since <Moment at={coverage.running.startedAt} to="minute" /></>}.</li>
          ))}
        </ul>
      )}
    </Problem>
  );
}
