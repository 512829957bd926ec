import type { SubjectListing } from "@modeldex/plugin-kit";
import type { DateTime, DecisionOutcome, Digest, RuleOutcome } from "@modeldex/schema";
import { byCodeUnits } from "./canonical.ts";
import type { PolicyDecision } from "./decide.ts";
import type { PolicyException } from "./exceptions.ts";
import { revisionForm } from "./verifiers/immutable-revision.ts";
import { weightFiles } from "./verifiers/weight-files.ts";

/** Names the code that decides; not who runs it, which only a signature could say. */
const verifierId = "pkg:npm/%40modeldex/trust#decide/1";
/** Name of the extension field, a URI as in-toto asks for. */
const extension = "pkg:npm/%40modeldex/trust#decision/1";

/** What an in-toto statement is about. `digest`: algorithm to lower-case hex. */
export interface StatementSubject {
  readonly name: string;
  readonly digest: Readonly<Record<string, string>>;
}

/** In-toto Statement v1 with a Simple Verification Result (https://in-toto.io/attestation/svr/v0.2), unsigned. */
export interface DecisionStatement {
  readonly _type: "https://in-toto.io/Statement/v1";
  readonly subject: readonly StatementSubject[];
  readonly predicateType: "https://in-toto.io/attestation/svr/v0.2";
  readonly predicate: {
    readonly verifier: { readonly id: string; readonly policies: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[] };
    readonly timeCreated: DateTime;
    /** What holds alone: rules that passed, and ALLOW. What does not stands in the extension. */
    readonly properties: readonly string[];
    readonly [extension]: {
      readonly outcome: DecisionOutcome;
      readonly inputDigest: Digest;
      readonly validUntil?: DateTime;
      readonly rules: readonly { readonly key: string; readonly outcome: RuleOutcome; readonly exception?: PolicyException }[];
    };
  };
}

/**
 * Writes a decision as an in-toto statement. Equal decisions about equal records give equal statements.
 *
 * A property of a Simple Verification Result is one that holds, so a rule that did not pass is no property: a reader who knows nothing of the
 * extension cannot take a refusal for a pass.
 *
 * @param listing the record that was decided about; its files count only while it has the revision of the decision.
 * @returns `undefined` when nothing of it is known by a digest, since a statement must be bound to one.
 */
export function decisionStatement(decision: PolicyDecision, listing: SubjectListing): DecisionStatement | undefined {
  const { policy, rules, outcome, inputDigest, validUntil } = decision;
  const subject = subjectsOf(decision, listing);
  if (subject.length === 0) return undefined;
  const passed = rules.filter((rule) => rule.outcome === "PASS").map(({ rule }) => `MODELDEX_PASS:${policy.id}:${rule.key}`);
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject,
    predicateType: "https://in-toto.io/attestation/svr/v0.2",
    predicate: {
      verifier: { id: verifierId, policies: [{ name: `${policy.id}@${policy.version}`, digest: { sha256: hexOf(policy.digest) } }] },
      timeCreated: decision.decidedAt,
      properties: outcome === "ALLOW" ? [`MODELDEX_ALLOW:${policy.id}`, ...passed] : passed,
      [extension]: {
        outcome,
        inputDigest,
        ...(validUntil === undefined ? {} : { validUntil }),
        rules: rules.map(({ rule, outcome: result, exception }) => ({ key: rule.key, outcome: result, ...(exception === undefined ? {} : { exception }) })),
      },
    },
  };
}

function subjectsOf({ revision }: PolicyDecision, listing: SubjectListing): readonly StatementSubject[] {
  if (listing.record.revision !== revision) return [];
  const files = (weightFiles(listing.record) ?? []).flatMap(({ path, digest }) => (digest === undefined ? [] : [{ name: path, digest: { sha256: hexOf(digest) } }]));
  const digest = revision === undefined ? undefined : revisionDigest(revision);
  const whole = revision === undefined || digest === undefined ? [] : [{ name: nameAt(listing, revision), digest }];
  return [...whole, ...files.toSorted((left, right) => byCodeUnits(left.name, right.name))];
}

/** A package URL where there is one for this kind of source, else key and revision. */
function nameAt({ key, sourceKind, record }: SubjectListing, revision: string): string {
  return sourceKind === "huggingface" ? `pkg:huggingface/${record.nativeId}@${revision}` : `${key}@${revision}`;
}

/** Digests in the terms of in-toto's DigestSet; a block or a CID has none. */
function revisionDigest(revision: string): StatementSubject["digest"] | undefined {
  if (revisionForm(revision) === "commit") return { gitCommit: revision };
  const [, algorithm, hex] = /^(sha256|sha512|blake3):([0-9a-f]+)$/.exec(revision) ?? [];
  return algorithm === undefined || hex === undefined ? undefined : { [algorithm]: hex };
}

function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(":") + 1);
}
