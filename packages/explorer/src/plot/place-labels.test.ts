import { expect, it } from "vitest";
import { overlaps, placeLabels } from "./place-labels.ts";

const bounds = { x: 0, y: 0, width: 330, height: 300 };

it("puts a label to the right of its point where there is room, and to the left at the right edge", () => {
  expect(placeLabels([{ x: 50, y: 100, width: 80, height: 16 }], bounds)).toEqual([{ x: 59, y: 92, width: 80, height: 16, needsLine: false }]);
  expect(placeLabels([{ x: 320, y: 100, width: 80, height: 16 }], bounds)).toEqual([{ x: 231, y: 92, width: 80, height: 16, needsLine: false }]);
});

it("covers no label and no point, wherever eight points are, all at one place included", () => {
  let seed = 11;
  const random = (): number => ((seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647);
  const wrong: unknown[] = [];
  for (let round = 0; round < 80; round += 1) {
    const spread = round % 4 === 0 ? 0 : random();
    const points = Array.from({ length: 8 }, () => ({ x: 20 + 290 * random() * spread, y: 20 + 260 * random() * spread, width: 60 + 60 * random(), height: 16 }));
    const labels = placeLabels(points, bounds);
    const isGood = labels.every((label, at) => labels.slice(at + 1).every((other) => !overlaps(label, other))
      && points.every(({ x, y }) => !overlaps(label, { x: x - 7, y: y - 7, width: 14, height: 14 }))
      && label.x >= 0 && label.x + label.width <= 330 && label.y >= 0 && label.y + label.height <= 300);
    if (!isGood) wrong.push({ points, labels });
  }
  expect(wrong).toEqual([]);
});
