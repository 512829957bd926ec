import { Link } from "react-router";
import { short } from "../../format/numbers.ts";
import type { ResolvePageModelFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { paths } from "../../paths.ts";
import { valueOrigins } from "../../words/comparison.ts";
import { licenseClasses } from "../../words/licenses.ts";
import styles from "./resolve-page.module.css";

/** Name and publisher of a model, as a link to its page. */
export function ModelName({ model: { id, name, publisher } }: { readonly model: Pick<ResolvePageModelFragment, "id" | "name" | "publisher"> }): React.JSX.Element {
  return (
    <>
      <Link to={paths.model(id)}><Foreign text={name} /></Link>{" "}
      <span className="muted">{publisher === null ? "publisher not stated" : <>by <Foreign text={publisher.name} /></>}</span>
    </>
  );
}

/** What tells one model from another at a glance: publisher, licence, size, task. */
export function ModelFacts({ model: { license, parameters, task, publisher } }: { readonly model: ResolvePageModelFragment }): React.JSX.Element {
  const { label, note, tone } = licenseClasses[license.class];
  const stated = license.spdx ?? license.name;
  return (
    <dl className={styles.facts}>
      <div><dt>Publisher</dt><dd>{publisher === null ? "not stated" : <Foreign text={publisher.name} />}</dd></div>
      <div><dt>Licence, as declared</dt><dd>{stated === null ? "not stated" : <Foreign text={stated} />} <Mark tone={tone} title={note}>{label}</Mark></dd></div>
      <div><dt>Parameters</dt><dd>{parameters === null ? "not stated" : <>{parameters.total === null ? "total not stated" : short(parameters.total)}{parameters.active !== null && `, ${short(parameters.active)} used per token`} <span className="muted small">{valueOrigins[parameters.origin]}</span></>}</dd></div>
      <div><dt>Task</dt><dd>{task === null ? "not stated" : <Foreign text={task} />}</dd></div>
    </dl>
  );
}
