import { readLicense, type Artifact, type Finding, type FindingEvidence, type ListingRecord, type SubjectListing, type UnknownReason, type Verifier, type VerifierTools } from "@modeldex/plugin-kit";
import { isImmutable } from "./immutable-revision.ts";
import type { KnownLicense } from "./license-known.ts";
import { licenseOfBases } from "./license-of-bases.ts";
import { agrees, permitsLess } from "./license-relation.ts";
import { recogniseLicense } from "./license-text.ts";
import { readText, textEvidence } from "./read-text.ts";
import { namesAllFiles } from "./weight-files.ts";

const method = "license.text/1";
const mutableValidMs = 24 * 3_600_000;
/** Longest licence file that is read; the longest known text has 35 kB. */
const maxBytes = 100_000;

/**
 * The licence that is declared, held against the text of the licence file, and against what the bases declare. Whether a licence is valid, and whether it was
 * the publisher's to give, nobody can check; neither is settled here which of two contradicting statements holds.
 */
export const licenseTerms: Verifier<"LICENSE_TERMS"> = {
  id: "license-terms/1",
  kind: "LICENSE_TERMS",
  depth: "STANDARD",
  reads: ["artifacts", "license", "lineage"],
  verify: async ({ subject: { listing }, claim }, tools) => {
    // The source's own statement stays what it is; the file is looked at once, for the listing.
    if (claim !== undefined) return [{ kind: "LICENSE_TERMS", statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", method, evidence: claim.evidence }];
    const own = await ofFile(listing, tools);
    const finding = lasts(listing.record, own) ? own : { ...own, expiresAt: new Date(tools.now().getTime() + mutableValidMs).toISOString() };
    return [finding, ...(await licenseOfBases(listing, tools))];
  },
};

/** A text that was not recognised is read again after a day, since more may be known here by then; what could not be read, when the gateway thinks fit. */
function lasts(record: ListingRecord, finding: Finding): boolean {
  if (finding.status === "UNKNOWN" && finding.unknownReason === "UNSUPPORTED_FORMAT") return false;
  return isImmutable(record) && record.artifacts !== undefined;
}

async function ofFile(listing: SubjectListing, tools: VerifierTools): Promise<Finding> {
  const { record } = listing;
  const file = licenseFile(record);
  if (file === undefined) return withoutFile(record);
  const read = await readText(file, maxBytes, tools);
  if (read.status === "unread") return unknown(read.unknownReason, `${file.path} could not be read: ${read.because}.`);
  const recognised = recogniseLicense(read.text);
  const evidence = (found: string): readonly FindingEvidence[] => [textEvidence(read, [found])];
  switch (recognised.status) {
    case "TEXT":
      return compared(listing, { file, license: recognised.license, is: `is, word for word, the text of ${recognised.license.name}`, evidence: evidence(`the text of ${recognised.license.name}`) });
    case "MARKS":
      return compared(listing, { file, license: recognised.license, is: `has the title and the marks of ${recognised.license.name}`, evidence: evidence(`title and marks of ${recognised.license.name}`) });
    case "CHANGED":
      return changed(record, file, recognised, evidence(`begins and ends as ${recognised.license.name}; ${recognised.because}`));
    case "NONE":
      return { ...unknown("UNSUPPORTED_FORMAT", `${file.path} is the text of no licence that is known here: read it.`), evidence: evidence("no licence that is known here") };
  }
}

/** A licence file that was recognised. */
interface Recognised {
  readonly file: Artifact;
  readonly license: KnownLicense;
  /** Verb and object of a sentence whose subject is the file. */
  readonly is: string;
  readonly evidence: readonly FindingEvidence[];
}

function compared({ record, naming }: SubjectListing, { file, license, is, evidence }: Recognised): Finding {
  if (record.license === undefined) {
    return { ...base, statement: `No licence is declared; ${file.path} ${is}.`, status: "VERIFIED", effect: "NEUTRAL", evidence };
  }
  const declared = declaredAs(record);
  switch (agrees(record.license, license)) {
    case "YES":
      // Of a record that anybody may write, both were written by the same anybody.
      return { ...base, statement: `${declared} is declared, and ${file.path} ${is}.`, status: "VERIFIED", effect: naming === "open" ? "NEUTRAL" : "SUPPORTS", evidence };
    case "PARTLY":
      return { ...base, statement: `${declared} is declared, and ${file.path} ${is}, which is one of these.`, status: "VERIFIED", effect: "NEUTRAL", evidence };
    case "UNSAID":
      return { ...base, statement: `${declared} is declared, which names no licence that is known here; ${file.path} ${is}.`, status: "VERIFIED", effect: "NEUTRAL", evidence };
    case "NO": {
      const less = permitsLess(license.class, readLicense(record.license).class);
      return {
        ...base, statement: `${declared} is declared, but ${file.path} ${is}${less ? ", which permits less" : ""}.`,
        status: "FAILED", effect: less ? "UNDERMINES" : "CAUTION", evidence,
      };
    }
  }
}

/** Whose text was altered is not guessed; that it reads like another licence than the declared one is a reason to look. */
function changed(record: ListingRecord, file: Artifact, { license, because }: { readonly license: KnownLicense; readonly because: string }, evidence: readonly FindingEvidence[]): Finding {
  const other = record.license !== undefined && agrees(record.license, license) === "NO";
  const declared = other ? `, while ${declaredAs(record)} is declared` : "";
  return {
    ...unknown("UNSUPPORTED_FORMAT", `${file.path} begins and ends as ${license.name} does, but ${because}${declared}: read it.`),
    effect: other ? "CAUTION" : "NEUTRAL", evidence,
  };
}

function withoutFile(record: ListingRecord): Finding {
  const { artifacts } = record;
  const files = artifacts === undefined ? "its files are not known here, so that no licence text was looked at"
    : artifacts.length === 0 ? "it has no files, and so no licence text"
    : namesAllFiles(record) ? "none of its files is named as its licence"
    : `none of the ${String(artifacts.length)} files that are known here is named as its licence`;
  if (record.license === undefined) return unknown("NO_EVIDENCE_PUBLISHED", `No licence is declared, and ${files}.`);
  const { url } = record.license;
  return {
    ...base, statement: `${declaredAs(record)} is only declared: ${files}.`, status: "ASSERTED", effect: "NEUTRAL",
    evidence: url !== undefined && /^https?:/i.test(url) && URL.canParse(url) ? [{ kind: "document", url }] : [],
  };
}

const base = { kind: "LICENSE_TERMS", method } as const;

function unknown(unknownReason: UnknownReason, statement: string): Finding {
  return { ...base, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", evidence: [] };
}

/** The declared words, with the licence's own name where the words are a mere `other`. */
function declaredAs({ license }: ListingRecord): string {
  return license?.name === undefined ? (license?.stated ?? "").slice(0, 200) : `${license.stated} (${license.name})`.slice(0, 200);
}

/** Names of files that hold a licence, the most telling first: where the code has another licence, that of the model counts. */
const fileNames: readonly RegExp[] = [
  /^(?:model[-_ ]?licen[cs]e|licen[cs]e[-_ ]?(?:model|weights))(?:\.(?:txt|md|rst))?$/i,
  /^licen[cs]e(?:\.(?:txt|md|rst))?$/i,
  /^copying(?:\.(?:txt|md))?$/i,
  /^unlicense(?:\.(?:txt|md))?$/i,
  /^(?!.*(?:code|data|third|\.py$|\.js(?:on)?$))(?:[\w .-]*[-_ ])?licen[cs]e(?:[-_. ][\w .-]*)?$/i,
];

function licenseFile({ artifacts = [] }: ListingRecord): Artifact | undefined {
  for (const name of fileNames) {
    const file = artifacts.find(({ path }) => name.test(path));
    if (file !== undefined) return file;
  }
  return undefined;
}
