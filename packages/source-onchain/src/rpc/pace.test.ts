import { SourceError } from "@modeldex/plugin-kit";
import { expect, test } from "vitest";
import { faster, firstPace, mayBeCut, slower, type Pace } from "./pace.ts";
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

test("asks for about as many logs as a page takes", () => {
  expect([faster({ span: 100, refused: 1_000 }, 700), faster({ span: 2_000, refused: 10_000 }, 5_000, 100), faster({ span: 1, refused: 2 }, 9_000)]).toEqual([
    { span: 100, refused: 1_000 }, { span: 10, refused: 10_000 }, { span: 1, refused: 2 },
  ]);
});

test("takes long steps down when answers come too late", () => {
  const late = new RpcError(0, "too late", new SourceError("TIMEOUT", "too late"));
  expect([slower({ span: 2_000, refused: 9_000 }, late), slower({ span: 3, refused: 9_000 }, late)]).toEqual([{ span: 250, refused: 2_000 }, { span: 1, refused: 3 }]);
});

test.each([[0, false], [999, false], [1_000, true], [10_000, true], [10_001, false]])("takes an answer of %i logs for one that may be cut off: %s", (logs, cut) => {
  expect(mayBeCut(logs)).toBe(cut);
});

test("has no slower pace than one block, and none for other errors", () => {
  expect([
    slower({ span: 1, refused: 2 }, new RpcError(-32_000, "block range is too wide")),
    slower({ span: 100, refused: 200 }, new RpcError(-32_603, "internal error")),
  ]).toEqual([undefined, undefined]);
});
