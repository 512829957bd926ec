import { Link } from "react-router";
import { count, counted } from "../../format/numbers.ts";
import type { SourcesPageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { paths } from "../../paths.ts";
import { lagInWords, runInWords } from "../../words/source-facts.ts";
import { sourceCapabilities } from "../../words/sources.ts";
import { systemLevels } from "../../words/trust.ts";
import { SourceStateLine } from "./source-state.tsx";
import styles from "./sources-page.module.css";

/** One source in the list of all. */
export function SourceRow({ source }: { readonly source: SourcesPageQuery["sources"][number] }): React.JSX.Element {
  const { id, title, kind, capabilities, coverage, trust } = source;
  const { listings, overlays, artifactsWithDigest, lastFullRunAt, running } = coverage;
  const can = capabilities.map((each) => sourceCapabilities[each].label);
  return (
    <article className={`card ${styles.source}`} aria-labelledby={`source-${id}`}>
      <div className={styles.head}>
        <h2 id={`source-${id}`}><Link to={paths.source(id)}><Foreign text={title} maxLength={80} /></Link></h2>
        <p className="small muted"><code>{id}</code> · adapter <code>{kind}</code></p>
        <SourceStateLine source={source} />
      </div>
      <dl className={styles.facts}>
        <div><dt>Last complete look</dt><dd>{lastFullRunAt === null ? "never, as far as is known" : <><Moment at={lastFullRunAt} />, {lagInWords(coverage)}</>}</dd></div>
        <div><dt>Listings here</dt><dd><strong>{count(listings)}</strong>{overlays > 0 && <> and {counted(overlays, "row")} beside listings</>}</dd></div>
        <div><dt>Files with a digest</dt><dd>{count(artifactsWithDigest)}</dd></div>
        <div><dt>System</dt><dd>{trust === null ? "no longer configured, not checked" : <Mark tone={systemLevels[trust.systemLevel].tone} title={systemLevels[trust.systemLevel].note}>{systemLevels[trust.systemLevel].label}</Mark>}</dd></div>
        <div className={styles.wide}><dt>What its adapter can do</dt><dd>{can.length === 0 ? "nothing is said" : can.join(", ")}</dd></div>
        {running !== null && <div className={styles.wide}><dt>Harvest under way</dt><dd>{runInWords(running)}{running.heldBackBecause !== null && <> <Mark tone="caution">waits for its operator</Mark></>}</dd></div>}
      </dl>
    </article>
  );
}
