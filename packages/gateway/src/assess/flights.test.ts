import { expect, it } from "vitest";
import { createFlights } from "./flights.ts";

/** Work that ends when the test says so, and tells what became of its signal. */
function work() {
  const done = Promise.withResolvers<string>();
  const signals: AbortSignal[] = [];
  return { ...done, signals, begin: async (signal: AbortSignal) => (signals.push(signal), done.promise) };
}

const staying = new AbortController().signal;

it("does equal work once, and anew after it has ended", async () => {
  const flights = createFlights<string>();
  const { begin, resolve, signals } = work();
  const [first, second] = [flights.join("a", staying, begin), flights.join("a", staying, begin)];
  resolve("done");
  expect([await first.result, await second.result, first.own, second.own, signals.length]).toEqual(["done", "done", true, false, 1]);
  expect(flights.join("a", staying, begin).own).toBe(true);
});

it("goes on for the others when one who waits has gone", async () => {
  const flights = createFlights<string>();
  const leaving = new AbortController();
  const { begin, resolve, signals } = work();
  const gone = flights.join("a", leaving.signal, begin).result;
  const waits = flights.join("a", staying, begin).result;
  leaving.abort(new Error("gone"));
  await expect(gone).rejects.toThrow("gone");
  resolve("done");
  expect([await waits, signals.map(({ aborted }) => aborted)]).toEqual(["done", [false]]);
});

it("ends the work when all have gone; who comes later begins anew", async () => {
  const flights = createFlights<string>();
  const leaving = new AbortController();
  const { begin, reject, signals } = work();
  const gone = [flights.join("a", leaving.signal, begin).result, flights.join("a", leaving.signal, begin).result];
  leaving.abort(new Error("gone"));
  expect((await Promise.allSettled(gone)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const later = flights.join("a", staying, begin);
  // Nobody waits for the first work any more; that it fails must trouble nobody.
  reject(new Error("ended"));
  await expect(later.result).rejects.toThrow("ended");
  expect([later.own, signals.map(({ aborted }) => aborted)]).toEqual([true, [true, false]]);
});

it("tells all who wait when the work fails, and keeps no failure", async () => {
  const flights = createFlights<string>();
  const failing = async () => Promise.reject(new Error("broken"));
  const both = [flights.join("a", staying, failing).result, flights.join("a", staying, failing).result];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await flights.join("a", staying, async () => "done").result).toBe("done");
});
