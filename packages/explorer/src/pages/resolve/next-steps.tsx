import { Link } from "react-router";
import { paths } from "../../paths.ts";
import { compareTray } from "../../state/compare-tray.ts";
import { pinList } from "../../state/pin-list.ts";
import { useList } from "../../state/stored-list.ts";
import styles from "./resolve-page.module.css";

/** What to do with a model that was found. `reference` is what is compared and pinned: the text that names listing and revision. */
export function NextSteps({ modelId, listingKey, reference }: { readonly modelId: string; readonly listingKey: string | undefined; readonly reference: string }): React.JSX.Element {
  const compared = useList(compareTray);
  const pinned = useList(pinList);
  const inTray = compared.includes(reference);
  const isListed = pinned.includes(reference);
  return (
    <div className={styles.next}>
      <Link className="button primary" to={paths.model(modelId)}>Open the model</Link>
      <Link className="button" to={paths.trust(listingKey ?? modelId)}>What is known of its trust</Link>
      <button type="button" aria-pressed={inTray} onClick={() => compareTray.change(inTray ? compared.filter((each) => each !== reference) : [...compared, reference])}>{inTray ? "Chosen for comparison" : "Choose for comparison"}</button>
      <button type="button" aria-pressed={isListed} onClick={() => pinList.change(isListed ? pinned.filter((each) => each !== reference) : [...pinned, reference])}>{isListed ? "On the pin list" : "Put on the pin list"}</button>
    </div>
  );
}
