import type { Finding, FindingCheck, FoundListing, LineageHint, SubjectListing, UnknownReason, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { walkAncestors } from "./ancestors.ts";
import { compareWithBase } from "./base-comparison.ts";
import { named } from "./weight-files.ts";

const method = "lineage.records/1";
/** Another model may be renamed, removed or described anew. */
const validMs = 24 * 3_600_000;
/** Most bases that are looked up; merges have dozens. */
const maxBases = 5;

/**
 * What the model is said to be made from: whether these bases exist, whether it is among its own ancestors, whether the counts of parameters fit. That it
 * was made from them nobody can check, so that this stays asserted whatever the parts show.
 */
export const lineage: Verifier<"LINEAGE"> = {
  id: "lineage/1",
  kind: "LINEAGE",
  depth: "STANDARD",
  reads: ["lineage"],
  verify: async ({ subject: { listing }, claim }, tools) => {
    // What a source says of it is kept beside what was found.
    if (claim !== undefined) return [{ ...base, statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", evidence: claim.evidence }];
    const hints = (listing.record.lineage ?? []).slice(0, maxBases);
    if (hints.length === 0) return [{ ...base, statement: "It states no model that it was made from.", status: "NOT_APPLICABLE", effect: "NEUTRAL", evidence: [] }];
    const finding = await ofBases(listing, hints, tools);
    return [{ ...finding, expiresAt: new Date(tools.now().getTime() + validMs).toISOString() }];
  },
};

/** A base as it is stated, and what became of looking it up. */
interface Looked {
  readonly hint: LineageHint;
  readonly found: FoundListing;
  /** Its key where it was found, else the reference. */
  readonly name: string;
}

async function ofBases(listing: SubjectListing, hints: readonly LineageHint[], tools: VerifierTools): Promise<Finding> {
  const bases = await Promise.all(hints.map(async (hint): Promise<Looked> => {
    const found = await tools.find(hint.reference);
    return { hint, found, name: found.status === "FOUND" ? found.listing.key : hint.reference.slice(0, 200) };
  }));
  const direct = bases.flatMap(({ found }) => (found.status === "FOUND" ? [found.listing] : []));
  const cycle = direct.length === 0 ? [] : [cycleCheck(listing, await walkAncestors(listing, direct, tools))];
  const fits = bases.flatMap(({ hint, found, name }): readonly FindingCheck[] => {
    const compared = found.status === "FOUND" ? compareWithBase(listing, hint.relation, found.listing) : undefined;
    return compared === undefined ? [] : [{ key: `consistent:${name}`, ...compared }];
  });
  const checks = [...bases.map(existence), ...cycle, ...fits, ...bases.map(revision)];
  const evidence = direct.flatMap(({ record: { url } }) => (url !== undefined && URL.canParse(url) ? [{ kind: "document", url } as const] : []));
  return { ...verdict(bases, [...cycle, ...fits]), checks, evidence };
}

/** What is contradicted first, then what is missing, then what is not known. */
function verdict(bases: readonly Looked[], contradictable: readonly FindingCheck[]): Finding {
  const contradicted = contradictable.find(({ status }) => status === "FAILED");
  if (contradicted !== undefined) return { ...base, statement: contradicted.statement, status: "FAILED", effect: "CAUTION", evidence: [] };
  const said = `It says that it was made from ${named(bases.map(({ name }) => name))}`;
  const gone = bases.filter(({ found }) => found.status === "NONE");
  // A base that was removed or hidden contradicts nothing, so that the statement as a whole does not fail.
  if (gone.length > 0) return { ...base, statement: `It names a base that its source does not have, or does not show: ${named(gone.map(({ name }) => name))}.`, status: "ASSERTED", effect: "CAUTION", evidence: [] };
  const away = bases.map(({ name, found }) => ({ name, found })).find(isAway);
  if (away !== undefined) return unknown(away.found.unknownReason, `${said}; ${away.name} could not be looked up: ${away.found.because}.`);
  return { ...base, statement: `${said}, which ${bases.length === 1 ? "exists" : "exist"}; that it was is only stated.`, status: "ASSERTED", effect: "NEUTRAL", evidence: [] };
}

function isAway<Base extends { readonly found: FoundListing }>(looked: Base): looked is Base & { readonly found: FoundListing & { readonly status: "NOT_KNOWN" } } {
  return looked.found.status === "NOT_KNOWN";
}

function existence({ found, name }: Looked): FindingCheck {
  const key = `exists:${name}`;
  switch (found.status) {
    case "FOUND":
      return { key, status: "VERIFIED", statement: `${name} exists.` };
    case "NONE":
      return { key, status: "FAILED", statement: `Its source does not have it: ${found.because}.` };
    case "NOT_KNOWN":
      return { key, status: "UNKNOWN", statement: `It could not be looked up: ${found.because}.` };
  }
}

function cycleCheck({ key }: SubjectListing, { cycle, seen, complete }: Awaited<ReturnType<typeof walkAncestors>>): FindingCheck {
  if (cycle !== undefined) return { key: "no-cycle", status: "FAILED", statement: `It is said to be made from itself: ${[key, ...cycle].join(" is made from ")}.` };
  const counted = seen === 1 ? "the one ancestor that is" : `the ${String(seen)} ancestors that are`;
  return complete
    ? { key: "no-cycle", status: "VERIFIED", statement: `It is not among its own ancestors, by the records of ${counted} stated.` }
    : { key: "no-cycle", status: "UNKNOWN", statement: `It is not among its own ancestors as far as ${counted} known here; others are not stored.` };
}

/** A name alone means another state of the base tomorrow. */
function revision({ hint: { reference }, name }: Looked): FindingCheck {
  const key = `revision:${name}`;
  return /@(?:[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64})\b/i.test(reference)
    ? { key, status: "VERIFIED", statement: `It names an immutable revision of its base: ${reference.slice(0, 300)}.` }
    : { key, status: "UNKNOWN", statement: "It names no immutable revision of its base, so that it is not said from which state of it this was made." };
}

const base = { kind: "LINEAGE", method } as const;

function unknown(unknownReason: UnknownReason, statement: string): Finding {
  return { ...base, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", evidence: [] };
}
