// A harvest in a process of its own: node harvest-child.ts <file> <pages> <listings per page>. Says each page that is stored, and goes on where an
// earlier one ended.
import { openSqliteCatalog } from "../src/sqlite/open-catalog.ts";
import { source } from "../src/testing/samples.ts";
import { harvestPage } from "./harvest-page.ts";

const [file = "", pages = "0", perPage = "0"] = process.argv.slice(2);
const hf = source("hf");
const holder = `child:${process.pid}`;
const catalog = await openSqliteCatalog({ path: file });
const lease = await catalog.acquireLease({ source: hf, holder, ttlMs: 60_000 });
if (!lease.acquired) {
  console.log(`refused: ${lease.holder}`);
} else {
  const { run, cursor = "0" } = await catalog.beginRun({ source: hf, holder, full: true, at: "2026-05-01T00:00:00Z" });
  console.log(`from ${cursor}`);
  for (let page = Number(cursor); page < Number(pages); page += 1) {
    await catalog.applyPage(harvestPage({ run, holder, page, perPage: Number(perPage) }));
    console.log(`page ${page}`);
  }
  await catalog.endRun({ source: hf, run, holder, sweep: true, at: "2026-05-02T00:00:00Z" });
  await catalog.releaseLease(hf, holder);
  console.log("done");
}
await catalog.close();
