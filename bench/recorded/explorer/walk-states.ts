import { goTo } from "./walk-finding.ts";
import type { Use, Walk } from "./walk-steps.ts";
import type { World } from "./world.ts";

type Knobs = Pick<World, "fail" | "slow" | "heal">;

/** What the pages say when sources fail or are slow, when there is nothing, and of models that are gone, moved, closed, hostile or not known. */
export function states(world: Knobs): Use {
  return {
    name: "7-states",
    steps: async (walk) => {
      const { see, view } = walk;
      await see("Find a model");
      try {
        world.fail("hf");
        await searchLive(walk, "whisper medium quantized");
        await see(/1 failed: Hugging Face/i);
        await view("one-source-failing");
        world.fail("all");
        await searchLive(walk, "falcon instruct chat");
        await see(/\d+ failed: /i);
        await view("all-failing");
        await lookUp(walk, "https://huggingface.co/nobody-here/nothing-at-all");
        await see(/No answer came from|did not answer/i);
        await view("look-up-while-all-fail");
        world.heal();
        world.slow(8_000, "hf");
        await searchLive(walk, "mamba hybrid base");
        await view("slow-source");
      } finally {
        world.heal();
      }
      await searchLive(walk, "qqzzx nothing of the kind");
      await view("no-hits");
      for (const [reference, name, texts] of pages) {
        await lookUp(walk, reference);
        await walk.keys.enter({ role: "link", name: "Open the model" });
        await see(...texts);
        await view(name);
      }
      await lookUp(walk, "nobody/knows-this");
      await see(/called alike|said no|not found|no source/i);
      await view("not-found");
    },
  };
}

const pages: readonly (readonly [string, string, readonly (string | RegExp)[]])[] = [
  ["hf:meta-llama/Llama-3.1-8B", "gated", [/gated/i]],
  ["hf:acme/ward-summaries", "renamed", ["clinic-summaries"]],
  ["file:acme/direction", "bidirectional-name", ["file:acme/direction"]],
  ["file:acme/markup", "markup", ["file:acme/markup", "<img src=x onerror=alert(1)>Markup"]],
  ["file:acme/look-alike", "look-alike", [/looks like|look-alike|looks alike/i]],
  ["file:acme/no-spaces", "no-spaces", ["file:acme/no-spaces"]],
];

async function searchLive(walk: Walk, words: string): Promise<void> {
  const { keys, see } = walk;
  await goTo(walk, "Search");
  await see("Find a model");
  await keys.tabTo({ role: "searchbox", name: /./ });
  await keys.press("Control+A");
  await keys.type(words);
  await keys.press("Enter");
  await see(/\d+ sources: \d+ /i);
}

async function lookUp(walk: Walk, reference: string): Promise<void> {
  const { keys, see } = walk;
  await goTo(walk, "Look up");
  await see("Look up anything you copied");
  await keys.tabTo({ role: "textbox", name: /^Anything you copied/ });
  await keys.press("Control+A");
  await keys.type(reference);
  await keys.press("Enter");
  await see("Read as");
}
