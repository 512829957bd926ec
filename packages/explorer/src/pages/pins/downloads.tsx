import { useState } from "react";
import type { CombinedError } from "@urql/core";
import { act } from "../../client/action.ts";
import { counted } from "../../format/numbers.ts";
import { PinsBillOfMaterials } from "../../generated/pins-page.ts";
import { Command } from "../../parts/copy.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { saveText } from "../../parts/save-text.ts";
import { checkParts, sizeOf } from "./in-parts.ts";
import { lockFileText } from "./lock-file.ts";
import type { LockDocument } from "./lock-file.ts";
import styles from "./pins-page.module.css";

export interface DownloadsProps {
  /** Documents of pins, as the endpoint made them. */
  readonly documents: readonly unknown[];
  /** How many of the list have no pin, and are in no file. */
  readonly missing: number;
}

/** The lock file of what was pinned, the command that checks it, and a bill of materials over it. */
export function Downloads({ documents, missing }: DownloadsProps): React.JSX.Element | null {
  const [error, setError] = useState<CombinedError>();
  const [isAsking, setAsking] = useState(false);
  if (documents.length === 0) return null;
  const isTooLarge = documents.length > 50 || sizeOf(documents) > checkParts.bytes;
  const bill = async (): Promise<void> => {
    setAsking(true);
    setError(undefined);
    const acted = await act(PinsBillOfMaterials, { pins: documents.map((document) => ({ document })) });
    setAsking(false);
    if (acted.status === "FAILED") setError(acted.error);
    else saveText("models.cdx.json", "application/vnd.cyclonedx+json", `${JSON.stringify(acted.data.mlBom, undefined, 2)}\n`);
  };
  return (
    <div className={styles.downloads}>
      <div className="row">
        <button type="button" onClick={() => saveText("models.lock.json", "application/json", lockFileText(documents as readonly LockDocument[]))}>Download the lock file</button>
        <button type="button" disabled={isAsking || isTooLarge} onClick={() => void bill()}>{isAsking ? "Asking…" : "Download a bill of materials (CycloneDX)"}</button>
        <span className="small">{counted(documents.length, "model")} in it{missing > 0 && `; ${missing} of the list ${missing === 1 ? "has" : "have"} no pin, and ${missing === 1 ? "is" : "are"} not in it`}</span>
      </div>
      {isTooLarge && <p className="small">A bill of materials over these is larger than one request takes; ask for it by the command <code>modeldex bom</code>.</p>}
      {error !== undefined && <AnswerProblem error={error} again={() => void bill()} />}
      <p className="small muted">The pins are in this file alone; this browser keeps the list, not what was pinned. Keep it where changes are reviewed; this command holds it against the present:</p>
      <Command text="modeldex check models.lock.json" what="the command that checks the lock file" />
    </div>
  );
}
