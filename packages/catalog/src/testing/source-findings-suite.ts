import type { Finding, SourceClaim, SourceId } from "@modeldex/schema";
import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";

const chain = "chain" as SourceId;
const at = (day: number): string => `2026-05-0${day}T00:00:00Z`;

/** A finding about a power; `states`: who holds it, and, where given, the code. */
function power(statement: string, states: readonly string[] = [], more: Partial<Pick<Finding, "effect">> & { readonly status?: "VERIFIED" | "FAILED" } = {}): Finding {
  const keys = ["state:holder", "state:code"];
  return {
    kind: "CONTROL_AUTHORITY", statement, status: "VERIFIED", effect: "CAUTION", method: "chain.authority/1", evidence: [],
    checks: states.map((each, index) => ({ key: keys[index] ?? "", status: "VERIFIED", statement: each })), ...more,
  };
}

function claimOf(contract: string): SourceClaim {
  return { kind: "CONTROL_AUTHORITY", statement: "stated", facts: {}, evidence: [], issuer: { type: "CHAIN", key: contract } };
}

/** Findings about sources themselves. */
export function sourceFindingsSuite(open: () => Promise<Catalog>): void {
  describe("findings about a source", () => {
    const save = async (catalog: Catalog, day: number, findings: Readonly<Record<string, Finding>>, contract = "eip155:1:0xa") =>
      await catalog.saveSourceFindings({ source: chain, observedAt: at(day), checks: Object.keys(findings), findings: Object.entries(findings).map(([check, finding]) => ({ check, claim: claimOf(contract), finding })) });
    const told = async (catalog: Catalog) => (await catalog.changes(0, 100)).map(({ sequence: _sequence, ...change }) => change);

    test("are kept with their claims, by check, and replaced by what is found again", async () => {
      const catalog = await open();
      const [one, two] = [power("A owns it."), power("Nobody is named.")];
      await catalog.saveSourceFindings({ source: chain, observedAt: at(1), checks: ["owner", "operator"], findings: [{ check: "owner", claim: claimOf("x"), finding: one }, { check: "operator", finding: two }] });
      expect(await catalog.sourceFindings(["hub" as SourceId, chain])).toEqual([
        [], [{ source: chain, check: "operator", finding: two, observedAt: at(1) }, { source: chain, check: "owner", claim: claimOf("x"), finding: one, observedAt: at(1) }],
      ]);
      await catalog.saveSourceFindings({ source: chain, observedAt: at(2), checks: ["owner", "operator"], findings: [{ check: "owner", claim: claimOf("y"), finding: one }, { check: "owner", claim: claimOf("z"), finding: two }] });
      expect(await catalog.sourceFindings([chain])).toEqual([
        [{ source: chain, check: "owner", claim: claimOf("y"), finding: one, observedAt: at(2) }, { source: chain, check: "owner", claim: claimOf("z"), finding: two, observedAt: at(2) }],
      ]);
      expect(await told(catalog)).toEqual([]);
    });

    test("are not put over what was found later, by another process", async () => {
      const catalog = await open();
      await save(catalog, 3, { owner: power("B owns it.", ["Held by B."]) });
      await save(catalog, 2, { owner: power("A owns it.", ["Held by A."]) });
      expect((await catalog.sourceFindings([chain]))[0]?.map(({ finding }) => finding.statement)).toEqual(["B owns it."]);
      expect(await told(catalog)).toEqual([]);
    });

    test("are told when status or effect turns, and not when they only get a new time or other words", async () => {
      const catalog = await open();
      await save(catalog, 1, { owner: power("A owns it.") });
      await save(catalog, 2, { owner: power("It is A who owns it.") });
      await save(catalog, 3, { owner: power("Nobody owns it.", [], { effect: "SUPPORTS" }) });
      await save(catalog, 4, { owner: power("Nobody owns it.", [], { effect: "SUPPORTS" }) });
      const change = { kind: "FINDING", at: at(3), source: chain, statement: "Nobody owns it.", before: { kind: "CONTROL_AUTHORITY", status: "VERIFIED", effect: "CAUTION" }, after: { kind: "CONTROL_AUTHORITY", status: "VERIFIED", effect: "SUPPORTS" } };
      expect(await told(catalog)).toEqual([change]);
      expect((await catalog.findChanges({ kinds: ["FINDING"], limit: 10, newest: false })).changes.map(({ statement }) => statement)).toEqual(["Nobody owns it."]);
    });

    test("are told when a state that they tell turns, although status and effect stay", async () => {
      const catalog = await open();
      await save(catalog, 1, { upgrade: power("A can replace the code I.", ["Held by A.", "Code of I."]) });
      await save(catalog, 2, { upgrade: power("A can replace the code J.", ["Held by A.", "Code of J."]) });
      await save(catalog, 3, { upgrade: power("A can replace the code J.", ["Held by A.", "Code of J."]) });
      const shown = { kind: "CONTROL_AUTHORITY", status: "VERIFIED", effect: "CAUTION" };
      expect(await told(catalog)).toEqual([
        { kind: "FINDING", at: at(2), source: chain, statement: "A can replace the code J.", before: { ...shown, states: ["Held by A.", "Code of I."] }, after: { ...shown, states: ["Held by A.", "Code of J."] } },
      ]);
    });

    test("that one event turned are told once, and an event beside it on its own", async () => {
      const catalog = await open();
      const all = (holder: string, code: string) => ({
        upgrade: power(`${holder} can replace the code ${code}.`, [`Held by ${holder}.`, `Code of ${code}.`]), owner: power(`${holder} owns it.`, [`Held by ${holder}.`]), pause: power(`${holder} can pause it.`, [`Held by ${holder}.`]),
      });
      await save(catalog, 1, all("A", "I"));
      await save(catalog, 2, all("B", "I"));
      await save(catalog, 3, all("C", "J"));
      expect((await told(catalog)).map(({ at: day, statement, after }) => [day, statement, (after as { readonly alike?: unknown }).alike])).toEqual([
        [at(2), "B owns it.", ["B can pause it.", "B can replace the code I."]],
        [at(3), "C owns it.", ["C can pause it."]],
        [at(3), "C can replace the code J.", undefined],
      ]);
    });

    test("of two contracts are told apart", async () => {
      const catalog = await open();
      const both = async (day: number, holder: string) =>
        await catalog.saveSourceFindings({ source: chain, observedAt: at(day), checks: [], findings: ["x", "y"].map((contract) => ({ check: `owner of ${contract}`, claim: claimOf(contract), finding: power(`${holder} owns ${contract}.`, [`Held by ${holder}.`]) })) });
      await both(1, "A");
      await both(2, "B");
      expect((await told(catalog)).map(({ statement }) => statement)).toEqual(["B owns x.", "B owns y."]);
    });
  });
}
