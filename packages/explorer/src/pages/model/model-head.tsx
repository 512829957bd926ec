import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { count, short } from "../../format/numbers.ts";
import type { ModelPageHeadFragment, ModelPageListingsFragment } from "../../generated/types.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Outside } from "../../parts/outside.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { TrayButtons } from "../../parts/tray-buttons.tsx";
import { paths } from "../../paths.ts";
import { licenseClasses } from "../../words/licenses.ts";
import { publisherKinds, valueOrigins } from "../../words/models.ts";
import { licenseOrigin } from "./license-origin.ts";
import styles from "./model-head.module.css";

/** Who this is: name, publisher, id, and what can be done with it. */
export function ModelHead({ model, children }: { readonly model: ModelPageHeadFragment; readonly children?: ReactNode }): React.JSX.Element {
  const { publisher } = model;
  const { pathname, search, hash } = useLocation();
  return (
    <PageHead title={model.name} heading={<Foreign text={model.name} />}>
      <div className={styles.who}>
        <p>
          {publisher === null ? <span className="muted">Who publishes it is not stated by its sources.</span> : (
            <>by <Link to={paths.search({ publisher: publisher.id })}><Foreign text={publisher.name} /></Link> <span className="small muted">({publisherKinds[publisher.kind]})</span>
              {publisher.url !== null && <> · <Outside href={publisher.url}>publisher's page</Outside></>}</>
          )}
        </p>
        {model.namesakes.length > 0 && (
          <p className="small">Called alike, trained otherwise: {model.namesakes.map((each, at) => <span key={each.id}>{at > 0 && ", "}<Link to={paths.model(each.id)}><Foreign text={each.name} maxLength={80} /></Link></span>)}.
            {" "}<span className="muted">A base model completes text; for a chat, people take one that says Instruct or Chat.</span></p>
        )}
        <p className={styles.id}><code><Foreign text={model.id} maxLength={200} /></code> <CopyButton text={model.id} what="the id of this model" /></p>
      </div>
      <div className={styles.below}>
        {children}
        <div className={styles.actions}>
          <TrayButtons reference={model.id} name={model.name} />
          <CopyButton text={new URL(`${pathname}${search}${hash}`, location.origin).href} what="link to this page" label="Copy link" />
        </div>
      </div>
    </PageHead>
  );
}

/** What it is at a glance. What no source says is said. */
export function KeyFacts({ model }: { readonly model: ModelPageHeadFragment & Pick<ModelPageListingsFragment, "listings"> }): React.JSX.Element {
  const { task, parameters, contextLength, license, createdAt, updatedAt, popularity } = model;
  return (
    <dl className={styles.facts}>
      <Fact term="Task">{task === null ? <NotStated /> : <Link to={paths.search({ task })}><Foreign text={task} /></Link>}</Fact>
      <Fact term="Parameters" note={parameters === null ? undefined : <>{parameters.active !== null && <>{short(parameters.active)} used per token · </>}{valueOrigins[parameters.origin]}</>}>
        {parameters === null ? <NotStated /> : <span title={`${count(parameters.total)} parameters`}>{short(parameters.total)}</span>}
      </Fact>
      <Fact term="Context" note={contextLength === null ? undefined : "as its source states it"}>{contextLength === null ? <NotStated /> : <>{count(contextLength)} tokens</>}</Fact>
      <Fact term="First published" note={updatedAt === null ? "last change not stated" : <>last changed <Moment at={updatedAt} /></>}>{createdAt === null ? <NotStated /> : <Moment at={createdAt} />}</Fact>
      <Usage popularity={popularity} />
      <Fact term="Licence" note={<LicenseNote license={license} listings={model.listings.nodes} />}><LicenseName license={license} /></Fact>
    </dl>
  );
}

function LicenseName({ license: { spdx, name, url } }: Pick<ModelPageHeadFragment, "license">): React.JSX.Element {
  const text = name ?? spdx;
  if (text === null) return <NotStated />;
  return <><Foreign text={text} />{url !== null && <> <Outside href={url}>its text</Outside></>}</>;
}

interface LicenseNoteProps extends Pick<ModelPageHeadFragment, "license"> {
  readonly listings: ModelPageListingsFragment["listings"]["nodes"];
}

/** What the licence asks in a sentence, as far as its class tells, and which listing states it. */
function LicenseNote({ license, listings }: LicenseNoteProps): React.JSX.Element {
  const { label, note, tone } = licenseClasses[license.class];
  const origin = licenseOrigin(license, listings);
  const isNamed = license.name !== null || license.spdx !== null;
  return (
    <>
      <div><Mark tone={tone}>{label}</Mark>{license.name !== null && license.spdx !== null && license.spdx !== license.name && <> <code><Foreign text={license.spdx} /></code></>}</div>
      <div>{note}</div>
      {isNamed && license.url === null && <div>Where its text is, is not stated.</div>}
      {origin !== undefined && <div>Stated by <Link to={paths.source(origin.statedBy.source.id)}>{origin.statedBy.source.title}</Link> (<code><Foreign text={origin.statedBy.key} maxLength={120} /></code>){origin.silent !== undefined && `; the listing at ${origin.silent.source.title} states none`}.</div>}
    </>
  );
}

/** How much it is used, as one source counts: the count that is known best first, the others beside it. */
function Usage({ popularity: { downloads30d, downloadsAllTime, likes, asOf } }: Pick<ModelPageHeadFragment, "popularity">): React.JSX.Element {
  const counts = [
    { term: "Downloads in 30 days", value: downloads30d }, { term: "Downloads in all", value: downloadsAllTime }, { term: "Likes", value: likes },
  ].flatMap(({ term, value }) => (value === null ? [] : [{ term, value }]));
  const [first, ...others] = counts;
  if (first === undefined) return <Fact term="Downloads"><NotStated /></Fact>;
  return (
    <Fact term={first.term} note={<>{others.map(({ term, value }) => `${term.toLowerCase()}: ${short(value)} · `)}counted by its source{asOf === null ? ", date not stated" : <>, <Moment at={asOf} /></>}</>}>
      <span title={count(first.value)}>{short(first.value)}</span>
    </Fact>
  );
}

function Fact({ term, note, children }: { readonly term: string; readonly note?: React.ReactNode; readonly children: React.ReactNode }): React.JSX.Element {
  return <div><dt>{term}</dt><dd><div className={styles.value}>{children}</div>{note !== undefined && <div className="small muted">{note}</div>}</dd></div>;
}

function NotStated(): React.JSX.Element {
  return <span className={styles.unstated}>not stated</span>;
}
