import type { SourceCapability, SourceFactsFragment } from "../../generated/types.ts";
import table from "../../parts/facts-table.module.css";
import { Section } from "../../parts/section.tsx";
import { coverageFacts } from "../../words/source-facts.ts";
import { sourceCapabilities } from "../../words/sources.ts";

const capabilities: readonly SourceCapability[] = ["SEARCH", "LIST", "GET", "READ_FILE", "PARSE_REFERENCE", "LOOKUP"];

/** How much of a source is known here. */
export function SourceCoverage({ source: { coverage } }: { readonly source: SourceFactsFragment }): React.JSX.Element {
  return (
    <Section id="coverage" title="What is known of it here" folds>
      <table className={table.table}>
        <caption className="only-heard">Numbers about this source, as stored here</caption>
        <thead><tr><th scope="col">What</th><th scope="col" className={table.number}>How many</th><th scope="col">What it means</th></tr></thead>
        <tbody>{coverageFacts(coverage).map(({ name, value, meaning }) => <tr key={name}><th scope="row">{name}</th><td data-label="How many" className={table.number}>{value}</td><td>{meaning}</td></tr>)}</tbody>
      </table>
    </Section>
  );
}

/** What the adapter of a source can do, and what that means for a reader. */
export function SourceAbilities({ source }: { readonly source: SourceFactsFragment }): React.JSX.Element {
  return (
    <Section id="abilities" title="What can be asked of it" folds>
      <table className={table.table}>
        <caption className="only-heard">What the adapter of this source can do</caption>
        <thead><tr><th scope="col">What</th><th scope="col">Can it</th><th scope="col">What that means</th></tr></thead>
        <tbody>
          {capabilities.map((each) => {
            const { label, can, cannot } = sourceCapabilities[each];
            const isThere = source.capabilities.includes(each);
            return <tr key={each}><th scope="row">{label}</th><td data-label="Can it">{isThere ? "yes" : "no"}</td><td>{isThere ? can : cannot}</td></tr>;
          })}
        </tbody>
      </table>
    </Section>
  );
}
