/**
 * Spreads marks along a line over lanes, so that none lies on another.
 *
 * @param gap the least distance of two marks in one lane.
 * @returns the lane of each mark, from 0.
 */
export function lanesOf(places: readonly number[], gap: number): readonly number[] {
  const lanes: number[] = places.map(() => 0);
  const ends: number[] = [];
  for (const index of places.map((_, at) => at).toSorted((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b)) {
    const place = places[index] ?? 0;
    const free = ends.findIndex((end) => place - end >= gap);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = place;
    lanes[index] = lane;
  }
  return lanes;
}
