import { Link } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { TrustPageQuery } from "../../generated/types.ts";
import { Digest } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { systemLevels, trustLevels } from "../../words/trust.ts";
import styles from "./trust-page.module.css";

/** The listings of the model, each with the levels that were last found: another listing is another file, operator and report. */
export function OtherListings({ model, shown }: { readonly model: TrustPageQuery["model"]; readonly shown: string }): React.JSX.Element | null {
  if (model === null) return null;
  const { nodes, totalCount } = model.listings;
  if (nodes.length < 2) return <Section id="listings" title="Other listings" folds><p>No other listing of this model is known here.</p></Section>;
  return (
    <Section id="listings" title="Listings of this model" aside={counted(totalCount, "listing")} folds>
      <p className="small muted">Levels as last found; nothing was checked for this list.</p>
      <div className="scroll" tabIndex={0} role="region" aria-label="Table of listings, which scrolls">
        <table className={styles.listings}>
          <caption className="only-heard">Listings of this model, with the levels that were last found</caption>
          <thead><tr><th scope="col">Listing</th><th scope="col">Source</th><th scope="col">Files</th><th scope="col">System</th><th scope="col">Revision</th><th scope="col">Assessed</th></tr></thead>
          <tbody>
            {nodes.map(({ key, source, trust, state, revision }) => (
              <tr key={key}>
                <th scope="row">{key === shown ? <><Foreign text={key} maxLength={120} /> <Mark tone="accent">this report</Mark></> : <Link to={paths.trust(key)}><Foreign text={key} maxLength={120} /></Link>}{state === "GONE" && <> <Mark tone="caution">gone</Mark></>}</th>
                <td><Link to={paths.source(source.id)}><Foreign text={source.title} maxLength={80} /></Link></td>
                {trust === null || trust.assessedAt === null
                  ? <td colSpan={2}><Mark tone="unknown">not assessed yet</Mark></td>
                  : <><td title={trustLevels[trust.level].note}>{trustLevels[trust.level].label}</td><td title={systemLevels[trust.systemLevel].note}>{systemLevels[trust.systemLevel].label}</td></>}
                <td>{revision === null ? <span className="muted">none stated</span> : <Digest value={revision} what={`the revision of ${key}`} />}</td>
                <td>{trust === null || trust.assessedAt === null ? <span className="muted">not yet</span> : <Moment at={trust.assessedAt} to="minute" />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {totalCount > nodes.length && <p className="small muted">The first {nodes.length} of {totalCount} are shown.</p>}
    </Section>
  );
}
