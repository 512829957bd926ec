import { ModelPage } from "../../generated/model-page.ts";
import type { ModelPageQuery } from "../../generated/types.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Section } from "../../parts/section.tsx";
import { BomDownload } from "./bom-download.tsx";
import { graphiqlLink } from "./graphiql-link.ts";
import styles from "./programs-section.module.css";

/** Ids that lead here, and the same facts in forms that programs read. */
export function ProgramsSection({ model }: { readonly model: NonNullable<ModelPageQuery["model"]> }): React.JSX.Element {
  const purls = model.listings.nodes.flatMap(({ purl }) => purl ?? []);
  const ids = [model.id, ...model.aliases.filter((alias) => alias !== model.id)];
  return (
    <Section id="programs" title="For programs, and other ids">
      <dl className={styles.list}>
        <div>
          <dt>Ids that lead here</dt>
          <dd><ul className="plain">{ids.map((id, place) => <li key={id} className={styles.id}><code><Foreign text={id} /></code> <CopyButton text={id} what={`the id ${id}`} />{place === 0 && <span className="small muted"> the id of the model</span>}</li>)}</ul></dd>
        </div>
        <div>
          <dt>Package URL</dt>
          <dd>{purls.length === 0 ? <em>none of its listings has one</em> : <ul className="plain">{purls.map((purl) => <li key={purl} className={styles.id}><code><Foreign text={purl} maxLength={300} /></code> <CopyButton text={purl} what="the package URL" /></li>)}</ul>}</dd>
        </div>
        <div>
          <dt>Query of this page</dt>
          <dd><a href={graphiqlLink(ModelPage, { id: model.id })}>Open it in GraphiQL</a> <span className="small muted">where it can be run and changed</span></dd>
        </div>
        <div>
          <dt>Bill of materials</dt>
          <dd><BomDownload id={model.id} /></dd>
        </div>
      </dl>
    </Section>
  );
}
