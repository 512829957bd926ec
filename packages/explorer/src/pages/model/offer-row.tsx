import { Link } from "react-router";
import { count, usd } from "../../format/numbers.ts";
import type { ModelPageOfferFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Outside } from "../../parts/outside.tsx";
import { paths } from "../../paths.ts";
import facts from "../../parts/facts-table.module.css";
import { isOwnEntry } from "./offer-filter.ts";
import type { OfferColumns } from "./offer-filter.ts";
import styles from "./offers-section.module.css";

export interface OfferRowProps {
  readonly offer: ModelPageOfferFragment;
  readonly columns: OfferColumns;
  /** @default false */
  readonly hasEnded?: boolean;
}

/** One offer. What is not stated says so. */
export function OfferRow({ offer, columns, hasEnded = false }: OfferRowProps): React.JSX.Element {
  const { provider, url, callAs, endpoint, inputPrice, outputPrice, cachedInputPrice, contextLength, maxOutputTokens, precision, source, alsoStatedBy, asOf } = offer;
  const hasOtherNames = callAs !== null || endpoint !== null;
  return (
    <tr>
      <th scope="row" className={styles.provider}>
        <Outside href={url}><Foreign text={provider} maxLength={80} /></Outside>
        {hasOtherNames && <div className="small muted">{callAs !== null && <>as <code><Foreign text={callAs} maxLength={120} /></code></>}{endpoint !== null && endpoint !== callAs && <> at <code><Foreign text={endpoint} maxLength={120} /></code></>}</div>}
      </th>
      <Price label="Input" usdPerMillion={inputPrice} cached={cachedInputPrice} />
      <Price label="Output" usdPerMillion={outputPrice} />
      <td data-label="Context">
        {contextLength === null ? <NotStated /> : <>{count(contextLength)} tokens</>}
        {maxOutputTokens !== null && <div className="small muted">at most {count(maxOutputTokens)} out</div>}
      </td>
      {columns.precision && <td data-label="Precision">{precision === null ? <NotStated /> : <Foreign text={precision} />}</td>}
      {columns.state && <td data-label="Capabilities, state" className={styles.state}><Health offer={offer} hasEnded={hasEnded} /></td>}
      <td data-label="Stated by">
        <Link to={paths.source(source.id)}>{source.title}</Link>{isOwnEntry(source) && " (own entry of the operator)"}, <Moment at={asOf} />
        {alsoStatedBy.length > 0 && <div className="muted">also by {alsoStatedBy.map(({ id, title }, place) => <span key={id}>{place > 0 && ", "}<Link to={paths.source(id)}>{title}</Link></span>)}</div>}
      </td>
    </tr>
  );
}

function Price({ label, usdPerMillion, cached = null }: { readonly label: string; readonly usdPerMillion: number | null; readonly cached?: number | null }): React.JSX.Element {
  return (
    <td className={facts.number} data-label={label}>
      {usdPerMillion === null ? <NotStated /> : usd(usdPerMillion)}
      {cached !== null && <div className="small muted">cached {usd(cached)}</div>}
    </td>
  );
}

function Health({ offer: { degraded, uptimePercent, endsAt, source, capabilities, otherPrices }, hasEnded }: Omit<Required<OfferRowProps>, "columns">): React.JSX.Element {
  return (
    <>
      {endsAt !== null && <div><Mark tone={hasEnded ? "bad" : "caution"}>{hasEnded ? "ended" : "ends"} <Moment at={endsAt} /></Mark></div>}
      {degraded === true && <div><Mark tone="caution">works badly now, says {source.title}</Mark></div>}
      {uptimePercent !== null && <div title={`As ${source.title} measures it`}>uptime {uptimePercent.toFixed(uptimePercent >= 99 && uptimePercent < 100 ? 2 : 1)} %</div>}
      {otherPrices.length > 0 && <div>also {otherPrices.map(({ usd: amount, per, condition }, place) => <span key={place}>{place > 0 && ", "}{usd(amount)} per <Foreign text={per} maxLength={40} />{condition !== null && <> (<Foreign text={condition} maxLength={80} />)</>}</span>)}</div>}
      {capabilities.length > 0 && <div className="muted"><Foreign text={capabilities.join(", ")} maxLength={80} /></div>}
    </>
  );
}

function NotStated(): React.JSX.Element {
  return <span className={styles.unstated}>not stated</span>;
}
