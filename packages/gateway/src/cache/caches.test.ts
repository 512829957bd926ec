import { expect, it } from "vitest";
import { silentLogger } from "../observe/log.ts";
import { createCaches } from "./caches.ts";

it("keeps a bounded number of queries apart from answers: a thousand others drive out the first, and no answer", async () => {
  const caches = createCaches({ log: silentLogger, now: () => new Date(0) });
  caches.responses.set("answer", { totalCount: 1 }, 60_000);
  caches.queries.set("first", "{ sources { id } }", 60_000);
  expect(await caches.queries.get("first")).toBe("{ sources { id } }");
  for (let place = 0; place < 1_000; place++) caches.queries.set(`query ${place}`, `{ __typename } # ${place}`, 60_000);
  expect([await caches.queries.get("first"), await caches.queries.get("query 999"), await caches.responses.get("answer")]).toEqual([undefined, "{ __typename } # 999", { totalCount: 1 }]);
  caches.queries.set("large", `{ __typename } # ${"x".repeat(1_000_000)}`, 60_000);
  expect(await caches.queries.get("large")).toBeUndefined();
  await caches.close();
});
