import { expect, it } from "vitest";
import { createRounds } from "./rounds.ts";

const hour = { left: { requests: 1, bytes: 1, timeMs: 3_600_000 } };

it("lets dear checks begin when every subject has passed, the first of each before the second of any", async () => {
  const rounds = createRounds(2, hour);
  const [first, second] = [rounds.turn(0), rounds.turn(1)];
  const begun: string[] = [];
  const dear = async (name: string, turn: typeof first, round: number) => {
    await turn.dear(round);
    begun.push(name);
  };
  const all = [dear("first 0", first, 0), dear("first 1", first, 1), dear("second 0", second, 0)];
  first.passed();
  first.passed();
  await new Promise(setImmediate);
  expect(begun).toEqual([]);
  second.passed();
  await Promise.all([...all, dear("first 2", first, 2)]);
  expect(begun).toEqual(["first 0", "second 0", "first 1", "first 2"]);
});
