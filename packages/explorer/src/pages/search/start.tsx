import { Link } from "react-router";
import { count, counted } from "../../format/numbers.ts";
import type { SearchPageSourceFragment } from "../../generated/types.ts";
import { Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Command } from "../../parts/copy.tsx";
import { paths } from "../../paths.ts";
import styles from "./search-page.module.css";

const searches: readonly (readonly [string, string])[] = [
  ["llama 3.1 8b", paths.search({ q: "llama 3.1 8b" })],
  ["permissive, multilingual, at most 1B", paths.search({ license: "PERMISSIVE", language: "multilingual", "max-params": "1000000000" })],
  ["speech recognition, safetensors", paths.search({ task: "automatic-speech-recognition", format: "SAFETENSORS" })],
];
const pasted = ["meta-llama/Llama-3.1-8B-Instruct", "ollama run llama3.2:1b", "https://huggingface.co/openai/whisper-large-v3"];

/** What this place is, before anything is typed. */
export function Start({ total, isExact, sources }: { readonly total: number; readonly isExact: boolean; readonly sources: readonly SearchPageSourceFragment[] }): React.JSX.Element {
  const filled = sources.filter(({ coverage }) => coverage.listings > 0).toSorted((a, b) => b.coverage.listings - a.coverage.listings);
  return (
    <div className={styles.start}>
      <p>
        One place to find an AI model wherever it is registered, to see on which evidence it can be trusted, and to pin what you chose.{" "}
        <strong>{isExact ? "" : "At least "}{counted(total, "model")}</strong>{" "}
        {total === 1 ? "is known here from" : "are known here from"}{" "}
        {filled.map(({ id, title, coverage }, place) => (
          <span key={id}>{place > 0 && (place === filled.length - 1 ? " and " : ", ")}<Link to={paths.source(id)}>{title}</Link> ({counted(coverage.listings, "listing")}, {coverage.lastFullRunAt === null ? "never seen whole" : <>seen whole <Moment at={coverage.lastFullRunAt} /></>})</span>
        ))}.
      </p>
      <dl>
        <dt>Search for</dt>
        <dd className="row">{searches.map(([text, path]) => <Link key={text} to={path}>{text}</Link>)}</dd>
        <dt>Or paste</dt>
        <dd className="row">{pasted.map((text) => <Link key={text} to={paths.resolve(text)}><code>{text}</code></Link>)}</dd>
      </dl>
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
            <li key={id}><Link to={paths.source(id)}>{title}</Link>: {stateWords[status.state]}; {coverage.running === null ? `${count(coverage.listings)} listings` : <>a harvest runs since <Moment at={coverage.running.startedAt} to="minute" /></>}.</li>
          ))}
        </ul>
      )}
    </Problem>
  );
}

const stateWords: Readonly<Record<SearchPageSourceFragment["status"]["state"], string>> = {
  OK: "it answers", DEGRADED: "it answers, but not always", DOWN: "it does not answer", DISABLED: "switched off here", NEVER_ASKED: "not asked yet",
};
