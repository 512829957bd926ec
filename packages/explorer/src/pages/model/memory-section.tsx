import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { bytes, count } from "../../format/numbers.ts";
import type { ModelPageMemoryFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import facts from "../../parts/facts-table.module.css";
import { FoldButton, useFold } from "../../parts/fold.tsx";
import { Section } from "../../parts/section.tsx";
import { weightFormats } from "../../words/files.ts";
import { memoryBases } from "../../words/models.ts";
import { bytesOfGib, offeredContexts, readMemoryInputs, withMemoryInputs } from "./memory-inputs.ts";
import type { MemoryInputs } from "./memory-inputs.ts";
import { contextEffect, memorySummary, sharedAssumptions } from "./memory-summary.ts";
import styles from "./memory-section.module.css";

export interface MemorySectionProps {
  readonly memory: ModelPageMemoryFragment["memory"];
  /** While the answer to changed inputs is awaited. */
  readonly isAsking: boolean;
}

/** What it takes to run, by context and by the memory that there is. Estimated; each row says how. */
export function MemorySection({ memory, isAsking }: MemorySectionProps): React.JSX.Element {
  const [query, setQuery] = useSearchParams();
  const inputs = readMemoryInputs(query);
  const change = (changed: Partial<MemoryInputs>): void => setQuery(withMemoryInputs(query, changed), { replace: true, preventScrollReset: true });
  const effect = contextEffect(memory);
  return (
    <Section id="memory" title="Memory it takes" folds aside="estimated, not measured">
      <div className={`row ${styles.inputs}`}>
        <label>Context to count
          <select value={inputs.contextTokens} aria-describedby={effect === undefined ? undefined : "memory-context-effect"} onChange={({ target }) => change({ contextTokens: Number(target.value) })}>
            {[...new Set([...offeredContexts, inputs.contextTokens])].toSorted((left, right) => left - right).map((tokens) => <option key={tokens} value={tokens}>{count(tokens)} tokens</option>)}
          </select>
        </label>
        <HaveField value={inputs.haveGib} onChange={(haveGib) => change({ haveGib })} />
        <span role="status" className="small muted">{isAsking ? "Counting again…" : inputs.haveGib === "" ? "" : memorySummary(memory, `${inputs.haveGib} GiB`)}</span>
      </div>
      {effect !== undefined && <p className="small" id="memory-context-effect">{effect}</p>}
      {memory.length === 0
        ? <p>No estimate can be made: neither the files nor parameters and precision together are known here.</p>
        : <Estimates memory={memory} haveBytes={bytesOfGib(inputs.haveGib)} isAsking={isAsking} />}
    </Section>
  );
}

function HaveField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }): React.JSX.Element {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  // The address changed by other means, such as Back.
  if (value !== shown) {
    setShown(value);
    setText(value);
  }
  const isWrong = text !== "" && bytesOfGib(text) === undefined;
  useEffect(() => {
    if (text === value || isWrong) return undefined;
    // Each keystroke would be a request.
    const timer = setTimeout(() => onChange(text), 600);
    return () => clearTimeout(timer);
  });
  return (
    <label>Memory that you have, in GiB
      <input className={styles.have} inputMode="decimal" size={7} value={text} placeholder="24" aria-invalid={isWrong} onChange={({ target }) => setText(target.value)} onBlur={() => !isWrong && text !== value && onChange(text)} />
      {isWrong && <span className="small">Write a number, such as 24.</span>}
    </label>
  );
}

/** Ways that are shown before somebody asks for more. */
const mostAtFirst = 5;

interface EstimatesProps extends MemorySectionProps {
  /** `undefined` when nobody says how much there is. */
  readonly haveBytes: number | undefined;
}

