import { useSearchParams } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { ModelPageOffersFragment } from "../../generated/types.ts";
import facts from "../../parts/facts-table.module.css";
import { Section } from "../../parts/section.tsx";
import { filterOffers, valuesOf, withOfferFilter } from "./offer-filter.ts";
import { OfferRow } from "./offer-row.tsx";
import styles from "./offers-section.module.css";

/** Who says that it serves the model, and for what price: the cheapest output first, unknown prices after, what has ended last. */
export function OffersSection({ offers: { nodes, totalCount } }: ModelPageOffersFragment): React.JSX.Element {
  const [query, setQuery] = useSearchParams();
  if (nodes.length === 0) {
    return <Section id="offers" title="Services"><p>No service is known here. Whether anybody serves it, that does not say.</p></Section>;
  }
  const chosen = { provider: query.get("provider") ?? "", precision: query.get("precision") ?? "" };
  const shown = filterOffers(nodes, chosen);
  const ended = shown.filter(({ endsAt }) => endsAt !== null && Date.parse(endsAt) <= Date.now());
  const going = shown.filter((offer) => !ended.includes(offer));
  const choose = (name: "provider" | "precision", value: string): void => setQuery(withOfferFilter(query, name, value), { replace: true, preventScrollReset: true });
  return (
    <Section id="offers" title="Services" aside={nodes.length < totalCount ? `the first ${nodes.length} of ${counted(totalCount, "offer")}` : counted(totalCount, "offer")}>
      <p>Nothing proves that a service runs these weights: providers say so, and sources pass it on. The precision that is served may differ from the checkpoint's.</p>
      {nodes.length > 5 && (
        <div className={`row ${styles.filters}`}>
          <Choice label="Provider" value={chosen.provider} values={valuesOf(nodes, "provider")} onChoose={(value) => choose("provider", value)} />
          <Choice label="Precision" value={chosen.precision} values={valuesOf(nodes, "precision")} onChoose={(value) => choose("precision", value)} />
          <span role="status" className="small muted">{shown.length === nodes.length ? "" : `${counted(shown.length, "offer")} of ${nodes.length} shown`}</span>
        </div>
      )}
      <div className={`scroll ${styles.region}`} tabIndex={0} role="region" aria-label="Services and their prices">
        <table className={`${facts.table} ${styles.table}`}>
          <caption className="only-heard">Services, the cheapest output first; prices in US dollars for a million tokens</caption>
          <thead>
            <tr>
              <th scope="col">Provider</th><th scope="col" className={facts.number}>Input</th><th scope="col" className={facts.number}>Output</th>
              <th scope="col" className={facts.number}>Cached input</th><th scope="col">Context, most output</th><th scope="col">Precision</th><th scope="col">How it does</th><th scope="col">Stated by</th>
            </tr>
          </thead>
          {going.length > 0 && <tbody>{going.map((offer, place) => <OfferRow key={place} offer={offer} />)}</tbody>}
          {ended.length > 0 && (
            <tbody>
              <tr><th colSpan={8} scope="rowgroup" className={styles.line}>Ended</th></tr>
              {ended.map((offer, place) => <OfferRow key={place} offer={offer} hasEnded />)}
            </tbody>
          )}
        </table>
      </div>
      <p className="small muted">Prices are US dollars for a million tokens. Where none is stated, it is not known or not sold by token.</p>
    </Section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, values, onChoose }: ChoiceProps): React.JSX.Element {
  return (
    <label className="row small">{label}
      <select value={value} onChange={({ target }) => onChoose(target.value)}>
        <option value="">all</option>
        {value !== "" && !values.includes(value) && <option>{value}</option>}
        {values.map((each) => <option key={each}>{each}</option>)}
      </select>
    </label>
  );
}
