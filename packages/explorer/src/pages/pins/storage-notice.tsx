import { Problem } from "../../parts/problem.tsx";
import { saveText } from "../../parts/save-text.ts";
import type { StorageTrouble } from "../../state/storage.ts";
import { pinList } from "../../state/pin-list.ts";
import { useListTrouble } from "../../state/stored-list.ts";

const reasons: Readonly<Record<StorageTrouble, string>> = {
  FULL: "Its storage for this site is full.",
  BLOCKED: "Its storage for this site is switched off.",
  CLEARED: "Its storage for this site was cleared since this page was opened.",
};

/** Says that this browser does not keep the list, why, and how to take it along; nothing while it does. */
export function StorageNotice({ references }: { readonly references: readonly string[] }): React.JSX.Element {
  const trouble = useListTrouble(pinList);
  return (
    <div role="status">
      {trouble !== undefined && (
        <Problem title="This browser does not keep your list" tone="caution">
          <p>{reasons[trouble]} {references.length === 0 ? "What you put on the list goes when this page is closed." : "The list goes when this page is closed: take it along, or keep its address (“This list as a link”)."}</p>
          <div className="row">
            {references.length > 0 && <button type="button" onClick={() => saveText("pins.txt", "text/plain", `${references.join("\n")}\n`)}>Download the list, one reference a line</button>}
            <button type="button" onClick={() => pinList.change(pinList.items())}>Try to keep it again</button>
          </div>
        </Problem>
      )}
    </div>
  );
}
