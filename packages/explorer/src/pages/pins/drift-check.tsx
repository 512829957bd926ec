import { useRef, useState } from "react";
import type { RefObject } from "react";
import { act } from "../../client/action.ts";
import { counted } from "../../format/numbers.ts";
import { CheckPins } from "../../generated/pins-page.ts";
import type { PolicyChoiceFragment } from "../../generated/types.ts";
import { saveText } from "../../parts/save-text.ts";
import { useKeptFocus } from "../../parts/use-kept-focus.ts";
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
  const { run, start, stop, forget } = useRun();
  const heading = useRef<HTMLHeadingElement>(null);
  const download = useRef<HTMLButtonElement>(null);
  // What takes the focus when the button that had it goes: what the press of it led to.
  const next = useRef<RefObject<HTMLElement | null>>(heading);
  const kept = useKeptFocus(() => next.current.current);
  const read = (text: string, from: string): void => {
    forget();
    const reading = readLockFile(text);
    setName(from);
    setRenewed(new Map());
    setProblem("problem" in reading ? reading.problem : "");
    setRows("problem" in reading ? [] : reading.entries.map((entry) => ({ entry, result: undefined })));
  };
  const check = (wanted: ReturnType<typeof unasked>): void => {
    next.current = heading;
    start({
      parts: inParts(wanted, checkParts),
      ask: async (part) => act(CheckPins, { pins: part.map(({ document }) => ({ document })) }),
      take: ({ checkPins }, part) => setRows((before) => before.map((row) => {
        const at = part.findIndex(({ place }) => place === row.entry.place);
        const result = at < 0 ? undefined : checkPins?.[at];
        return result === undefined ? row : { ...row, result };
      })),
    });
  };
  const renew = (place: number, document: LockDocument): void => {
    next.current = download;
    setRenewed((before) => new Map([...before, [place, document]]));
  };
  const again = (): void => {
    if (run.isRunning) return;
    const fresh = rows.map(({ entry }) => ({ entry, result: undefined }));
    setRows(fresh);
    check(unasked(fresh));
  };
  const left = unasked(rows);
  const counts = [countsText(rows), ...(left.length > 0 ? [`${left.length} not asked about`] : [])].filter((text) => text !== "").join(", ");
  const isAsked = rows.some(({ result }) => result !== undefined);
  const silent = unasked(rows.filter(({ result }) => result?.outcome === "UNREACHABLE").map(({ entry }) => ({ entry, result: undefined })));
  const documents = rows.flatMap(({ entry }) => ("document" in entry ? [renewed.get(entry.place) ?? entry.document] : []));
  return (
    <div {...kept}>
      <LockFileInput take={read} />
      {problem !== "" && <p role="alert" className={styles.mistake}>{name} cannot be used. {problem}</p>}
      {rows.length > 0 && (
        <>
          <p>{name}: {counted(rows.length, "entry", "entries")}. A check asks {counted(sourcesNamed(rows.map(({ entry }) => entry)), "source")} what they have now, {checkParts.most} entries at a time. The file goes to this gateway&apos;s endpoint, and to nobody else.</p>
          <div className={styles.controls}>
            {left.length > 0 && <button type="button" className="primary" aria-disabled={run.isRunning} onClick={() => check(left)}>{isAsked ? `Check the ${left.length} that are left` : `Check ${counted(left.length, "entry", "entries")}`}</button>}
            {isAsked && <button type="button" aria-disabled={run.isRunning} onClick={again}>Check all again</button>}
            {silent.length > 0 && <button type="button" aria-disabled={run.isRunning} onClick={() => check(silent)}>Ask again about the {silent.length} not known</button>}
          </div>
          <Progress run={run} stop={stop} title="Result of the check" heading={heading} verb="checked" counts={counts === "" || run.total === rows.length ? counts : `of all ${rows.length}, ${counts}`} goOn={() => check(left)} />
          {renewed.size > 0 && <p><button ref={download} type="button" onClick={() => saveText("models.lock.json", "application/json", lockFileText(documents))}>Download the lock file with {renewed.size} pinned anew</button> The file that you gave is not touched. Look at the difference, and keep it with the reason.</p>}
          <ul className={styles.rows}>
            {byWeight(rows).map((row) => (
              <li key={row.entry.place} className="card">
                <CheckedPin row={row} outcome={outcomeOf(row)} policies={policies} isRenewed={renewed.has(row.entry.place)} renew={(document) => renew(row.entry.place, document)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
