import type { SystemTrustLevel, TrustLevel } from "../generated/types.ts";
import { systemLevels, trustLevels } from "../words/trust.ts";
import type { Word } from "../words/outcomes.ts";
import { FoldButton, useFold } from "./fold.tsx";
import { Foreign } from "./foreign.tsx";
import styles from "./ladder.module.css";
import { Mark } from "./mark.tsx";

interface LadderProps {
  /** What the next level lacks, in sentences. */
  readonly missing: readonly string[];
  /** Nothing was checked yet, so that the level says only where it begins. */
  readonly isAssessed: boolean;
}

/** How far the files can be trusted: all five steps, the reached one, and what the next lacks. */
export function FilesLadder({ level, ...rest }: LadderProps & { readonly level: TrustLevel }): React.JSX.Element {
  return <Ladder title="Files" steps={Object.entries(trustLevels)} reached={level} {...rest} />;
}

/** How far the system around them can be trusted. */
export function SystemLadder({ level, ...rest }: LadderProps & { readonly level: SystemTrustLevel }): React.JSX.Element {
  return <Ladder title="System that serves them" steps={Object.entries(systemLevels)} reached={level} {...rest} />;
}

function Ladder({ title, steps, reached, missing, isAssessed }: LadderProps & { readonly title: string; readonly steps: readonly (readonly [string, Word])[]; readonly reached: string }): React.JSX.Element {
  const found = steps.findIndex(([name]) => name === reached);
  const next = steps[found + 1]?.[1];
  // A level of what nobody has looked at is none.
  const place = isAssessed ? found : -1;
  return (
    <div className="card">
      <h2 className={styles.title}>{title}{!isAssessed && <Mark tone="unknown">not assessed yet</Mark>}</h2>
      <ol className={`plain ${styles.steps}`}>
        {steps.map(([name, { label, note }], index) => (
          <li key={name} className={`${styles.step} ${index <= place ? styles.passed : ""} ${index === place ? styles.reached : ""}`} aria-current={index === place ? "step" : undefined}>
            <span className={styles.sign} aria-hidden="true">{index < place ? "●" : index === place ? "◉" : "○"}</span>
            <span><strong>{label}</strong>{index === place ? <> <Mark tone="accent">reached</Mark></> : <span className="only-heard">{index < place ? ", included" : ", not reached"}</span>}{isSaid(index, place) && <span className={styles.note}>{note}</span>}</span>
          </li>
        ))}
      </ol>
      <details className={styles.meanings}>
        <summary>What each level means</summary>
        <ul>{steps.map(([name, { label, note }]) => <li key={name}>{label}: {note}</li>)}</ul>
      </details>
      {next !== undefined && (
        <div className={styles.missing}>
          <h3>Why it is not “{next.label}”</h3>
          {missing.length === 0 ? <p className="muted">The endpoint does not say.</p> : <Missing sentences={missing} />}
        </div>
      )}
    </div>
  );
}

/** Sentences of what is missing that are shown at first. */
const mostMissing = 3;

function Missing({ sentences }: { readonly sentences: readonly string[] }): React.JSX.Element {
  const fold = useFold(sentences, mostMissing);
  return (
    <>
      <ul ref={(made) => { fold.list.current = made; }}>{fold.shown.map((sentence) => <li key={sentence}><Foreign text={sentence} maxLength={500} /></li>)}</ul>
      <FoldButton fold={fold} what="reasons" />
    </>
  );
}

/** What the reached level says and what the next one asks stand at once; what all of them mean is one step away. */
function isSaid(index: number, place: number): boolean {
  return index === Math.max(place, 0) || index === place + 1;
}
