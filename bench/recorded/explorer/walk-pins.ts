import { readFileSync } from "node:fs";
import { runCommand } from "../../running-gateway.ts";
import { goTo, toHit } from "./walk-finding.ts";
import type { Use, Walk } from "./walk-steps.ts";
import type { World } from "./world.ts";

/** What is shipped: three on the list, pins, the lock file, and what drifted when one of them has moved. */
export function pinned(world: Pick<World, "settings" | "move">): Use {
  return {
    name: "3-pin-what-we-ship",
    steps: async (walk) => {
      const { keys, see, view, page } = walk;
      // Somebody listens from the beginning: a listener that comes with the key can be too late, and the browser opens its own dialog.
      page.on("filechooser", () => undefined);
      await see("Find a model");
      for (const [words, name] of [["acme/moving-3b", /^moving-3b$/], ["all-MiniLM-L6-v2", /^all-MiniLM-L6-v2$/], ["qwen2.5 7b instruct", /^Qwen2\.5-7B-Instruct$/]] as const) await pin(walk, words, name);
      await view("three-on-the-list");
      await goTo(walk, "Pins (3)");
      await see("Your list", "3 models", "kept in this browser");
      await view("list");
      await keys.enter({ role: "button", name: /^Make 3 pins/ });
      await see("Download the lock file", "3 models in it");
      await view("pins-made");
      await keys.tabTo({ role: "button", name: "Download the lock file" });
      const [download] = await Promise.all([page.waitForEvent("download"), keys.press("Enter")]);
      const path = await download.path();
      const lock = JSON.parse(readFileSync(path, "utf8")) as { readonly pins?: readonly unknown[] };
      if (JSON.stringify(lock).length < 500) walk.note(`the lock file holds little: ${JSON.stringify(lock).slice(0, 200)}`);
      const checked = await runCommand(["check", path], world.settings);
      if (checked.status !== 0) walk.note(`modeldex check ends with ${checked.status} on the file as it was downloaded: ${checked.out}${checked.err}`);
      await drift(walk, path, "unchanged", [/unchanged/i]);
      await world.move();
      await drift(walk, path, "drifted", [/drifted/i, "other weights under the same reference", "As it was pinned", "Now"]);
    },
  };
}

async function pin(walk: Walk, words: string, name: RegExp): Promise<void> {
  const { keys, see, page } = walk;
  await keys.tabTo({ role: "searchbox", name: /./ }, true);
  await keys.press("Control+A");
  await keys.type(words);
  // The address follows the words when they rest; hits of words before them go.
  await page.waitForURL(({ searchParams }) => searchParams.get("q") === words);
  await page.waitForSelector('section[aria-label="Models"][aria-busy=false]');
  await see(new RegExp(`^${name.source.replaceAll(/[$^]/g, "")}`, "mi"));
  await toHit(walk, name);
  await keys.press("p");
}

async function drift({ keys, see, view, page }: Walk, path: string, name: string, texts: readonly (string | RegExp)[]): Promise<void> {
  await keys.tabTo({ role: "button", name: /lock file, or drop it here|Choose File/i });
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), keys.press("Enter")]);
  await chooser.setFiles(path);
  await see("3 entries");
  await keys.enter({ role: "button", name: /^Check 3 entries/ });
  await see(...texts);
  await view(name);
}
