import { expect, it } from "vitest";
import { lengthWorthCutting } from "./worth-cutting.ts";

it.each([
  [10, 200, 200], [246, 200, 246], [260, 200, 260], [261, 200, 200], [60, 40, 60], [61, 40, 40], [100_000, 200, 200], [1, 0, 0],
])("of %i characters with a limit of %i, %i are shown", (length, limit, shown) => expect(lengthWorthCutting("a".repeat(length), limit)).toBe(shown));
