import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromiumMissing, startChromium } from "../../../test/support/chromium.ts";
import { byConditions, halfDecided } from "./walk-finding.ts";
import { pinned } from "./walk-pins.ts";
import { anotherRegistry, inGraphiql, ownCatalog } from "./walk-sources.ts";
import { states } from "./walk-states.ts";
import { walkUse, type Walked, type WindowForm } from "./walk-steps.ts";
import type { World } from "./world.ts";

export const forms: readonly WindowForm[] = [{ width: 1280, theme: "light" }, { width: 390, theme: "dark" }, { width: 1280, theme: "dark" }, { width: 390, theme: "light" }];

export interface WalkAllOptions {
  readonly world: World;
  /** Folder of the pictures, and of `walks.json`. */
  readonly pictures: string;
  /** Parts of names of uses; all without. */
  readonly only?: readonly string[];
  /** As `1280-dark`; all without. */
  readonly windows?: readonly string[];
  readonly log: (line: string) => void;
}

/** Goes through all uses and states in all windows. @returns how each went. */
export async function walkAll({ world, pictures, only = [], windows = [], log }: WalkAllOptions): Promise<readonly Walked[]> {
  if (chromiumMissing !== undefined) throw new Error(chromiumMissing);
  mkdirSync(pictures, { recursive: true });
  const uses = [halfDecided, byConditions, pinned(world), ownCatalog, anotherRegistry, inGraphiql, states(world)].filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  const browser = await startChromium();
  const walks: Walked[] = [];
  try {
    for (const form of forms.filter(({ width, theme }) => windows.length === 0 || windows.includes(`${width}-${theme}`))) {
      for (const use of uses) {
        const walked = await walkUse(use, { browser, url: world.url, form, pictures, log });
        walks.push(walked);
        log(`${use.name} ${form.width} ${form.theme}: ${walked.seconds} s, ${walked.wrong.length === 0 ? "nothing wrong" : `wrong:\n    ${walked.wrong.join("\n    ")}`}`);
        writeFileSync(join(pictures, "walks.json"), JSON.stringify(walks, undefined, 2));
      }
    }
  } finally {
    await browser.close();
  }
  return walks;
}

/** Requests of each view, as lines; the first window of a use says it for all, unless another differs. */
export function requestLines(walks: readonly Walked[]): readonly string[] {
  return walks.flatMap(({ use, width, theme, views }) => views.map(({ name, operations, shift }) => `${use} ${width} ${theme} ${name}: ${operations.length} (${[...Map.groupBy(operations, (each) => each)].map(([each, those]) => `${those.length > 1 ? `${those.length} ` : ""}${each}`).join(", ")}), moved ${shift}`));
}
