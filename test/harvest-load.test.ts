import { afterEach, beforeEach, expect, it } from "vitest";
import { killModels } from "../bench/kill/kill-hub.ts";
import { emptyFolder, removeFolder, serveCommand, startCommand, stopCommand } from "./support/command.ts";
import type { ServingCommand } from "./support/command.ts";
import { writeHarvestConfig } from "./support/harvest-config.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

const models = killModels(4_000);
let hub: TestHub;
let folder: string;
let serving: ServingCommand;
beforeEach(async () => {
  hub = await startHub(models);
  folder = await emptyFolder();
});
afterEach(async () => {
  await stopCommand(serving);
  await removeFolder(folder);
  await hub.close();
});

const document = "query($text: String) { search(text: $text, live: false, first: 3) { totalCount nodes { id name task } } every: search(live: false, first: 1) { totalCount } }";

/** Asks for one model after the other by its id until the work is over. @returns how many answers were looked at. */
async function askUntil(over: () => boolean | Promise<boolean>, look: (answer: any, wanted: { readonly id: string; readonly task?: string }) => void): Promise<number> {
  let asked = 0;
  do {
    const wanted = models[(asked * 997) % models.length]!;
    look(await serving.query(document, { text: wanted.id }), wanted);
    asked += 1;
  } while (!(await over()));
  return asked;
}

// The longer form, with times: node bench/recorded/harvest-under-load.ts <folder>.
it("answers searches rightly while the serving process harvests, and then while another one does", async () => {
  serving = await serveCommand({ HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: folder, MODELDEX_CONFIG: await writeHarvestConfig(folder), MODELDEX_HARVEST: "on" });
  let stored = 0;
  const isStored = async (): Promise<boolean> => stored === models.length && (await serving.query('{ source(id: "hf") { coverage { running { startedAt } } } }')).source.coverage.running === null;
  await askUntil(isStored, ({ search, every }, wanted) => {
    // Models only ever come, and whatever is shown has been stored whole.
    expect(every.totalCount).toBeGreaterThanOrEqual(stored);
    stored = every.totalCount;
    const hit = search.nodes.find(({ id }: { readonly id: string }) => id === `hf:${wanted.id}`);
    if (hit !== undefined) expect(hit).toEqual({ id: `hf:${wanted.id}`, name: wanted.id.split("/")[1], task: wanted.task });
    // It is counted after it is read: one more may have come between.
    expect(search.nodes.length).toBeLessThanOrEqual(search.totalCount);
  });

  const harvest = startCommand(["harvest", "hf", "--all", "--json"], { HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: folder });
  let over = false;
  void harvest.ended.then(() => (over = true));
  await askUntil(() => over, ({ search, every }, wanted) => {
    expect([search.nodes[0]?.id, every.totalCount]).toEqual([`hf:${wanted.id}`, models.length]);
  });
  const { code, out } = await harvest.ended;
  expect([code, JSON.parse(out)]).toMatchObject([0, { status: "DONE", seen: models.length, added: 0, gone: 0 }]);
}, 180_000);
