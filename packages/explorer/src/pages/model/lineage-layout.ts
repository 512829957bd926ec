import type { BaseNode, DerivedGroup } from "./lineage-tree.ts";

/** One box of the picture, in pixels from its upper left corner. */
export interface LineageBox {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly holds:
    | { readonly kind: "base"; readonly base: BaseNode }
    /** Bases that have no box of their own. */
    | { readonly kind: "more"; readonly count: number }
    | { readonly kind: "self" }
    | { readonly kind: "group"; readonly group: DerivedGroup; readonly rows: number };
}

/** A line from the right side of one box to the left side of another. */
export interface LineageLine {
  readonly key: string;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  /** Whose relation and sources are written on it; `undefined` for a line to what is only counted. */
  readonly base: BaseNode | undefined;
}

export interface LineageLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly LineageBox[];
  readonly lines: readonly LineageLine[];
}

export const lineageSizes = {
  boxWidth: 184, boxHeight: 52, moreHeight: 28, gapX: 156, gapY: 14,
  /** Of the box of a group: its heading, and each row under it. */
  groupWidth: 268, headHeight: 34, rowHeight: 28, groupPadding: 4,
  /** Rows of a group that are drawn. */
  mostRows: 3,
} as const;

/** Bases with a box of their own, of each box of a column: of the model itself, of its bases, of theirs. */
const mostPerParent = [8, 3, 2] as const;
const mostBases = 20;

/** Which of its bases a box is drawn with. */
interface Planned {
  readonly bases: readonly BaseNode[];
  readonly children: PlannedBase[];
  hidden: number;
}

interface PlannedBase extends Planned {
  readonly base: BaseNode;
}

interface Block {
  readonly height: number;
  /** From the top of the block to the middle of its box. */
  readonly middle: number;
}

/**
 * Places the picture of a lineage: bases in columns to the left, the model, what was made from it at the right. Whatever is given, it has at most 20 boxes of
 * bases, and no two boxes overlap.
 */
export function layoutLineage(bases: readonly BaseNode[], groups: readonly DerivedGroup[]): LineageLayout {
  const { boxWidth, boxHeight, gapX, gapY, groupWidth } = lineageSizes;
  const plan = planned(bases);
  const columns = Math.max(0, ...plan.children.map(depthOf));
  const left = stackHeight(plan);
  const groupHeights = groups.map(heightOfGroup);
  const right = sum(groupHeights) + gapY * Math.max(0, groups.length - 1);
  const height = Math.max(left, right, boxHeight);
  const boxes: LineageBox[] = [];
  const lines: LineageLine[] = [];
  const selfX = columns * (boxWidth + gapX);
  const middle = height / 2;
  boxes.push({ key: "self", x: selfX, y: middle - boxHeight / 2, width: boxWidth, height: boxHeight, holds: { kind: "self" } });
  placeChildren(plan, "", { x: selfX, top: (height - left) / 2, middle }, boxes, lines);
  let y = (height - right) / 2;
  for (const [place, group] of groups.entries()) {
    const tall = groupHeights[place] ?? 0;
    const x = selfX + boxWidth + gapX / 2;
    boxes.push({ key: `group ${group.relation}`, x, y, width: groupWidth, height: tall, holds: { kind: "group", group, rows: rowsOf(group) } });
    lines.push({ key: `group ${group.relation}`, fromX: selfX + boxWidth, fromY: middle, toX: x, toY: y + lineageSizes.headHeight / 2, base: undefined });
    y += tall + gapY;
  }
  const width = selfX + boxWidth + (groups.length === 0 ? 0 : gapX / 2 + groupWidth);
  return { width, height, boxes, lines };
}

/** Which bases get a box: level by level, so that a near one never gives way to a far one. */
function planned(bases: readonly BaseNode[]): Planned {
  const root: Planned = { bases, children: [], hidden: 0 };
  let room = mostBases;
  let level: readonly Planned[] = [root];
  for (const most of mostPerParent) {
    const next: PlannedBase[] = [];
    for (const parent of level) {
      const shown = parent.bases.slice(0, Math.min(most, room));
      room -= shown.length;
      parent.hidden = parent.bases.length - shown.length;
      for (const base of shown) {
        const child = { base, bases: base.bases, children: [], hidden: 0 };
        parent.children.push(child);
        next.push(child);
      }
    }
    level = next;
  }
  for (const last of level) last.hidden = last.bases.length;
  return root;
}

interface Place {
  /** Left side of the parent's box. */
  readonly x: number;
  /** Top of the room for the children. */
  readonly top: number;
  /** Middle of the parent's box. */
  readonly middle: number;
}

function placeChildren({ children, hidden }: Planned, way: string, { x: parentX, top, middle }: Place, boxes: LineageBox[], lines: LineageLine[]): void {
  const { boxWidth, boxHeight, moreHeight, gapX, gapY } = lineageSizes;
  const x = parentX - gapX - boxWidth;
  let y = top;
  for (const child of children) {
    const block = blockOf(child);
    const childMiddle = y + block.middle;
    const key = `base ${child.base.key}`;
    boxes.push({ key, x, y: childMiddle - boxHeight / 2, width: boxWidth, height: boxHeight, holds: { kind: "base", base: child.base } });
    lines.push({ key, fromX: x + boxWidth, fromY: childMiddle, toX: parentX, toY: middle, base: child.base });
    placeChildren(child, child.base.key, { x, top: y + (block.height - stackHeight(child)) / 2, middle: childMiddle }, boxes, lines);
    y += block.height + gapY;
  }
  if (hidden === 0) return;
  const key = `more ${way}`;
  boxes.push({ key, x, y, width: boxWidth, height: moreHeight, holds: { kind: "more", count: hidden } });
  lines.push({ key, fromX: x + boxWidth, fromY: y + moreHeight / 2, toX: parentX, toY: middle, base: undefined });
}

function blockOf(node: PlannedBase): Block {
  const height = Math.max(lineageSizes.boxHeight, stackHeight(node));
  return { height, middle: height / 2 };
}

/** Height of what stands left of a box. */
function stackHeight({ children, hidden }: Planned): number {
  const heights = children.map((child) => blockOf(child).height);
  if (hidden > 0) heights.push(lineageSizes.moreHeight);
  return sum(heights) + lineageSizes.gapY * Math.max(0, heights.length - 1);
}

function depthOf({ children, hidden }: PlannedBase): number {
  return 1 + Math.max(hidden > 0 ? 1 : 0, ...children.map(depthOf));
}

/** Rows under the heading of a group: the most used, and one for the others. */
function rowsOf({ page, total }: DerivedGroup): number {
  const shown = Math.min(page.edges.length, lineageSizes.mostRows);
  return shown + ((total ?? page.edges.length) > shown || page.pageInfo.hasNextPage ? 1 : 0);
}

function heightOfGroup(group: DerivedGroup): number {
  return lineageSizes.headHeight + rowsOf(group) * lineageSizes.rowHeight + lineageSizes.groupPadding;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