function Estimates({ memory, haveBytes, isAsking }: EstimatesProps): React.JSX.Element {
  const isAsked = haveBytes !== undefined;
  const shared = sharedAssumptions(memory);
  const fold = useFold(memory, mostAtFirst);
  const [basis, ...otherBases] = new Set(memory.map((each) => each.basis));
  const oneBasis = otherBases.length === 0 ? basis : undefined;
  const hasColumn = isAsked || oneBasis === undefined;
  const isContextCounted = memory.some(({ contextBytes }) => contextBytes !== null);
  return (
    <>
      {(oneBasis !== undefined || shared.length > 0) && <p className="small">{oneBasis !== undefined && `Weights are counted by ${memoryBases[oneBasis]}. `}{shared.map((sentence) => <span key={sentence}><Foreign text={sentence} maxLength={400} /> </span>)}</p>}
      <div className={`scroll ${styles.region}`} tabIndex={0} role="region" aria-label="Memory estimates" aria-busy={isAsking}>
        <table className={`${facts.table} ${styles.table}`} ref={(table) => { fold.list.current = table; }}>
          <caption className="only-heard">Memory for each way to get the weights, the smallest first</caption>
          <thead><tr><th scope="col">Weights</th><th scope="col" className={facts.number}>In all</th>{hasColumn && <th scope="col">{isAsked ? "Fits" : "How weights are counted"}</th>}<th scope="col">Parts</th></tr></thead>
          <tbody>{fold.shown.map((estimate, place) => <EstimateRow key={place} estimate={estimate} haveBytes={haveBytes} shared={shared} hasOneBasis={oneBasis !== undefined} isContextCounted={isContextCounted} />)}</tbody>
        </table>
      </div>
      {fold.shown.length < fold.total && <div className={styles.note}><FoldButton fold={fold} what="ways" /></div>}
    </>
  );
}

interface EstimateRowProps {
  readonly estimate: ModelPageMemoryFragment["memory"][number];
  readonly haveBytes: number | undefined;
  /** Assumptions that stand above the rows. */
  readonly shared: readonly string[];
  /** Whether what weights are counted by stands above the rows. */
  readonly hasOneBasis: boolean;
  /** Whether the context is counted for any row; where for none, that stands above them. */
  readonly isContextCounted: boolean;
}

function EstimateRow({ estimate, haveBytes, shared, hasOneBasis, isContextCounted }: EstimateRowProps): React.JSX.Element {
  const { listing, precision, format, path, fileCount, isLowerBound, basis, weightsBytes, contextBytes, overheadBytes, contextLength, formula, assumptions } = estimate;
  const isAsked = haveBytes !== undefined;
  const own = assumptions.filter((sentence) => !shared.includes(sentence));
  const isBasisTold = isAsked && !hasOneBasis;
  return (
    <tr>
      <th scope="row" className={styles.what}>
        {precision === null ? "precision not known" : <Foreign text={precision} />}{format !== null && <span className="muted"> {weightFormats[format].label}</span>}
        <div className="small muted"><Foreign text={listing.key} maxLength={100} />{path !== null && <>, <Foreign text={path} maxLength={100} />{fileCount !== null && fileCount > 1 && ` and ${fileCount - 1} more`}</>}</div>
      </th>
      <td className={facts.number} data-label="In all">{isLowerBound && "at least "}<strong title={`${count(estimate.bytes)} bytes`}>{bytes(estimate.bytes)}</strong></td>
      {(isAsked || !hasOneBasis) && <td data-label={isAsked ? "Fits" : "Counted by"}>{isAsked ? <Fits estimate={estimate} haveBytes={haveBytes} /> : memoryBases[basis]}</td>}
      <td data-label="Parts">
        {bytes(weightsBytes)} weights · {contextBytes !== null ? `${bytes(contextBytes)} for ${count(contextLength)} tokens · ` : isContextCounted && "context not known, not counted · "}{bytes(overheadBytes)} runtime
        <details>
          <summary>{isBasisTold || own.length > 0 ? "Formula and assumptions" : "Formula"}</summary>
          <p><code><Foreign text={formula} maxLength={500} /></code></p>
          {(isBasisTold || own.length > 0) && (
            <ul>
              {isBasisTold && <li>Weights are counted by {memoryBases[basis]}.</li>}
              {own.map((assumption) => <li key={assumption}><Foreign text={assumption} maxLength={400} /></li>)}
            </ul>
          )}
        </details>
      </td>
    </tr>
  );
}

function Fits({ estimate: { fits, contextBytes, bytes: least }, haveBytes }: Pick<EstimateRowProps, "estimate"> & { readonly haveBytes: number }): React.JSX.Element {
  if (fits === true) return <Mark tone="good">fits, by this estimate</Mark>;
  if (fits === false) return <Mark tone="bad">does not fit</Mark>;
  if (contextBytes !== null) return <><Mark tone="unknown">cannot be told</Mark><div className="small muted">it takes at least {bytes(least)}</div></>;
  return <><Mark tone="unknown">fits by its weights alone</Mark><div className="small muted">{haveBytes > least ? `at most ${bytes(haveBytes - least)} is left for the context` : "nothing is left for the context"}</div></>;
}
