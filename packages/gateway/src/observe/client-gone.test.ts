import { expect, it } from "vitest";
import { ClientGone, waitedFor } from "./client-gone.ts";

it("does nothing for a client that goes before its turn, and still answers one whose time is over", async () => {
  const [gone, late] = [new AbortController(), new AbortController()];
  let done = 0;
  const work = async (): Promise<number> => (done += 1);
  const forNobody = waitedFor(gone.signal, work);
  gone.abort(new ClientGone());
  late.abort(new DOMException("too late", "TimeoutError"));
  await expect(forNobody).rejects.toBeInstanceOf(ClientGone);
  expect(done).toBe(0);
  expect(await waitedFor(late.signal, work)).toBe(1);
});
