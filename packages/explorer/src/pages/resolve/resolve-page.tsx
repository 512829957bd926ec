import { useSearchParams } from "react-router";
import { PageHead } from "../../parts/page-head.tsx";
import { Section } from "../../parts/section.tsx";
import { ExampleList } from "./example-list.tsx";
import { ManyResolutions } from "./many-resolutions.tsx";
import { OneResolution } from "./one-resolution.tsx";
import { PasteBox } from "./paste-box.tsx";
import { mostReferences } from "./pasted.ts";
import styles from "./resolve-page.module.css";

/** Takes anything that was copied and says what it means. */
export function ResolvePageView(): React.JSX.Element {
  const [query] = useSearchParams();
  const references = [...new Set(query.getAll("reference").filter((text) => text.trim() !== ""))].slice(0, mostReferences);
  const [first] = references;
  const other = query.get("as")?.trim();
  return (
    <div className={styles.page}>
      <PageHead title={first === undefined ? "Look up" : `Look up ${first}`} heading="Look up anything you copied" />
      <PasteBox references={references} />
      {first === undefined && <Section id="forms" title="What can be pasted"><ExampleList /><p className="small muted">What of it is read depends on the sources of this gateway. Names may be sent to sources that search; digests only to sources that look digests up.</p></Section>}
      {first !== undefined && references.length === 1 && <OneResolution reference={first} other={other === "" ? undefined : other} />}
      {references.length > 1 && <ManyResolutions references={references} />}
    </div>
  );
}
