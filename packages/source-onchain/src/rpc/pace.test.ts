import { expect, test } from "vitest";
import { faster, firstPace, slower, type Pace } from "./pace.ts";
import { RpcError } from "./rpc-error.ts";

test.each([50, 1_000, 1_024, 10_000, 250_000])("settles just below a limit of %i blocks, with few refusals", (limit) => {
  let pace = firstPace;
  let refusals = 0;
  let read = 0;
  for (let requests = 0; requests < 60; requests += 1) {
    if (pace.span > limit) {
      refusals += 1;
      pace = slower(pace, new RpcError(-32_000, "block range is too wide")) as Pace;
    } else {
      read += pace.span;
      pace = faster(pace, 0);
    }
  }
  expect(pace.span).toBeGreaterThan(limit * 0.7);
  expect(refusals).toBeLessThan(13);
  expect(read).toBeGreaterThan(limit * 30);
});

test("takes the range that the node names", () => {
  expect(slower({ span: 50_000, refused: 100_000 }, new RpcError(-32_600, "limited to 1024 block range"))).toEqual({ span: 1_024, refused: 1_025 });
});

test("goes faster again after a place with many logs", () => {
  const after = slower({ span: 8_000, refused: 20_000 }, new RpcError(-32_005, "query returned more than 10000 results")) as Pace;
  expect([after.span, faster(after, 10).span, faster(faster(after, 10), 10).span]).toEqual([4_000, 8_000, 16_000]);
});

test("stays as it is when an answer is almost full", () => {
  expect(faster({ span: 100, refused: 1_000 }, 9_000)).toEqual({ span: 100, refused: 1_000 });
});

test("has no slower pace than one block, and none for other errors", () => {
  expect([
    slower({ span: 1, refused: 2 }, new RpcError(-32_000, "block range is too wide")),
    slower({ span: 100, refused: 200 }, new RpcError(-32_603, "internal error")),
  ]).toEqual([undefined, undefined]);
});
