import { asRecord, asString, type Finding, type SubjectChange, type SubjectListing, type Verifier } from "@modeldex/plugin-kit";
import { mistakenFor } from "./mistaken-names.ts";
import { ownerIn } from "./onchain-owner.ts";
import { dayMs, dayOf, fieldChange, ownHistory, type OwnHistory } from "./own-history.ts";

const method = "namespace.history/1";
/** How long a name must have stood for one model before that says anything. */
const knownForDays = 30;
/** How long a model is said to be new, in hours; within the first it is said to be of today. */
const newForHours = [24, 72] as const;

/**
 * Whether the name still belongs to the same owner, and whether it could be taken for another's. What was seen of the name over time is verified from the
 * gateway's own history alone; when the model was published is the source's word.
 *
 * A name that was given to another model UNDERMINES for as long as the history shows it, since references from before mean the earlier one.
 */
export const namespaceContinuity: Verifier<"NAMESPACE_CONTINUITY"> = {
  id: "namespace-continuity/1",
  kind: "NAMESPACE_CONTINUITY",
  depth: "STANDARD",
  needs: "records",
  verify: async ({ subject, claim }, tools) => {
    if (claim !== undefined) return [{ kind: "NAMESPACE_CONTINUITY", statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", method, evidence: claim.evidence }];
    const { listing } = subject;
    const history = subject.history === undefined ? undefined : ownHistory(subject.history);
    const against = [
      ...(history === undefined ? [] : [reused(listing, history), changedHands(listing, history)]),
      handedOn(listing),
      await mistakenFor(listing, tools),
      isNew(listing, tools.now()),
    ].filter((finding) => finding !== undefined);
    return against.length > 0 ? against : [unbroken(listing, history, tools.now())];
  },
};

function reused({ key }: SubjectListing, { reused: taken }: OwnHistory): Finding | undefined {
  if (taken === undefined) return undefined;
  return found("VERIFIED", "UNDERMINES", `The name ${taken.key ?? key} was given to another model on ${dayOf(taken.at)}: what was pinned under it before then is not this model.`);
}

/** The last change of its owner under the same inner id. */
function changedHands(listing: SubjectListing, { changes }: OwnHistory): Finding | undefined {
  const last = changes.flatMap((change) => handover(change, listing) ?? []).at(-1);
  return last === undefined ? undefined : found("VERIFIED", "CAUTION", `It changed hands on ${dayOf(last.at)}: it was ${last.before}'s, and is ${last.after}'s since.`);
}

interface Handover {
  readonly at: string;
  readonly before: string;
  readonly after: string;
}

function handover(change: SubjectChange, { naming }: SubjectListing): Handover | undefined {
  const publisher = fieldChange(change, "publisher");
  const claims = fieldChange(change, "claims");
  const pairs = [
    [publisherIn(publisher?.before), publisherIn(publisher?.after)],
    [ownerIn(claims?.before), ownerIn(claims?.after)],
    // Where the first part of a path is who it belongs to, another one is another owner.
    ...(change.kind === "RENAMED" && naming === "namespaced" ? [[namespaceIn(change.before), namespaceIn(change.after)]] : []),
  ];
  const differing = pairs.find(([before, after]) => before !== undefined && after !== undefined && before.toLowerCase() !== after.toLowerCase());
  return differing?.[0] === undefined || differing[1] === undefined ? undefined : { at: change.at, before: differing[0], after: differing[1] };
}

/** An id within the source outlives a display name. */
function publisherIn(value: unknown): string | undefined {
  const publisher = asRecord(value);
  return asString(publisher?.["id"]) ?? asString(publisher?.["name"]);
}

function namespaceIn(value: unknown): string | undefined {
  return /^[^:]+:([^/]+)\//.exec(keyIn(value) ?? "")?.[1];
}

function keyIn(value: unknown): string | undefined {
  return asString(asRecord(value)?.["key"]);
}

/** The record itself tells that an entry of a chain was handed on: its owner is not the account that registered it. */
function handedOn({ record }: SubjectListing): Finding | undefined {
  const owner = ownerIn(record.claims);
  const registrant = /0x[0-9a-f]{40}$/i.exec(record.registrant ?? "")?.[0]?.toLowerCase();
  if (owner === undefined || registrant === undefined || owner === registrant) return undefined;
  return found("ASSERTED", "CAUTION", `It was registered by ${registrant}, and is ${owner}'s now, as its source reads the chain.`);
}

function isNew({ record }: SubjectListing, now: Date): Finding | undefined {
  const { createdAt } = record;
  if (createdAt === undefined) return undefined;
  const at = Date.parse(createdAt);
  const hours = newForHours.find((each) => now.getTime() < at + each * 3_600_000);
  if (hours === undefined) return undefined;
  const statement = `It was first published less than ${hours === newForHours[0] ? "a day" : "three days"} ago, at ${createdAt}, as its source states: hardly anybody has looked at it.`;
  return { ...found("ASSERTED", "CAUTION", statement), validAt: createdAt, expiresAt: new Date(at + hours * 3_600_000).toISOString() };
}

function unbroken({ record, naming }: SubjectListing, history: OwnHistory | undefined, now: Date): Finding {
  if (history === undefined) return unknown("This gateway has no history of the name.");
  // What its operator puts under a name of its own is a matter of who controls the source.
  if (record.stableId === undefined && naming === "curated") {
    const statement = "The operator of its source alone gives the names there, and gives no inner ids: nobody else can take over a name, and the operator can give it to another model.";
    return { kind: "NAMESPACE_CONTINUITY", statement, status: "NOT_APPLICABLE", effect: "NEUTRAL", method, evidence: [] };
  }
  if (record.stableId === undefined) return unknown("Its source states no inner id, so that another model under the same name could not be told from this one.");
  const renamed = history.changes.findLast(({ kind }) => kind === "RENAMED");
  const former = keyIn(renamed?.before);
  if (renamed !== undefined && former !== undefined) return found("VERIFIED", "NEUTRAL", `It was called ${former} until ${dayOf(renamed.at)}; its inner id is the same as before.`);
  const since = `The name has stood for the same inner id since this gateway first saw it on ${dayOf(history.firstSeenAt)}`;
  const isLong = now.getTime() - Date.parse(history.firstSeenAt) >= knownForDays * dayMs;
  return isLong ? found("VERIFIED", "SUPPORTS", `${since}.`) : found("VERIFIED", "NEUTRAL", `${since}, which is less than ${String(knownForDays)} days ago.`);
}

function found(status: "VERIFIED" | "ASSERTED", effect: Finding["effect"], statement: string): Finding {
  return { kind: "NAMESPACE_CONTINUITY", statement, status, effect, method, evidence: [] };
}

function unknown(statement: string): Finding {
  return { kind: "NAMESPACE_CONTINUITY", statement, status: "UNKNOWN", unknownReason: "NO_EVIDENCE_PUBLISHED", effect: "NEUTRAL", method, evidence: [] };
}
