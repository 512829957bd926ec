import { useState } from "react";
import { act } from "../../client/action.ts";
import { explain } from "../../client/explain.ts";
import { ModelPageBom } from "../../generated/model-page.ts";
import { fileName, saveText } from "../../parts/save-text.ts";

/** Asks for the bill of materials when it is wanted, and hands it over as a file. The endpoint may check what is due for it. */
export function BomDownload({ id }: { readonly id: string }): React.JSX.Element {
  const [said, setSaid] = useState("");
  const [isAsking, setIsAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setIsAsking(true);
    setSaid("Asking for it…");
    const acted = await act(ModelPageBom, { id });
    setIsAsking(false);
    if (acted.status === "FAILED") return setSaid(sentenceOf(explain(acted.error)));
    const bom = acted.data.model?.mlBom;
    if (bom === undefined || bom === null) return setSaid("The endpoint gives none for this model.");
    saveText(fileName(`${id}.cdx.json`), "application/json", `${JSON.stringify(bom, undefined, 2)}\n`);
    setSaid("Handed over as a file.");
  };
  return (
    <>
      <button type="button" disabled={isAsking} onClick={() => void ask()}>Download as CycloneDX</button>{" "}
      <span role="status" className="small muted">{said === "" ? "ML-BOM of the listing that gives the id, with claims and evidence" : said}</span>
    </>
  );
}

function sentenceOf({ title, sentences }: ReturnType<typeof explain>): string {
  return [`${title}.`, ...sentences].join(" ");
}
