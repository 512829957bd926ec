import { useState } from "react";
import { client } from "../../client/client.ts";
import { explain } from "../../client/explain.ts";
import { ModelPageBom } from "../../generated/model-page.ts";
import { saveJson } from "./save-json.ts";

/** Asks for the bill of materials when it is wanted, and hands it over as a file. The endpoint may check what is due for it. */
export function BomDownload({ id }: { readonly id: string }): React.JSX.Element {
  const [said, setSaid] = useState("");
  const [isAsking, setIsAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setIsAsking(true);
    setSaid("Asking for it…");
    const { data, error } = await client.query(ModelPageBom, { id }).toPromise();
    setIsAsking(false);
    const bom = data?.model?.mlBom;
    if (bom === undefined || bom === null) {
      setSaid(error === undefined ? "The endpoint gives none for this model." : sentenceOf(explain(error)));
      return;
    }
    saveJson(`${id.replaceAll(/[^A-Za-z0-9._-]+/g, "-")}.cdx.json`, bom);
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
