import { readLicense, type Finding, type FindingCheck, type FindingEvidence, type FoundListing, type LineageHint, type ListingRecord, type SubjectListing, type UnknownReason, type VerifierTools } from "@modeldex/plugin-kit";
import { permitsLess } from "./license-relation.ts";
import { named } from "./weight-files.ts";

const method = "license.inherited/1";
/** Another model may declare another licence tomorrow. */
const validMs = 24 * 3_600_000;
/** Most bases whose licences are looked at; merges have dozens. */
const maxBases = 3;
/** What is made in these ways holds weights of its base; of a distillation only outputs were used. */
const inherits: ReadonlySet<LineageHint["relation"]> = new Set(["FINETUNE", "QUANTIZED", "ADAPTER", "MERGE", "CONVERTED", "UNKNOWN"]);

/**
 * What the stated bases declare, held against what is declared here: one finding, with a check `base:<listing>` for each base. That a base permits less is no
 * proof of a breach, since its publisher may have agreed; it is shown and not settled.
 *
 * @returns nothing for a model that states no base.
 */
export async function licenseOfBases({ record, naming }: SubjectListing, tools: Pick<VerifierTools, "find" | "now">): Promise<readonly Finding[]> {
  const hints = (record.lineage ?? []).filter(({ relation }) => inherits.has(relation)).slice(0, maxBases);
  if (hints.length === 0) return [];
  const own = declared(record);
  const bases = await Promise.all(hints.map(async ({ reference }) => lookedAt(reference, await tools.find(reference), own, naming)));
  const finding = summary(bases, own);
  return [{ ...finding, expiresAt: new Date(tools.now().getTime() + validMs).toISOString() }];
}

/** A licence as a record declares it. */
interface Declared {
  /** As it is said in a sentence. */
  readonly said: string;
  readonly license: ReturnType<typeof readLicense>;
}

interface LookedAt {
  /** `LESS`: it permits less than what is declared here. `MORE`: as much or more. `OPEN`: that cannot be said. `AWAY`: it could not be looked at. */
  readonly verdict: "LESS" | "MORE" | "OPEN" | "AWAY";
  readonly check: FindingCheck;
  readonly evidence: readonly FindingEvidence[];
  readonly unknownReason?: UnknownReason;
}

function lookedAt(reference: string, base: FoundListing, own: Declared | undefined, naming: SubjectListing["naming"]): LookedAt {
  const key = `base:${base.status === "FOUND" ? base.listing.key : reference.slice(0, 200)}`;
  const open = (statement: string, evidence: readonly FindingEvidence[] = []): LookedAt => ({ verdict: "OPEN", check: { key, status: "UNKNOWN", statement }, evidence });
  if (base.status === "NOT_KNOWN") {
    return { verdict: "AWAY", check: { key, status: "UNKNOWN", statement: `Its base ${reference.slice(0, 200)} could not be looked up: ${base.because}.` }, evidence: [], unknownReason: base.unknownReason };
  }
  if (base.status === "NONE") return open(`Its base ${reference.slice(0, 200)} declares nothing: ${base.because}.`);
  const { listing } = base;
  const theirs = declared(listing.record);
  const evidence = documents(listing.record);
  if (listing.naming === "open" && naming !== "open") return open(`What its base ${listing.key} declares, anybody may write.`, evidence);
  if (theirs === undefined) return open(`Its base ${listing.key} declares no licence.`, evidence);
  if (own === undefined) return open(`Its base ${listing.key} declares ${theirs.said}, and nothing is declared here.`, evidence);
  if (theirs.license.spdx !== undefined && theirs.license.spdx === own.license.spdx) {
    return { verdict: "MORE", check: { key, status: "VERIFIED", statement: `Its base ${listing.key} declares the same licence.` }, evidence };
  }
  if (permitsLess(theirs.license.class, own.license.class)) {
    return { verdict: "LESS", check: { key, status: "FAILED", statement: `Its base ${listing.key} declares ${theirs.said}, which permits less than ${own.said}.` }, evidence };
  }
  if (theirs.license.class === "PERMISSIVE") {
    return { verdict: "MORE", check: { key, status: "VERIFIED", statement: `Its base ${listing.key} declares ${theirs.said}, which is permissive.` }, evidence };
  }
  return open(`Its base ${listing.key} declares ${theirs.said}, and ${own.said} is declared here: whether the one allows the other must be read.`, evidence);
}

function summary(bases: readonly LookedAt[], own: Declared | undefined): Finding {
  const of = (verdict: LookedAt["verdict"]): readonly LookedAt[] => bases.filter((base) => base.verdict === verdict);
  const shared = { kind: "LICENSE_TERMS", method, checks: bases.map(({ check }) => check), evidence: bases.flatMap(({ evidence }) => evidence) } as const;
  const less = of("LESS");
  if (less[0] !== undefined) {
    const more = less.length === 1 ? "" : ` So do ${String(less.length - 1)} other of its bases.`;
    return { ...shared, statement: `${less[0].check.statement}${more}`, status: "ASSERTED", effect: "CAUTION" };
  }
  const [away] = of("AWAY");
  if (away?.unknownReason !== undefined) return { ...shared, statement: away.check.statement, status: "UNKNOWN", unknownReason: away.unknownReason, effect: "NEUTRAL" };
  const [open] = of("OPEN");
  if (open !== undefined) return { ...shared, statement: open.check.statement, status: "ASSERTED", effect: "NEUTRAL" };
  const keys = named(bases.map(({ check }) => check.key.slice("base:".length)));
  return { ...shared, statement: `What ${keys} ${bases.length === 1 ? "declares" : "declare"} does not permit less than ${own?.said ?? "what is declared"}.`, status: "ASSERTED", effect: "NEUTRAL" };
}

function declared({ license }: ListingRecord): Declared | undefined {
  if (license === undefined) return undefined;
  const read = readLicense(license);
  return { said: read.spdx ?? read.name ?? license.stated.slice(0, 200), license: read };
}

/** Where the base's declaration can be looked up. */
function documents({ license, url }: ListingRecord): readonly FindingEvidence[] {
  const address = license?.url ?? url;
  return address !== undefined && /^https?:/i.test(address) && URL.canParse(address) ? [{ kind: "document", url: address }] : [];
}
