import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { storedText } from "./storage.ts";
import { storedList } from "./stored-list.ts";

/** A storage that may refuse, as browsers do. */
let refusal: Error | undefined;
let kept: Map<string, string>;
let window_: EventTarget;

beforeEach(() => {
  refusal = undefined;
  kept = new Map();
  const orRefuse = <Value>(value: () => Value): Value => {
    if (refusal !== undefined) throw refusal;
    return value();
  };
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => (refusal?.name === "SecurityError" ? orRefuse(() => null) : (kept.get(name) ?? null)),
    setItem: (name: string, text: string) => orRefuse(() => kept.set(name, text)),
    removeItem: (name: string) => orRefuse(() => kept.delete(name)),
  });
  window_ = new EventTarget();
  vi.stubGlobal("addEventListener", window_.addEventListener.bind(window_));
});
afterEach(() => vi.unstubAllGlobals());

const full = new DOMException("full", "QuotaExceededError");
const blocked = new DOMException("blocked", "SecurityError");

describe("a text that this browser keeps", () => {
  it.each([["FULL", full], ["BLOCKED", blocked], ["BLOCKED", new TypeError("localStorage is null")]] as const)("lives as long as the page, and says that storage is %s", (trouble, error) => {
    const text = storedText("name");
    text.write("before");
    expect(text.trouble()).toBeUndefined();
    refusal = error;
    text.write("after");
    expect([text.read(), text.trouble()]).toEqual(["after", trouble]);
    refusal = undefined;
    text.write("again");
    expect([text.read(), text.trouble(), kept.get("name")]).toEqual(["again", undefined, "again"]);
  });

  it("says that storage is blocked before anything is written", () => {
    refusal = blocked;
    const text = storedText("name");
    expect([text.read(), text.trouble()]).toEqual([undefined, "BLOCKED"]);
  });

  it("says that it was cleared since; not that it was forgotten, or never there", () => {
    const text = storedText("name");
    expect([text.read(), text.trouble()]).toEqual([undefined, undefined]);
    text.write("kept");
    kept.clear();
    expect(text.trouble()).toBe("CLEARED");
    text.write(undefined);
    expect(text.trouble()).toBeUndefined();
  });
});

describe("a list that this browser keeps", () => {
  it("stays in the page when storage is cleared, says so, and is kept anew by the next change", () => {
    kept.set("list", JSON.stringify(["a", "b"]));
    const list = storedList("list", 5);
    let told = 0;
    list.listen(() => void (told += 1));
    kept.clear();
    window_.dispatchEvent(Object.assign(new Event("storage"), { key: null, newValue: null }));
    expect([list.items(), list.trouble(), told]).toEqual([["a", "b"], "CLEARED", 1]);
    list.change(list.items());
    expect([kept.get("list"), list.trouble(), told]).toEqual([JSON.stringify(["a", "b"]), undefined, 2]);
  });

  it("follows what another window made of it", () => {
    const list = storedList("list", 5);
    kept.set("list", JSON.stringify(["c"]));
    window_.dispatchEvent(Object.assign(new Event("storage"), { key: "list", newValue: JSON.stringify(["c"]) }));
    expect([list.items(), list.trouble()]).toEqual([["c"], undefined]);
  });
});
