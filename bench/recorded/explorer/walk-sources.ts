/// <reference lib="dom" />
import { goTo } from "./walk-finding.ts";
import type { Use } from "./walk-steps.ts";

/** Models of one's own, beside the public ones. */
export const ownCatalog: Use = {
  name: "4-own-catalog",
  steps: async (walk) => {
    const { keys, see, view } = walk;
    await see("Find a model");
    await goTo(walk, "Sources");
    await see("Sources", "Catalog file", "Hugging Face");
    await view("sources");
    await keys.enter({ role: "link", name: "Catalog file" });
    await see("Who operates it", "Who can change what it lists", "Last complete");
    await view("source-of-the-catalog");
    await keys.enter({ role: "link", name: "Search its models" });
    await see("Source: Catalog file", "11 models", "Acme Dictation");
    await view("its-models");
    await keys.tabTo({ role: "link", name: "Acme Dictation" });
    await keys.press("Enter");
    await see("file:acme/dictation", /gated|open|private|access/i);
    await view("one-of-its-models");
  },
};

/** Another registry: what it is, what can be changed there, and whether a contract's entry is the same model. */
export const anotherRegistry: Use = {
  name: "5-another-registry",
  steps: async (walk) => {
    const { keys, see, view, page } = walk;
    await see("Find a model");
    await goTo(walk, "Sources");
    await see("Registries on chains");
    await keys.enter({ role: "link", name: "Registries on chains" });
    await see("Who can change what it lists", "Level of its system");
    await view("source-of-the-chain");
    await goTo(walk, "Search");
    await see("Find a model");
    await keys.tabTo({ role: "searchbox", name: /./ });
    await keys.type("0x0165878A594ca255338adfa4d48449f69242Eb8F");
    await keys.press("Enter");
    await see("Is it the same model?");
    await view("contract-looked-up");
    await keys.enter({ role: "link", name: "What is known of the trust of this listing" });
    await see("Trust report of");
    await see(/Onchain registrations/);
    // Where claims of this kind are folded, the claim itself stands inside.
    if ((await page.locator("summary", { hasText: /^Onchain registrations\s*\d+ claim/ }).count()) > 0) await keys.enter({ role: "DisclosureTriangle", name: /^Onchain registrations \d+ claim/i });
    await keys.enter({ role: "DisclosureTriangle", name: /Onchain registrations ·/i });
    await see("Block", "Finality", "Check it again");
    await view("evidence-of-the-chain");
    await goTo(walk, "Look up");
    await see("Look up anything you copied");
    await keys.tabTo({ role: "textbox", name: /^Anything you copied/ });
    await keys.type("0x5FC8d32690cc91D4c39d9d3abcBD16989F875707");
    await keys.press("Enter");
    await see("A contract that holds entries of a registry");
    await view("entries-of-a-contract");
    await keys.enter({ role: "link", name: "Choose this one" });
    await see("Is it the same model?");
    await view("one-of-its-entries");
  },
};

/** The frontend of somebody else: an example that runs, and the question behind a page. */
export const inGraphiql: Use = {
  name: "6-graphiql",
  steps: async (walk) => {
    const { keys, see, view, page } = walk;
    await see("Find a model");
    await goTo(walk, "GraphiQL");
    await page.waitForURL(/\/graphiql/);
    await page.waitForSelector(".graphiql-query-editor .view-line");
    // Closed at first on a narrow screen, where it would stand above the query.
    if (walk.width < 600) await keys.enter({ role: "button", name: "Show Examples" });
    await see("Examples");
    await view("examples");
    await keys.enter({ role: "button", name: "Which model does this mean?" });
    await keys.press("Control+Enter");
    await page.waitForFunction(() => /"(data|errors)"/.test((document.querySelector(".result-window")?.textContent ?? "").replaceAll(/\s/g, "")));
    const answer = ((await page.textContent(".result-window")) ?? "").replaceAll(/\s/g, "");
    if (answer.includes('"errors"')) walk.note(`an example that is run at once after it was opened is answered with ${answer.slice(0, 120)}`);
    const { width = 0 } = (await page.locator(".result-window").boundingBox()) ?? {};
    if (width < 250) walk.note(`the answer has ${Math.round(width)} px of ${walk.width}: it cannot be read`);
    await view("example-run");
    await keys.enter({ role: "link", name: /Modeldex/ });
    await see("Find a model");
    await keys.type("bge m3");
    await see("bge-m3");
    await keys.press("ArrowDown", "Enter");
    await see("For programs");
    await keys.enter({ role: "link", name: /^For programs/ });
    await keys.enter({ role: "link", name: /in GraphiQL/ });
    await page.waitForSelector(".graphiql-query-editor .view-line");
    await see("ModelPage");
    await view("query-of-the-page");
  },
};
