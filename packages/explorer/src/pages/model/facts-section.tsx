import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ModelPageAboutFragment, ModelPageArtifactsFragment, ModelPageFactsFragment, ModelPageListingsFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Outside } from "../../parts/outside.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { weightFormats } from "../../words/files.ts";
import { cardOf } from "./card-link.ts";
import { MoreOf } from "./more-of.tsx";
import styles from "./facts-section.module.css";

export interface FactsSectionProps {
  readonly model: ModelPageFactsFragment & ModelPageAboutFragment & ModelPageArtifactsFragment & Pick<ModelPageListingsFragment, "listings">;
}

/** What its sources state of it, as a list of terms, with its description and the way to its card. */
export function FactsSection({ model }: FactsSectionProps): React.JSX.Element {
  const { modalities, architecture, languages, capabilities, formats, precisions, libraries, tags, description, artifacts, listings } = model;
  const card = cardOf(artifacts?.nodes ?? [], listings.nodes);
  return (
    <Section id="facts" title="What its sources say of it" folds>
      {description !== null && <><p className="small muted">In the words of a source:</p><blockquote className={styles.description}><Foreign text={description} multiline maxLength={360} /></blockquote></>}
      <dl className={`${styles.facts} ${styles.wide}`}>
        <Row term="Card">{card === undefined ? <NotStated /> : <Outside href={card.url}>{card.isCard ? "card" : `page at ${card.at}`}</Outside>}</Row>
        <Row term="Takes, gives">{modalities.input.length + modalities.output.length === 0 ? <NotStated /> : <><Words words={modalities.input} /> → <Words words={modalities.output} /></>}</Row>
        <Row term="Architecture">{architecture === null ? <NotStated /> : <Foreign text={architecture} />}</Row>
        <Row term="Formats">{formats.length === 0 ? <NotStated /> : formats.map((format) => <span key={format} className={styles.word}>{weightFormats[format].label}{weightFormats[format].tone === "caution" && <> <Mark tone="caution">{weightFormats[format].note}</Mark></>}</span>)}</Row>
        <Row term="Precisions"><Words words={precisions} /></Row>
        <Row term="Libraries">{libraries.length === 0 ? <NotStated /> : libraries.map((library) => <Link key={library} className={styles.word} to={paths.search({ library })}><Foreign text={library} /></Link>)}</Row>
        <Row term="Capabilities"><Words words={capabilities} /></Row>
        <Row term="Languages"><Words words={languages} /></Row>
        <Row term="Tags"><Words words={tags} /></Row>
      </dl>
    </Section>
  );
}

function Row({ term, children }: { readonly term: string; readonly children: ReactNode }): React.JSX.Element {
  return <div><dt>{term}</dt><dd>{children}</dd></div>;
}

function Words({ words }: { readonly words: readonly string[] }): React.JSX.Element {
  if (words.length === 0) return <NotStated />;
  return <span><MoreOf most={12}>{words.map((word) => <span key={word} className={styles.word}><Foreign text={word} maxLength={80} /></span>)}</MoreOf></span>;
}

function NotStated(): React.JSX.Element {
  return <span className={styles.unstated}>not stated</span>;
}
