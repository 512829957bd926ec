import { useState } from "react";
import { act } from "../../client/action.ts";
import { counted } from "../../format/numbers.ts";
import { CheckPins } from "../../generated/pins-page.ts";
import type { PolicyChoiceFragment } from "../../generated/types.ts";
import { saveText } from "../../parts/save-text.ts";
import { byWeight, countsText, outcomeOf, sourcesNamed, unasked } from "./check-rows.ts";
import type { CheckRow } from "./check-rows.ts";
import { CheckedPin } from "./checked-pin.tsx";
import { checkParts, inParts } from "./in-parts.ts";
import { lockFileText, readLockFile } from "./lock-file.ts";
import type { LockDocument } from "./lock-file.ts";
import { LockFileInput } from "./lock-file-input.tsx";
import { Progress } from "./progress.tsx";
import { useRun } from "./use-run.ts";
import styles from "./pins-page.module.css";

/** Holds a lock file against the present, in small parts, and lets entries be pinned anew. */
export function DriftCheck({ policies }: { readonly policies: readonly PolicyChoiceFragment[] }): React.JSX.Element {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState("");
  const [rows, setRows] = useState<readonly CheckRow[]>([]);
  const [renewed, setRenewed] = useState<ReadonlyMap<number, LockDocument>>(new Map());
  const { run, start, stop } = useRun();
  const read = (text: string, from: string): void => {
    stop();
    const reading = readLockFile(text);
    setName(from);
    setRenewed(new Map());
    setProblem("problem" in reading ? reading.problem : "");
    setRows("problem" in reading ? [] : reading.entries.map((entry) => ({ entry, result: undefined })));
  };
  const check = (wanted: ReturnType<typeof unasked>): void => start({
    parts: inParts(wanted, checkParts),
    ask: async (part) => act(CheckPins, { pins: part.map(({ document }) => ({ document })) }),
    take: ({ checkPins }, part) => setRows((before) => before.map((row) => {
      const at = part.findIndex(({ place }) => place === row.entry.place);
      const result = at < 0 ? undefined : checkPins?.[at];
      return result === undefined ? row : { ...row, result };
    })),
  });
  const again = (): void => {
    const fresh = rows.map(({ entry }) => ({ entry, result: undefined }));
    setRows(fresh);
    check(unasked(fresh));
  };
  const left = unasked(rows);
  const counts = countsText(rows);
  const isAsked = rows.some(({ result }) => result !== undefined);
  const silent = unasked(rows.filter(({ result }) => result?.outcome === "UNREACHABLE").map(({ entry }) => ({ entry, result: undefined })));
  const kept = rows.flatMap(({ entry }) => ("document" in entry ? [renewed.get(entry.place) ?? entry.document] : []));
  return (
    <>
      <LockFileInput take={read} />
      {problem !== "" && <p role="alert" className={styles.mistake}>{name} cannot be used. {problem}</p>}
      {rows.length > 0 && (
        <>
          <p>{name}: {counted(rows.length, "entry", "entries")}. A check asks {counted(sourcesNamed(rows.map(({ entry }) => entry)), "source")} what they have now, {checkParts.most} entries at a time. The file goes to this gateway&apos;s endpoint, and to nobody else.</p>
          <div className={styles.controls}>
            {left.length > 0 && <button type="button" className="primary" disabled={run.isRunning} onClick={() => check(left)}>{isAsked ? `Check the ${left.length} that are left` : `Check ${counted(left.length, "entry", "entries")}`}</button>}
            {isAsked && <button type="button" disabled={run.isRunning} onClick={again}>Check all again</button>}
            {silent.length > 0 && <button type="button" disabled={run.isRunning} onClick={() => check(silent)}>Ask again about the {silent.length} not known</button>}
          </div>
          <Progress run={run} stop={stop} verb="checked" goOn={() => check(left)} />
          <p role="status">{!run.isRunning && counts !== "" && <strong>{counts}{left.length > 0 && `, ${left.length} not asked about`}</strong>}</p>
          {renewed.size > 0 && <p><button type="button" onClick={() => saveText("models.lock.json", "application/json", lockFileText(kept))}>Download the lock file with {renewed.size} pinned anew</button> The file that you gave is not touched. Look at the difference, and keep it with the reason.</p>}
          <ul className={styles.rows}>
            {byWeight(rows).map((row) => (
              <li key={row.entry.place} className="card">
                <CheckedPin row={row} outcome={outcomeOf(row)} policies={policies} isRenewed={renewed.has(row.entry.place)} renew={(document) => setRenewed((before) => new Map([...before, [row.entry.place, document]]))} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
