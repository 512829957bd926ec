import { useSearchParams } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { ModelPageOffersFragment } from "../../generated/types.ts";
import facts from "../../parts/facts-table.module.css";
import { foreignTitle } from "../../parts/foreign.tsx";
import { FoldButton, useFold } from "../../parts/fold.tsx";
import { Section } from "../../parts/section.tsx";
import { columnsOf, filterOffers, inGroups, isOwnEntry, valuesOf, withOfferFilter } from "./offer-filter.ts";
import { OfferRow } from "./offer-row.tsx";
import styles from "./offers-section.module.css";

/** Rows that are shown before somebody asks for more. */
const mostAtFirst = 6;

/** Who says that it serves the model, and for what price: the cheapest output first, unknown prices after, what has ended last. */
export function OffersSection({ offers: { nodes, totalCount } }: ModelPageOffersFragment): React.JSX.Element {
  const [query, setQuery] = useSearchParams();
  const chosen = { provider: query.get("provider") ?? "", precision: query.get("precision") ?? "" };
  const fitting = filterOffers(nodes, chosen);
  const fold = useFold(fitting, mostAtFirst);
  if (nodes.length === 0) {
    return <Section id="offers" title="Services"><p>No service is known here. Whether anybody serves it, that does not say.</p></Section>;
  }
  const { priced, unpriced, ended } = inGroups(fold.shown, Date.now());
  const columns = columnsOf(nodes);
  const hasOwn = nodes.some(({ source }) => isOwnEntry(source));
  const width = 5 + Number(columns.precision) + Number(columns.state);
  const choose = (name: "provider" | "precision", value: string): void => setQuery(withOfferFilter(query, name, value), { replace: true, preventScrollReset: true });
  return (
    <Section id="offers" title="Services" aside={nodes.length < totalCount ? `the first ${nodes.length} of ${counted(totalCount, "offer")}` : counted(totalCount, "offer")}>
      <p>Nothing proves that a service runs these weights: providers say so, and sources pass it on. The precision that is served may differ from the checkpoint's.</p>
      <p className="small">Sorted by the price of output, the cheapest first; then those without a known price by token, and last what has ended. {hasOwn && "Offers from a catalog file are own entries of whoever runs this gateway, and need not be prices of a market."}</p>
      {nodes.length > 5 && (
        <div className={`row ${styles.filters}`}>
          <Choice label="Provider" value={chosen.provider} values={valuesOf(nodes, "provider")} onChoose={(value) => choose("provider", value)} />
          <Choice label="Precision" value={chosen.precision} values={valuesOf(nodes, "precision")} onChoose={(value) => choose("precision", value)} />
          <span role="status" className="small muted">{fitting.length === nodes.length ? "" : `${counted(fitting.length, "offer")} of ${nodes.length} chosen`}</span>
        </div>
      )}
      <div className={`scroll ${styles.region}`} tabIndex={0} role="region" aria-label="Services and their prices">
        <table className={`${facts.table} ${styles.table}`} ref={(table) => { fold.list.current = table; }}>
          <caption className="only-heard">Services, the cheapest output first; prices in US dollars for a million tokens</caption>
          <thead>
            <tr>
              <th scope="col">Provider</th><th scope="col" className={facts.number}>Input</th><th scope="col" className={facts.number}>Output</th>
              <th scope="col">Context, most output</th>{columns.precision && <th scope="col">Precision</th>}{columns.state && <th scope="col">Capabilities, state</th>}<th scope="col">Stated by</th>
            </tr>
          </thead>
          {priced.length > 0 && <tbody>{priced.map((offer, place) => <OfferRow key={place} offer={offer} columns={columns} />)}</tbody>}
          {unpriced.length > 0 && <tbody><Line width={width}>Price by token not known, or not sold by token</Line>{unpriced.map((offer, place) => <OfferRow key={place} offer={offer} columns={columns} />)}</tbody>}
          {ended.length > 0 && <tbody><Line width={width}>Ended</Line>{ended.map((offer, place) => <OfferRow key={place} offer={offer} columns={columns} hasEnded />)}</tbody>}
        </table>
      </div>
      {fold.shown.length < fold.total && <div className={styles.note}><FoldButton fold={fold} what="offers" /></div>}
      <p className={`small muted ${styles.note}`}>Prices are US dollars for a million tokens, as the source states them. Where a row has no cached price, no most output, no uptime or no capabilities, its source states none.</p>
    </Section>
  );
}

function Line({ width, children }: { readonly width: number; readonly children: string }): React.JSX.Element {
  return <tr><th colSpan={width} scope="rowgroup" className={styles.line}>{children}</th></tr>;
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
        {value !== "" && !values.includes(value) && <option value={value}>{foreignTitle(value)}</option>}
        {values.map((each) => <option key={each} value={each}>{foreignTitle(each)}</option>)}
      </select>
    </label>
  );
}
