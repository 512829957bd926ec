export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point with a label that is to stand near it. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a label stands, and whether it is far enough from its point to need a line to it. */
export interface PlacedLabel extends Box {
  readonly needsLine: boolean;
}

/** Room that is kept round each point. */
const pointRadius = 7;

/** Places labels within a picture so that none covers another label or a point: beside the point where there is room, else the nearest free place. */
export function placeLabels(points: readonly LabelledPoint[], bounds: Box): readonly PlacedLabel[] {
  const marks = points.map(({ x, y }): Box => ({ x: x - pointRadius, y: y - pointRadius, width: 2 * pointRadius, height: 2 * pointRadius }));
  const placed: Box[] = [];
  return points.map((point) => {
    const label = firstFree(point, bounds, [...marks, ...placed]);
    placed.push(label);
    return { ...label, needsLine: distance(point, label) > 2.5 * pointRadius };
  });
}

/** Whether two boxes share any of their area. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function firstFree(point: LabelledPoint, bounds: Box, taken: readonly Box[]): Box {
  const free = (box: Box): boolean => within(box, bounds) && taken.every((other) => !overlaps(box, other));
  const beside = besides(point).find(free);
  if (beside !== undefined) return beside;
  const grid: Box[] = [];
  for (let y = bounds.y; y + point.height <= bounds.y + bounds.height; y += point.height / 2) {
    for (let x = bounds.x; x + point.width <= bounds.x + bounds.width; x += 12) grid.push({ x, y, width: point.width, height: point.height });
  }
  const found = grid.filter(free).toSorted((a, b) => distance(point, a) - distance(point, b))[0];
  // Only where the labels fill the whole picture; then the first place is as good as any.
  return found ?? besides(point)[0] ?? { x: point.x, y: point.y, width: point.width, height: point.height };
}

function besides({ x, y, width, height }: LabelledPoint): readonly Box[] {
  const gap = pointRadius + 2;
  const size = { width, height };
  return [
    { x: x + gap, y: y - height / 2, ...size },
    { x: x - gap - width, y: y - height / 2, ...size },
    { x: x - width / 2, y: y - gap - height, ...size },
    { x: x - width / 2, y: y + gap, ...size },
    { x: x + gap, y: y - gap - height, ...size },
    { x: x + gap, y: y + gap, ...size },
    { x: x - gap - width, y: y - gap - height, ...size },
    { x: x - gap - width, y: y + gap, ...size },
  ];
}

function within(box: Box, bounds: Box): boolean {
  return box.x >= bounds.x && box.y >= bounds.y && box.x + box.width <= bounds.x + bounds.width && box.y + box.height <= bounds.y + bounds.height;
}

/** From a point to the nearest place of a box. */
function distance({ x, y }: LabelledPoint, box: Box): number {
  const dx = Math.max(box.x - x, 0, x - box.x - box.width);
  const dy = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(dx, dy);
}
