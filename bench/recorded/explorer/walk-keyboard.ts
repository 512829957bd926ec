import type { WatchedPage } from "../../../test/support/explorer-page.ts";

export type Page = WatchedPage["page"];

/** What the browser tells a screen reader of an element. */
export interface Told {
  readonly role: string;
  readonly name: string;
}

/** Which element to go to: its role, and the whole of its name or a pattern for it. */
export interface Wanted {
  readonly role: string;
  readonly name: string | RegExp;
}

/** A person without a pointer. */
export interface Keyboard {
  /** What has the focus; `undefined` when nothing has. */
  focused(): Promise<Told | undefined>;
  /**
   * Presses Tab until an element has the focus.
   *
   * @param backwards with Shift
   * @throws {Error} naming what has the focus, and the stops on the way, when it is not reached.
   */
  tabTo(wanted: Wanted, backwards?: boolean): Promise<void>;
  /** Goes there by Tab and presses Enter. */
  enter(wanted: Wanted): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Goes to a list of choices by Tab, and writes the beginning of one, as people do. */
  choose(wanted: Wanted, option: string): Promise<void>;
}

const mostStops = 400;

/** Gives a page a keyboard, and nothing else. */
export async function keyboardOf(page: Page): Promise<Keyboard> {
  const session = await page.context().newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("Accessibility.enable");

  const focused = async (): Promise<Told | undefined> => {
    const { result } = await session.send("Runtime.evaluate", { expression: "document.activeElement" });
    if (result.objectId === undefined) return undefined;
    const { nodes } = await session.send("Accessibility.getPartialAXTree", { objectId: result.objectId, fetchRelatives: false });
    const [node] = nodes;
    const role = String(node?.role?.value ?? "");
    return role === "RootWebArea" || role === "" ? undefined : { role, name: String(node?.name?.value ?? "").replaceAll(/\s+/g, " ").trim() };
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const tabTo = async (wanted: Wanted, backwards = false): Promise<void> => {
    const stops: string[] = [];
    for (let step = 0; step < mostStops; step++) {
      const told = await focused();
      if (told !== undefined && fits(told, wanted)) return;
      stops.push(told === undefined ? "nothing" : written(told));
      await page.keyboard.press(backwards ? "Shift+Tab" : "Tab");
    }
    throw new Error(`${wanted.role} ${wanted.name} was not reached by ${mostStops} presses of Tab; the stops were: ${[...new Set(stops)].join(" · ")}`);
  };
  return {
    focused, tabTo, press,
    enter: async (wanted) => {
      await tabTo(wanted);
      await page.keyboard.press("Enter");
    },
    type: (text) => page.keyboard.type(text, { delay: 15 }),
    choose: async (wanted, option) => {
      await tabTo(wanted);
      await page.keyboard.type(option);
    },
  };
}

/** As `role "name"`. */
export function written({ role, name }: Told): string {
  return `${role} "${name.slice(0, 80)}"`;
}

function fits(told: Told, { role, name }: Wanted): boolean {
  return told.role === role && (typeof name === "string" ? told.name === name : name.test(told.name));
}
