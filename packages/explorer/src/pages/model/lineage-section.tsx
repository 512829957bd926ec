import { Link } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { ModelPageLineageFragment } from "../../generated/types.ts";
import { Section } from "../../parts/section.tsx";
import { useNarrow } from "../../parts/use-narrow.ts";
import { paths } from "../../paths.ts";
import { LineageList } from "./lineage-list.tsx";
import { LineagePicture } from "./lineage-picture.tsx";
import styles from "./lineage-section.module.css";
import { baseTree, derivedGroups } from "./lineage-tree.ts";

/** What a model was made from and what was made from it: a picture, and the same as a list. */
export function LineageSection({ model }: { readonly model: ModelPageLineageFragment }): React.JSX.Element {
  const isNarrow = useNarrow();
  const bases = baseTree(model);
  const groups = derivedGroups(model.lineage);
  const total = model.lineage.derived?.totalCount ?? undefined;
  const isEmpty = bases.length === 0 && groups.length === 0;
  const list = <LineageList key={model.id} model={model} bases={bases} groups={groups} />;
  return (
    <Section id="lineage" title="Lineage" folds aside={isEmpty ? undefined : <>As its sources state it{total !== undefined && total > 0 && <>; {counted(total, "model")} made from it directly</>}</>}>
      {isEmpty || isNarrow ? list : (
        <>
          <LineagePicture model={model} bases={bases} groups={groups} />
          <details className={styles.details}>
            <summary>The same as a list, with whole names</summary>
            {list}
          </details>
        </>
      )}
      {groups.length > 0 && <p className={styles.all}><Link to={paths.search({ base: model.id })}>Search in all that was made from it, at any distance</Link></p>}
    </Section>
  );
}
