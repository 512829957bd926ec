import { useId } from "react";
import type { KeyboardEvent } from "react";
import { useSearchParams } from "react-router";
import { counted } from "../../format/numbers.ts";
import { Command } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Section } from "../../parts/section.tsx";
import type { ModelPageQuery } from "../../generated/types.ts";
import { loadTabs } from "./load-tabs.ts";
import type { LoadTab, TabLine } from "./load-tabs.ts";
import styles from "./load-section.module.css";

/** How a program gets it: the line of each library that is known here, at the immutable state where one is known. */
export function LoadSection({ model }: { readonly model: NonNullable<ModelPageQuery["model"]> }): React.JSX.Element {
  const [query, setQuery] = useSearchParams();
  const base = useId();
  const tabs = loadTabs(model);
  const chosen = Math.max(0, tabs.findIndex(({ library }) => library === query.get("load")));
  const tab = tabs[chosen];
  const warnings = (model.trust?.against.nodes ?? []).filter(({ kind }) => kind === "CODE_EXECUTION_REQUIRED" || kind === "SERIALIZATION_SAFETY");
  const choose = (place: number): void => {
    const next = new URLSearchParams(query);
    next.set("load", tabs[place]?.library ?? "");
    setQuery(next, { replace: true, preventScrollReset: true });
  };
  const move = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const place = placeAfter(event.key, chosen, tabs.length);
    if (place === undefined) return;
    event.preventDefault();
    choose(place);
    document.getElementById(`${base}-tab-${place}`)?.focus();
  };
  if (tab === undefined) {
    return <Section id="load" title="How to load it"><p>No line is known here that loads it: none of its listings is of a kind that this page knows how to load, or what it has there can no longer be had.</p></Section>;
  }
  return (
    <Section id="load" title="How to load it">
      {warnings.length > 0 && <ul className={`plain ${styles.warnings}`}>{warnings.map(({ id, statement }) => <li key={id}><Mark tone="caution">before you load it</Mark> <Foreign text={statement} maxLength={300} /></li>)}</ul>}
      <div className={styles.tabs} role="tablist" aria-label="Libraries and tools">
        {tabs.map(({ library }, place) => (
          <button key={library} type="button" role="tab" id={`${base}-tab-${place}`} aria-selected={place === chosen} aria-controls={`${base}-panel`} tabIndex={place === chosen ? 0 : -1} onClick={() => choose(place)} onKeyDown={move}>{library}</button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-tab-${chosen}`} className={styles.panel}>
        <Lines key={tab.library} tab={tab} />
      </div>
    </Section>
  );
}

function Lines({ tab: { lines: [first, ...others] } }: { readonly tab: LoadTab }): React.JSX.Element {
  return (
    <>
      {first !== undefined && <Line line={first} />}
      {others.length > 0 && (
        <details>
          <summary><Others lines={others} /></summary>
          <ul className={`plain ${styles.others}`}>{others.map((line) => <li key={line.code}><Line line={line} /></li>)}</ul>
        </details>
      )}
    </>
  );
}

/** Names of other lines that stand where they are folded; the rest is counted. */
const mostNames = 3;

function Others({ lines }: { readonly lines: readonly TabLine[] }): React.JSX.Element {
  const rest = lines.length - mostNames;
  return <>{counted(lines.length, "other way", "other ways")}: {lines.slice(0, mostNames).map(({ code, name }, place) => <span key={code}>{place > 0 && ", "}<Foreign text={name ?? code} maxLength={80} /></span>)}{rest > 0 && ` and ${rest} more`}</>;
}

function Line({ line: { library, code, pinned, note, needs, from, name } }: { readonly line: TabLine }): React.JSX.Element {
  return (
    <div className={styles.line}>
      {name !== undefined && <h3 className={styles.name}><Foreign text={name} maxLength={200} /></h3>}
      {needs !== undefined && <p><Foreign text={needs} maxLength={400} /></p>}
      <Command text={code} what={`the lines for ${library}${name === undefined ? "" : `: ${name}`}`} />
      <p className="small">
        {pinned ? <><Mark tone="accent">pinned</Mark> It names one immutable state: it gets the same files each time.</> : <><Mark tone="caution">not pinned</Mark> It names no immutable state: it gets what is there when it is run.</>}
        {from !== undefined && <span className="muted"> From {from}.</span>}
        {note !== undefined && <span className="muted"> <Foreign text={note} maxLength={600} /></span>}
      </p>
    </div>
  );
}

function placeAfter(key: string, place: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight": case "ArrowDown": return (place + 1) % count;
    case "ArrowLeft": case "ArrowUp": return (place + count - 1) % count;
    case "Home": return 0;
    case "End": return count - 1;
    default: return undefined;
  }
}
