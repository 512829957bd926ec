import { describe, expect, test } from "vitest";
import { layoutLineage } from "./lineage-layout.ts";
import type { LineageBox, LineageLayout } from "./lineage-layout.ts";
import { baseTree } from "./lineage-tree.ts";
import type { BaseNode, DerivedGroup } from "./lineage-tree.ts";

type Input = Parameters<typeof baseTree>[0];
type BaseLink = Input["lineage"]["base"][number];

const empty = { base: [], derived: { totalCount: 0 }, quantized: null, finetunes: null, adapters: null, merges: null, distilled: null, converted: null, otherwise: null };

describe("layoutLineage", () => {
  test("places one base left of the model, in line with it", () => {
    const { boxes, lines } = layoutLineage([base("0")], []);
    expect(boxes.map(({ key, x, y }) => ({ key, x, y }))).toEqual([{ key: "self", x: 340, y: 0 }, { key: "base 0", x: 0, y: 0 }]);
    expect(lines.map(({ fromX, fromY, toX, toY }) => ({ fromX, fromY, toX, toY }))).toEqual([{ fromX: 184, fromY: 26, toX: 340, toY: 26 }]);
  });

  test("draws 8 of 30 bases and counts the others", () => {
    const layout = layoutLineage(Array.from({ length: 30 }, (_, place) => base(`${place}`)), []);
    expect(layout.boxes.filter(({ holds }) => holds.kind === "base")).toHaveLength(8);
    expect(layout.boxes.flatMap(({ holds }) => (holds.kind === "more" ? [holds.count] : []))).toEqual([22]);
    expectSound(layout);
  });

  test("gives room to the near bases before the far ones", () => {
    const layout = layoutLineage(Array.from({ length: 8 }, (_, place) => base(`${place}`, [base(`${place}.0`), base(`${place}.1`), base(`${place}.2`)])), []);
    const ways = layout.boxes.flatMap(({ holds }) => (holds.kind === "base" ? [holds.base.key] : []));
    expect(ways.filter((way) => !way.includes("."))).toHaveLength(8);
    expect(ways).toHaveLength(20);
    expectSound(layout);
  });

  test("has a model alone in one box", () => {
    const layout = layoutLineage([], []);
    expect(layout.boxes.map(({ key }) => key)).toEqual(["self"]);
    expect(layout.lines).toEqual([]);
  });

  test("keeps boxes apart and inside the picture, whatever was generated", () => {
    const random = generator(7);
    for (let round = 0; round < 300; round++) {
      const bases = Array.from({ length: Math.floor(random() * 31) }, (_, place) => tree(`${place}`, 3, random));
      const groups = relations.filter(() => random() < 0.6).map((relation) => group(relation, 1 + Math.floor(random() * 6), Math.floor(random() * 900)));
      expectSound(layoutLineage(bases, groups));
    }
  });
});

describe("baseTree", () => {
  test("ends where a base comes round again", () => {
    const again: BaseLink = { ...link("a"), model: { id: "m:a", name: "a", publisher: null, lineage: { base: [] } } };
    const first: BaseLink = { ...link("b"), model: { id: "m:b", name: "b", publisher: null, lineage: { base: [{ ...again }] } } };
    const [found] = baseTree({ id: "m:a", lineage: { ...empty, base: [first] } });
    expect(found?.bases.map(({ key, isAgain, bases }) => ({ key, isAgain, bases }))).toEqual([{ key: "0.0", isAgain: true, bases: [] }]);
  });

  test("keeps the reference of a base that is not in the catalog", () => {
    const [found] = baseTree({ id: "m:a", lineage: { ...empty, base: [{ ...link("pkg:huggingface/x/y"), model: null }] } });
    expect(found).toEqual({ key: "0", relation: "FINETUNE", reference: "pkg:huggingface/x/y", model: undefined, statedBy: [], isAgain: false, bases: [] });
  });
});

const relations = ["QUANTIZED", "FINETUNE", "ADAPTER", "MERGE", "DISTILLED", "CONVERTED", "UNKNOWN"] as const;

function link(reference: string): Omit<BaseLink, "model"> {
  return { relation: "FINETUNE", reference, statedBy: [] };
}

function base(key: string, bases: readonly BaseNode[] = []): BaseNode {
  return { key, relation: "MERGE", reference: key, model: undefined, statedBy: [], isAgain: false, bases };
}

function tree(key: string, depth: number, random: () => number): BaseNode {
  const width = depth === 0 ? 0 : Math.floor(random() * 5);
  return base(key, Array.from({ length: width }, (_, place) => tree(`${key}.${place}`, depth - 1, random)));
}

function group(relation: DerivedGroup["relation"], shown: number, more: number): DerivedGroup {
  const edges = Array.from({ length: shown }, (_, place) => ({ relation, statedBy: [], node: { id: `d:${place}`, name: `d${place}`, publisher: null } }));
  return { relation, total: shown + more, page: { totalCount: shown + more, pageInfo: { hasNextPage: more > 0, endCursor: null }, edges } };
}

/** No two boxes overlap, none leaves the picture, and each line leads from the side of a box to that of another. */
function expectSound({ width, height, boxes, lines }: LineageLayout): void {
  for (const [place, box] of boxes.entries()) {
    expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width + 0.01 && box.y + box.height <= height + 0.01, `${box.key} is inside`).toBe(true);
    expect(boxes.slice(place + 1).find((other) => overlap(box, other))?.key).toBeUndefined();
  }
  expect(new Set(boxes.map(({ key }) => key)).size).toBe(boxes.length);
  expect(lines).toHaveLength(boxes.length - 1);
  for (const { key, fromX, fromY, toX, toY } of lines) {
    expect(boxes.some((box) => touches(box, box.x + box.width, fromX, fromY)), `${key} begins at a box`).toBe(true);
    expect(boxes.some((box) => touches(box, box.x, toX, toY)), `${key} ends at a box`).toBe(true);
    expect(fromX).toBeLessThan(toX);
  }
}

function overlap(a: LineageBox, b: LineageBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function touches(box: LineageBox, side: number, x: number, y: number): boolean {
  return Math.abs(side - x) < 0.01 && y >= box.y - 0.01 && y <= box.y + box.height + 0.01;
}

/** Numbers from 0 to 1, the same each time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
