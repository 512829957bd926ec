import type { ClaimOf, Finding, FindingCheck, SubjectSource, Verifier, VerifyRequest } from "@modeldex/plugin-kit";
import { sourceStatement } from "../trust-claim.ts";

const method = "source.operator/1";

type Claim = ClaimOf<"SOURCE_OPERATOR">;

/**
 * Who operates a source. That is the word of the adapter's author, and no check makes it more: it stays asserted. What can be seen is said: that the document
 * which it names is at a host where the source is asked, that it is named at all, and that a source does not name two operators of one thing.
 */
export const sourceOperator: Verifier<"SOURCE_OPERATOR"> = {
  id: "source-operator/1",
  kind: "SOURCE_OPERATOR",
  depth: "STANDARD",
  needs: "records",
  reads: ["claims"],
  inspects: false,
  inspectsSource: true,
  verify: async (request) => (request.claim === undefined ? whetherAny(request) : [ofClaim(request.claim, request)]),
};

function whetherAny({ subject: { source, listing } }: VerifyRequest<"SOURCE_OPERATOR">): readonly Finding[] {
  const isStated = (listing.record.claims ?? []).some(({ kind }) => kind === "SOURCE_OPERATOR");
  if (source === undefined || isStated) return [];
  return [{ kind: "SOURCE_OPERATOR", method, statement: `Nobody is named who operates ${source.title}.`, status: "UNKNOWN", unknownReason: "NO_EVIDENCE_PUBLISHED", effect: "NEUTRAL", evidence: [] }];
}

function ofClaim(claim: Claim, { subject: { source, listing } }: VerifyRequest<"SOURCE_OPERATOR">): Finding {
  const { statement, evidence, facts } = claim;
  const others = (listing.record.claims ?? []).flatMap((each) => (each.kind === "SOURCE_OPERATOR" && contradicts(each, claim) ? [each.facts.operator] : []));
  const valid = claim.validAt === undefined ? {} : { validAt: claim.validAt };
  const checks = source === undefined ? [] : hostCheck(claim, source);
  if (others.length > 0) {
    const named = [...new Set([facts.operator, ...others])].toSorted().map((each) => JSON.stringify(each));
    return { kind: "SOURCE_OPERATOR", method, checks, statement: `The source names several operators of one thing: ${named.join(", ")}.`, status: "FAILED", effect: "CAUTION", evidence, ...valid };
  }
  return { kind: "SOURCE_OPERATOR", method: sourceStatement, checks, statement, status: "ASSERTED", effect: "NEUTRAL", evidence, ...valid };
}

/** Of the same thing, named in the same way, and not the same. A name and an account of a chain may be the same operator. */
function contradicts(other: Claim, claim: Claim): boolean {
  const isSameThing = (other.issuer?.key ?? "") === (claim.issuer?.key ?? "");
  return isSameThing && isAccount(other) === isAccount(claim) && plain(other) !== plain(claim);
}

function isAccount({ facts }: Claim): boolean {
  return /^[a-z0-9-]+:[\w-]+:0x[0-9a-f]+$/i.test(facts.operator);
}

function plain({ facts }: Claim): string {
  return facts.operator.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLowerCase();
}

/** Whether the document that is named stands where the source is asked, or at its own page. */
function hostCheck({ evidence }: Claim, { baseAddresses, homepage }: SubjectSource): readonly FindingCheck[] {
  const hosts = [...baseAddresses, ...(homepage === undefined ? [] : [homepage])].flatMap((address) => hostOf(address) ?? []);
  const documents = evidence.flatMap((each) => (each.kind === "document" ? (hostOf(each.url) ?? []) : []));
  const [document] = documents;
  if (document === undefined || hosts.length === 0) return [];
  const same = documents.find((host) => hosts.includes(host));
  if (same !== undefined) return [{ key: "host", status: "VERIFIED", statement: `The document that is named is at ${same}, where the source is asked too.` }];
  return [{ key: "host", status: "UNKNOWN", statement: `The document that is named is at ${document}, and the source is asked at ${[...new Set(hosts)].join(", ")}.` }];
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}
