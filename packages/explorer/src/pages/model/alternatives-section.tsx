import { Link } from "react-router";
import { short } from "../../format/numbers.ts";
import type { ModelPageAlternativesFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { licenseClasses } from "../../words/licenses.ts";
import styles from "./alternatives-section.module.css";

type Alternative = NonNullable<ModelPageAlternativesFragment["alternatives"]>[number];

/** Other models that are also worth a look, each with the reasons. */
export function AlternativesSection({ model }: { readonly model: ModelPageAlternativesFragment }): React.JSX.Element {
  const { id, alternatives } = model;
  const ids = (alternatives ?? []).map((each) => each.model.id);
  return (
    <Section id="alternatives" title="Also worth a look" aside={ids.length > 1 ? <Link className="button small" to={paths.compare([id, ...ids])}>Compare it with all {ids.length}</Link> : undefined}>
      {alternatives === null ? <p className="muted">Alternatives could not be found out.</p>
        : alternatives.length === 0 ? <p className="muted">None is known here. An alternative is a model of the same task and about the same size, where these are known.</p>
          : <ul className={`plain ${styles.cards}`}>{alternatives.map((each) => <li key={each.model.id} className="card"><Card id={id} alternative={each} /></li>)}</ul>}
    </Section>
  );
}

function Card({ id, alternative: { model, reasons } }: { readonly id: string; readonly alternative: Alternative }): React.JSX.Element {
  const { label, note, tone } = licenseClasses[model.license.class];
  return (
    <div className={styles.card}>
      <h3><Link to={paths.model(model.id)}><Foreign text={model.name} maxLength={80} /></Link></h3>
      <p className="small muted">{model.publisher === null ? "publisher not known" : <Foreign text={model.publisher.name} maxLength={80} />}</p>
      <p className="row small">
        <span>{model.parameters === null ? "parameters not known" : `${short(model.parameters.total)} parameters`}</span>
        <Mark tone={tone} title={note}>{label}</Mark>
      </p>
      <ul className="small">{reasons.map((reason) => <li key={reason}><Foreign text={reason} maxLength={300} /></li>)}</ul>
      <p className={styles.compare}><Link to={paths.compare([id, model.id])}>Compare with this one<span className="only-heard">: <Foreign text={model.name} /></span></Link></p>
    </div>
  );
}
