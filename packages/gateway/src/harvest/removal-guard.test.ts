import { expect, it } from "vitest";
import { heldBackBecause } from "./removal-guard.ts";

it("speaks of rows where a source says something of models that others list", () => {
  const sight = { source: "prices", listed: 40, overlays: 40 };
  expect(heldBackBecause({ ...sight, seen: 10, unseen: 30 })).toBe("30 of 40 rows (75 %) were not seen, more than 20 %; nothing was removed. When they are really gone, let go by: modeldex harvest prices --force");
  expect(heldBackBecause({ ...sight, seen: 0, unseen: 40 })).toMatch(/^The run came back empty while 40 rows are stored; nothing was removed\./);
});

it.each([
  ["nothing unseen", 100, 0, 100, undefined],
  ["few unseen", 95, 5, 100, undefined],
  ["a fifth unseen", 80, 20, 100, undefined],
  ["more than a fifth unseen", 79, 21, 100, "21 of 100 listings (21 %)"],
  ["half of a small source", 5, 5, 10, undefined],
  ["an empty run over a small source", 0, 3, 3, "came back empty"],
  ["an empty run over a large source", 0, 900, 900, "came back empty"],
])("%s", (_, seen, unseen, listed, reason) => {
  const held = heldBackBecause({ source: "hub", seen, unseen, listed });
  if (reason === undefined) expect(held).toBeUndefined();
  else expect(held).toMatch(new RegExp(`${reason.replace(/[()]/g, "\\$&")}.* let go by: modeldex harvest hub --force$`));
});
