import { canonicalJson } from "../canonical.ts";
import type { Drift } from "./drift.ts";
import type { PresentFacts } from "./listing-facts.ts";
import type { LockEntry, LockPower } from "./lock-entry.ts";

/** What differs of who stands behind a listing: its identity, who can change it, who can get it. It holds whichever revision is pinned. */
export function standingDrifts(pinned: LockEntry, present: PresentFacts): readonly Drift[] {
  return [identityDrift(pinned, present), controlDrift(pinned, present), accessDrift(pinned, present)].filter((drift) => drift !== undefined);
}

function identityDrift(pinned: LockEntry, present: PresentFacts): Drift | undefined {
  const members = (["stableId", "publisher", "owner", "createdAt"] as const).filter((member) => {
    const [was, is] = [pinned[member], present[member]];
    if (was === undefined || is === undefined) return false;
    return member === "createdAt" ? Date.parse(was) !== Date.parse(is) : !areEqual(was, is);
  });
  if (members.length === 0) return undefined;
  const only = (facts: Pick<PresentFacts, (typeof members)[number]>): object => Object.fromEntries(members.map((member) => [member, facts[member]]));
  const words = { stableId: "inner id", publisher: "publisher", owner: "owner", createdAt: "time of creation" } as const;
  const differences = members.map((member) => `${words[member]} ${String(present[member])}, before ${String(pinned[member])}`).join("; ");
  const isAnother = members.includes("stableId") || members.includes("createdAt");
  const called = pinned.nativeId === present.nativeId ? "" : `, as ${present.nativeId}`;
  const what = `${nameOf(pinned)} is ${isAnother ? "another entry now, to which the same name leads" : "in other hands now"}${called}`;
  return {
    kind: "IDENTITY_CHANGED", severity: "BLOCK", before: only(pinned), after: only(present),
    statement: `${what}: ${differences}. ${isAnother ? "Nothing that was pinned holds for it" : "Who was pinned no longer answers for what it gives"}.`,
  };
}

const bearings = { implementation: "code", admin: "administrator", beacon: "beacon", codeHash: "code hash" } as const;

/** Of what a source off the chain says of itself nothing is held against it: who can change an entry there, nobody can see. */
function controlDrift({ system: was, ...pinned }: LockEntry, { system: is, powersAreRead }: PresentFacts): Drift | undefined {
  if (was.contract === undefined || is.contract === undefined) return undefined;
  const members = (["implementation", "admin", "beacon", "codeHash"] as const).filter((member) => {
    const [before, after] = [was[member], is[member]];
    // Whether there is an administrator is known once the contract was looked at; a code hash only where it was read.
    return member === "codeHash" || !powersAreRead ? before !== undefined && after !== undefined && !areEqual(before, after) : !areEqual(before ?? "", after ?? "");
  });
  const powers = powersAreRead ? changedPowers(was.powers, is.powers) : [];
  if (members.length === 0 && powers.length === 0) return undefined;
  const said = [
    ...members.map((member) => `its ${bearings[member]} is ${is[member] ?? "none"}, before ${was[member] ?? "none"}`),
    ...powers.map(({ power, before, after }) => `${power}: ${textOf(after)}, before ${textOf(before)}`),
  ];
  const only = (side: "before" | "after", system: typeof was): object => ({
    ...Object.fromEntries(members.map((member) => [member, system[member] ?? null])),
    ...(powers.length === 0 ? {} : { powers: powers.flatMap((change) => change[side]) }),
  });
  return {
    kind: "CONTROL_CHANGED", severity: "BLOCK", before: only("before", was), after: only("after", is),
    statement: `Who can change entries of ${was.contract}, or by what code, is not as it was pinned with ${nameOf(pinned)}: ${said.join("; ")}. The pinned findings about the contract no longer hold.`,
  };
}

interface PowerChange {
  readonly power: string;
  readonly before: readonly LockPower[];
  readonly after: readonly LockPower[];
}

/** Powers whose holders differ. What was not to be read on one side is no change. */
function changedPowers(before: readonly LockPower[], after: readonly LockPower[]): readonly PowerChange[] {
  const names = [...new Set([...before, ...after].map(({ power }) => power))].filter((name) => name !== "code" && name !== "roles");
  return names.flatMap((power): PowerChange[] => {
    const [was, is] = [before, after].map((powers) => powers.filter((each) => each.power === power)) as [LockPower[], LockPower[]];
    const isUnread = [before, after].some((powers) => power.startsWith("role:") && powers.some((each) => each.power === "roles"));
    if (isUnread || [was, is].some((powers) => powers.some(isUnknown))) return [];
    return canonicalJson(was).toLowerCase() === canonicalJson(is).toLowerCase() ? [] : [{ power, before: was, after: is }];
  });
}

function isUnknown({ authority, holders }: LockPower): boolean {
  return authority === undefined && holders.length === 0;
}

function textOf(powers: readonly LockPower[]): string {
  const texts = powers.map(({ authority, holders, terms = [] }) => [holders.join(", ") || (authority ?? "not known").toLowerCase().replaceAll("_", " "), ...terms].join(", "));
  return texts.join(" and ") || "nobody";
}

/** What only opens, or can still be had; what closes is PIN_UNAVAILABLE. */
function accessDrift(pinned: LockEntry, { access }: PresentFacts): Drift | undefined {
  if (pinned.access === undefined || access === undefined || access === pinned.access || closes(pinned, access)) return undefined;
  return {
    kind: "ACCESS_CHANGED", severity: "WARN", before: pinned.access, after: access,
    statement: `${nameOf(pinned)} is ${access.toLowerCase()} now, before ${pinned.access.toLowerCase()}. The pinned files can still be had.`,
  };
}

/** Whether whoever could get the files when they were pinned may no longer be able to. */
export function closes({ access: before }: Pick<LockEntry, "access">, after: PresentFacts["access"]): boolean {
  return after !== before && (after === "DISABLED" || (after === "GATED" && before === "OPEN"));
}

/** The listing, for a sentence. */
export function nameOf({ source, nativeId }: Pick<LockEntry, "source" | "nativeId">): string {
  return `${source.id}:${nativeId}`;
}

/** Addresses of a chain may be written with a checksum or without. */
function areEqual(left: string, right: string): boolean {
  return left === right || (/^(?:eip155:\d+:)?0x/i.test(left) && left.toLowerCase() === right.toLowerCase());
}
