/// <reference lib="dom" />
import type { Use, Walk } from "./walk-steps.ts";

/** Half decided: from words to the model, what stands against it, another policy, three others, and in what they differ. */
export const halfDecided: Use = {
  name: "1-half-decided",
  steps: async (walk) => {
    const { keys, see, view } = walk;
    await see("Find a model", "Most used");
    await view("first");
    await keys.type("llama 3.1 8b");
    await see("Llama-3.1-8B-Instruct");
    await view("hits");
    await toHit(walk, /^Llama-3\.1-8B-Instruct$/);
    await keys.press("Enter");
    await see("hf:meta-llama/Llama-3.1-8B-Instruct", "Also worth a look", "Trust");
    await view("model");
    await keys.enter({ role: "link", name: "Open the trust report" });
    await see("Trust report of", "Does not meet the policy");
    await view("trust");
    await keys.choose({ role: "combobox", name: "Policy" }, "Production");
    await see("Production: what is not known is refused", /policy=|does not meet|cannot be decided/i);
    await view("trust-other-policy");
    await keys.enter({ role: "link", name: "Llama-3.1-8B-Instruct" });
    await see("Also worth a look");
    await keys.enter({ role: "link", name: /^Also worth a look/ });
    await keys.enter({ role: "link", name: /^Compare it with all \d$/ });
    await see("Only the differences", "rows differ");
    await view("compare");
    await keys.tabTo({ role: "checkbox", name: "Only the differences" });
    await keys.press("Space");
    await see(/All \d+ rows are shown/);
    await view("compare-all-rows");
  },
};

/** Permissive, multilingual, an embedding, under 1B, safetensors, and no scan that speaks against it: by conditions alone. */
export const byConditions: Use = {
  name: "2-by-conditions",
  steps: async (walk) => {
    const { keys, see, view, page } = walk;
    await see("Find a model");
    await keys.type("embedding");
    await see(/[\d,]+ models/);
    await openConditions(walk);
    for (const name of [/^feature-extraction/, /^sentence-similarity/, /^permissive/i]) await tick(walk, name);
    await keys.tabTo({ role: "textbox", name: /^Most of Parameters/ });
    await keys.type("1B");
    await keys.press("Enter");
    await keys.tabTo({ role: "radio", name: /^Whatever scans say/ });
    await keys.press("ArrowDown");
    for (const name of [/^multilingual/i, /^safetensors/i]) await tick(walk, name);
    if (walk.width < 600) {
      await view("conditions-open");
      await keys.enter({ role: "button", name: /^Show [\d,]+ model/ });
    }
    await see("Licence: permissive", /scans? by others: none is known that speaks against it/i, /\b\d+ models?\b/);
    await view("chips-and-hits");
    const address = new URL(page.url());
    for (const part of ["license=", "language=", "max-params=", "format="]) if (!address.search.includes(part)) walk.note(`the address ${address.search} does not repeat ${part}`);
    // A file list that was looked at meanwhile can have taken the last hit away: then one condition is taken away, as the page offers.
    if ((await page.innerText("main")).includes("Nothing known here meets this")) await keys.enter({ role: "button", name: /^Search without Format/ });
    await page.waitForSelector("a[data-hit]");
    await toHit(walk, /./);
    await keys.press("Enter");
    await see("For programs");
    await keys.enter({ role: "link", name: "Open the trust report" });
    await see("Trust report of", "Decision");
    await keys.choose({ role: "combobox", name: "Kind" }, "Scan");
    await see(/Scans? by others/i);
    await keys.enter({ role: "DisclosureTriangle", name: /Scans? by others/i });
    await see("Evidence", "The most that such a check can show");
    await view("scan-claim");
  },
};

/** Goes from the box down the hits until one has the focus. */
export async function toHit({ keys }: Walk, name: RegExp): Promise<void> {
  await keys.tabTo({ role: "searchbox", name: /./ }, true);
  for (let step = 0; step < 25; step++) {
    await keys.press("ArrowDown");
    const told = await keys.focused();
    if (told?.role === "link" && name.test(told.name)) return;
  }
  throw new Error(`No hit named ${name} is among the first 25 by the arrow keys`);
}

/** By the box and the navigation at the top, from wherever one is on a page: `/` goes to the box. */
export async function goTo({ keys, page }: Walk, name: string): Promise<void> {
  if (/^(textbox|searchbox)$/.test((await keys.focused())?.role ?? "")) await keys.press("Shift+Tab");
  await keys.press("/");
  await keys.tabTo({ role: "link", name }, new URL(page.url()).pathname === "/");
  await keys.press("Enter");
}

/** On narrow screens the conditions are opened first. */
async function openConditions({ keys, width }: Walk): Promise<void> {
  if (width < 600) await keys.enter({ role: "button", name: /^Conditions/ });
}

async function tick({ keys, page }: Walk, name: RegExp): Promise<void> {
  await keys.tabTo({ role: "checkbox", name });
  await keys.press("Space");
  await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement && document.activeElement.checked);
}
