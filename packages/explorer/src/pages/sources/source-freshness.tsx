import { count } from "../../format/numbers.ts";
import type { SourceFactsFragment } from "../../generated/types.ts";
import table from "../../parts/facts-table.module.css";
import { FoldButton, useFold } from "../../parts/fold.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { lagSentence, runInWords } from "../../words/source-facts.ts";
import styles from "./source-page.module.css";

type Coverage = SourceFactsFragment["coverage"];

/** How old what is known of a source is, and what is being read. */
export function SourceFreshness({ source: { coverage } }: { readonly source: SourceFactsFragment }): React.JSX.Element {
  const { lastFullRunAt, running, chains } = coverage;
  return (
    <Section id="freshness" title="Freshness">
      <dl className={styles.terms}>
        <div><dt>Last complete look</dt><dd>{lastFullRunAt === null ? "It was never read completely, as far as is known here." : <Moment at={lastFullRunAt} to="minute" withAge />}</dd></div>
        <div><dt>Behind the source</dt><dd>{lagSentence(coverage)}</dd></div>
        <div><dt>Harvest under way</dt><dd>{running === null ? "none" : <Run running={running} />}</dd></div>
      </dl>
      {chains.length > 0 && <Chains chains={chains} />}
    </Section>
  );
}

function Run({ running }: { readonly running: NonNullable<Coverage["running"]> }): React.JSX.Element {
  const { startedAt, listingsSeen, expected, heldBackBecause } = running;
  return (
    <>
      since <Moment at={startedAt} to="minute" withAge />, {runInWords(running)}
      {expected !== null && expected > 0 && <> <progress className={styles.progress} value={Math.min(listingsSeen, expected)} max={expected} aria-label="How far the harvest has come" /></>}
      {heldBackBecause !== null && <>. It waits: <Foreign text={heldBackBecause} maxLength={600} /></>}
    </>
  );
}

function Chains({ chains }: Pick<Coverage, "chains">): React.JSX.Element {
  const fold = useFold(chains, 5);
  return (
    <>
      <h3 className={styles.question}>Chains</h3>
      <table className={table.table} ref={(made) => { fold.list.current = made; }}>
        <caption className="only-heard">How far each chain was read</caption>
        <thead><tr><th scope="col">Chain and contract</th><th scope="col" className={table.number}>Newest block</th><th scope="col" className={table.number}>Final</th><th scope="col" className={table.number}>Read up to</th><th scope="col" className={table.number}>Final blocks not read</th></tr></thead>
        <tbody>
          {fold.shown.map(({ chainId, address, head, finalized, indexed, lagBlocks }) => (
            <tr key={`${chainId} ${address}`}>
              <td>eip155:{chainId} <code><Foreign text={address} maxLength={80} /></code></td>
              <td data-label="Newest block" className={table.number}>{block(head)}</td>
              <td data-label="Final" className={table.number}>{block(finalized)}</td>
              <td data-label="Read up to" className={table.number}>{block(indexed)}</td>
              <td data-label="Final blocks not read" className={table.number}>{block(lagBlocks)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <FoldButton fold={fold} what="contracts" />
    </>
  );
}

function block(value: number | null): React.JSX.Element | string {
  return value === null ? <span className="muted">not known</span> : count(value);
}
