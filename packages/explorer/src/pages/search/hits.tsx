import { useEffect, useMemo, useRef } from "react";
import type { ModelSort } from "../../generated/types.ts";
import { compareTray } from "../../state/compare-tray.ts";
import { pinList } from "../../state/pin-list.ts";
import { toggle } from "../../parts/tray-buttons.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { singleKeysAreOn } from "../../shell/single-keys.ts";
import { Hit } from "./hit.tsx";
import { sortedParts } from "./sorted-parts.ts";
import type { Hits } from "./use-hits.ts";
import styles from "./search-page.module.css";

const links = "a[data-hit]";

/** The hits; arrow keys go from one to the next, and Escape back to the box. */
export function HitList({ hits: { edges, addedAt, hasMore, isLoadingMore, moreError, more }, sort, label }: { readonly hits: Hits; readonly sort: ModelSort; readonly label: string }): React.JSX.Element {
  const list = useRef<HTMLOListElement>(null);
  const before = useRef({ length: edges.length, isMore: false });
  const lines = useMemo(() => new Map([...sortedParts(edges.slice(0, addedAt), sort), ...(addedAt === undefined ? [] : [[addedAt, "Added by the sources just now:"] as const])]), [edges, addedAt, sort]);
  useEffect(() => {
    // After "Show more" reading goes on at the first new one.
    if (before.current.isMore && edges.length > before.current.length) linksOf(list.current)[before.current.length]?.focus();
    before.current = { length: edges.length, isMore: before.current.isMore && edges.length === before.current.length };
  }, [edges]);
  const keyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return focusBox();
    if (!singleKeysAreOn()) return;
    if (!(event.target instanceof HTMLElement) || !event.target.matches(links)) return;
    const all = linksOf(list.current);
    const at = all.findIndex((link) => link === event.target);
    const id = event.target.dataset["hit"];
    if (event.key === "ArrowDown" || event.key === "j") all[at + 1]?.focus();
    else if ((event.key === "ArrowUp" || event.key === "k") && at === 0) focusBox();
    else if (event.key === "ArrowUp" || event.key === "k") all[at - 1]?.focus();
    else if (event.key === "c" && id !== undefined) toggle(compareTray, id);
    else if (event.key === "p" && id !== undefined) toggle(pinList, id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <ol ref={list} className={`plain ${styles.hits}`} aria-label={label} onKeyDown={keyDown}>
        {edges.map((edge, place) => <li key={edge.node.id}>{lines.has(place) && <p className={styles.part}>{lines.get(place)}</p>}<Hit edge={edge} /></li>)}
      </ol>
      {moreError !== undefined && <AnswerProblem error={moreError} again={more} />}
      {hasMore && (
        <button
          type="button" className={styles.more} aria-disabled={isLoadingMore}
          onClick={() => {
            if (isLoadingMore) return;
            before.current = { length: edges.length, isMore: true };
            more();
          }}
        >{isLoadingMore ? "Loading more" : "Show more"}</button>
      )}
    </>
  );
}

/** Moves to the first hit. */
export function focusFirstHit(): void {
  linksOf(document)[0]?.focus();
}

function linksOf(within: ParentNode | null): readonly HTMLElement[] {
  return within === null ? [] : [...within.querySelectorAll<HTMLElement>(links)];
}

function focusBox(): void {
  document.getElementById("find")?.focus();
}
