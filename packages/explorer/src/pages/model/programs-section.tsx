import { ModelPage } from "../../generated/model-page.ts";
import type { ModelPageQuery, ModelPageQueryVariables } from "../../generated/types.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { FoldButton, useFold } from "../../parts/fold.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Section } from "../../parts/section.tsx";
import { BomDownload } from "./bom-download.tsx";
import { graphiqlLink } from "./graphiql-link.ts";
import styles from "./programs-section.module.css";

/**
 * Ids that lead here, and the same facts in forms that programs read.
 *
 * @param asked the variables that this page has asked with.
 */
export function ProgramsSection({ model, asked }: { readonly model: NonNullable<ModelPageQuery["model"]>; readonly asked: ModelPageQueryVariables }): React.JSX.Element {
  const purls = model.listings.nodes.flatMap(({ purl }) => purl ?? []);
  const ids = [model.id, ...model.aliases.filter((alias) => alias !== model.id)];
  return (
    <Section id="programs" title="For programs, and other ids" folds>
      <dl className={styles.list}>
        <div>
          <dt>Ids that lead here, its own first</dt>
          <dd><Copied texts={ids} what="ids" nameOf={(id) => `the id ${id}`} /></dd>
        </div>
        <div>
          <dt>Package URL</dt>
          <dd>{purls.length === 0 ? <em>none of its listings has one</em> : <Copied texts={purls} what="package URLs" nameOf={(purl) => `the package URL ${purl}`} />}</dd>
        </div>
        <div>
          <dt>Query of this page</dt>
          <dd><a href={graphiqlLink(ModelPage, asked)}>Open it in GraphiQL</a> <span className="small muted">with its variables, to be run anew and changed</span></dd>
        </div>
        <div>
          <dt>Bill of materials</dt>
          <dd><BomDownload id={model.id} /></dd>
        </div>
      </dl>
    </Section>
  );
}

/** Texts that are shown before somebody asks for more. */
const mostAtFirst = 4;

function Copied({ texts, what, nameOf }: { readonly texts: readonly string[]; readonly what: string; readonly nameOf: (text: string) => string }): React.JSX.Element {
  const fold = useFold(texts, mostAtFirst);
  return (
    <>
      <ul className="plain" ref={(list) => { fold.list.current = list; }}>
        {fold.shown.map((text) => <li key={text} className={styles.id}><code><Foreign text={text} maxLength={300} /></code> <CopyButton text={text} what={nameOf(text)} /></li>)}
      </ul>
      <FoldButton fold={fold} what={what} />
    </>
  );
}
