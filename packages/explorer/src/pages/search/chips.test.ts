import { expect, it } from "vitest";
import { chipsOf, rangeWords, valueWords } from "./chips.ts";
import { emptyState, readState, writeState } from "./filter-state.ts";

it.each([
  [{ key: "params", max: "1000000000" }, "at most 1B"],
  [{ key: "params", min: "500000000", max: "1000000000" }, "500M to 1B"],
  [{ key: "context", min: "131072" }, "at least 131072 tokens"],
  [{ key: "price", min: "0", max: "0" }, "0 USD per million tokens"],
  [{ key: "created", min: "2026-01-01" }, "from 2026-01-01"],
  [{ key: "updated", max: "2026-01-01" }, "until 2026-01-01"],
] as const)("writes %j as %s", (range, words) => {
  expect(rangeWords(range)).toBe(words);
});

it("says what turning a condition round does", () => {
  const choices = [{ key: "license", value: "PERMISSIVE", isNot: false }, { key: "license", value: "COPYLEFT", isNot: true }] as const;
  expect(chipsOf({ ...emptyState, choices }, (_, value) => value).map(({ turned }) => turned?.does)).toEqual(["exclude", "include"]);
});

it("turns each condition round, and back to what it was", () => {
  const { state } = readState(new URLSearchParams("not-min-params=1000&not-max-params=2000&max-context=4096&scans=not-scanned&not-has=card&license=PERMISSIVE"));
  const nameOf = (_: string, value: string): string => value;
  const chips = chipsOf(state, nameOf);
  for (const [at, { turned }] of chips.entries()) {
    const there = { ...state, ...turned?.to };
    expect(writeState(there).toString()).not.toBe(writeState(state).toString());
    const back = chipsOf(there, nameOf)[at];
    expect([back?.turned?.does === turned?.does, writeState({ ...there, ...back?.turned?.to }).toString()]).toEqual([false, writeState(state).toString()]);
  }
  expect(chips.map(({ field, value }) => `${field}: ${value}`)).toEqual(["Licence: PERMISSIVE", "Context: at most 4096 tokens", "Parameters, not: 1k to 2k", "Lacks: its sources say that it has no documentation", "Scans by others: not scanned, or one speaks against it"]);
});

it("names each condition, and what the address is without it and turned round", () => {
  const { state } = readState(new URLSearchParams("q=x&license=PERMISSIVE&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&not-has=card&scans=no-finding"));
  const address = (change: object | undefined): string | undefined => (change === undefined ? undefined : writeState({ ...state, ...change }).toString());
  expect(chipsOf(state, (key, value) => (key === "source" ? "The Hub" : valueWords(key, value))).map(({ field, value, without, turned }) => [field, value, address(without), address(turned?.to)])).toMatchInlineSnapshot(`
    [
      [
        "Licence",
        "permissive",
        "q=x&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&not-has=card&scans=no-finding",
        "q=x&not-license=PERMISSIVE&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&not-has=card&scans=no-finding",
      ],
      [
        "Source, not",
        "The Hub",
        "q=x&license=PERMISSIVE&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&not-has=card&scans=no-finding",
        "q=x&license=PERMISSIVE&source=hf&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&not-has=card&scans=no-finding",
      ],
      [
        "Claim, what it speaks for",
        "Scans by others: look at it",
        "q=x&license=PERMISSIVE&not-source=hf&max-params=1000000000&not-has=card&scans=no-finding",
        "q=x&license=PERMISSIVE&not-source=hf&not-effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&not-has=card&scans=no-finding",
      ],
      [
        "Parameters",
        "at most 1B",
        "q=x&license=PERMISSIVE&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&not-has=card&scans=no-finding",
        "q=x&license=PERMISSIVE&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&not-max-params=1000000000&not-has=card&scans=no-finding",
      ],
      [
        "Lacks",
        "its sources say that it has no documentation",
        "q=x&license=PERMISSIVE&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&scans=no-finding",
        "q=x&license=PERMISSIVE&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&has=card&scans=no-finding",
      ],
      [
        "Scans by others",
        "none is known that speaks against it; not scanned stays in",
        "q=x&license=PERMISSIVE&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&not-has=card",
        "q=x&license=PERMISSIVE&not-source=hf&effect=THIRD_PARTY_SCAN+CAUTION&max-params=1000000000&not-has=card&scans=finding",
      ],
    ]
  `);
});
