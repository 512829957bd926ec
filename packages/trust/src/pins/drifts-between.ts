import { contentDrifts, licenseDrift } from "./content-drifts.ts";
import { short, worstFirst, type Drift } from "./drift.ts";
import type { PresentFacts } from "./listing-facts.ts";
import type { LockEntry } from "./lock-entry.ts";
import { closes, nameOf, standingDrifts } from "./standing-drifts.ts";

/** What a look at the present found. */
export interface Present {
  /** What the reference means now; of one that names a commit, what the listing is now. */
  readonly facts: PresentFacts;
  /** Whether the source still has the pinned revision. Absent: it was not asked, as it has that one now, or keeps old states for nobody. */
  readonly hasPinnedRevision?: boolean;
  /** Of a reference that names a commit: what the source declares at that one. */
  readonly atPinned?: Pick<PresentFacts, "license">;
}

/** Whether the reference names the pinned state itself, so that a branch that moves on changes nothing of what it gives. */
export function isFixed({ requestedRevision, revision }: Pick<LockEntry, "requestedRevision" | "revision">): boolean {
  return requestedRevision === revision;
}

/**
 * What is not as it was pinned: nothing more than what changed, one drift of each kind at most, the worst first. Pure.
 *
 * What a moved branch brings is told by what differs (weights, code, licence …); NEW_REVISION_AVAILABLE alone says that nothing of that does, or that
 * the reference names a commit, which stays.
 */
export function driftsBetween(pinned: LockEntry, { facts, hasPinnedRevision = true, atPinned }: Present): readonly Drift[] {
  const standing = standingDrifts(pinned, facts);
  const lost = unavailable(pinned, facts, hasPinnedRevision);
  const fixed = isFixed(pinned);
  const isAnother = standing.some(({ kind }) => kind === "IDENTITY_CHANGED");
  // Of what is in other hands, or is another entry, the name is told with that.
  const content = contentDrifts(pinned, isAnother ? { ...facts, nativeId: pinned.nativeId, name: pinned.name } : facts);
  const ownLicense = fixed && atPinned !== undefined ? licenseDrift([], pinned, atPinned) : undefined;
  const told = fixed ? (ownLicense === undefined ? [] : [ownLicense]) : content;
  const before = [...standing, ...(lost === undefined ? [] : [lost]), ...told];
  const moved = facts.revision !== undefined && facts.revision !== pinned.revision && facts.revision !== pinned.presentRevision;
  const isNews = moved && lost === undefined && !isAnother && (fixed || content.length === 0);
  return worstFirst(isNews ? [...before, newRevision(pinned, facts, fixed ? content : [])] : before);
}

/** The drift of a name under which the source has nothing any more. */
export function goneDrift(pinned: LockEntry, hasPinnedRevision: boolean): Drift {
  const { requested, requestedRevision, revision } = pinned;
  if (hasPinnedRevision) {
    return {
      kind: "PIN_UNAVAILABLE", severity: "WARN", before: requestedRevision ?? null, after: null,
      statement: `"${requested}" names nothing any more: ${nameOf(pinned)} has no ${requestedRevision ?? "such revision"}. The pinned ${short(revision)} can still be had by itself.`,
    };
  }
  return { kind: "PIN_UNAVAILABLE", severity: "BLOCK", before: revision, after: null, statement: `${nameOf(pinned)} is gone, or hidden from these credentials: the pinned ${short(revision)} can no longer be had from its source.` };
}

function unavailable(pinned: LockEntry, { access }: PresentFacts, hasPinnedRevision: boolean): Drift | undefined {
  const { revision } = pinned;
  if (!hasPinnedRevision) {
    return { kind: "PIN_UNAVAILABLE", severity: "BLOCK", before: revision, after: null, statement: `${nameOf(pinned)} no longer has the pinned ${short(revision)}: its history was rewritten, or it is another entry. The pinned files can no longer be had by it.` };
  }
  if (!closes(pinned, access)) return undefined;
  const why = access === "GATED" ? "gated: only who is let in can have the pinned files" : "disabled: nobody can have the pinned files";
  return { kind: "PIN_UNAVAILABLE", severity: "BLOCK", before: pinned.access ?? null, after: access ?? null, statement: `${nameOf(pinned)} is now ${why}.` };
}

function newRevision(pinned: LockEntry, { revision = "" }: PresentFacts, differences: readonly Drift[]): Drift {
  const words = { WEIGHTS_CHANGED_SAME_REF: "weights", CODE_CHANGED: "code", SIGNATURE_CHANGED: "signatures", LICENSE_CHANGED: "the licence", CONFIG_CHANGED: "configuration", METADATA_ONLY: "documentation or tags" } as const;
  const differ = differences.flatMap(({ kind }) => (Object.hasOwn(words, kind) ? [words[kind as keyof typeof words]] : []));
  const how = differ.length === 0 ? "none of its files is known to differ" : `${differ.join(", ")} differ there`;
  return {
    kind: "NEW_REVISION_AVAILABLE", severity: "INFO", before: pinned.revision, after: revision,
    statement: `${nameOf(pinned)} is at ${short(revision)} now, and was pinned at ${short(pinned.revision)}: ${how}. What was pinned still holds for ${short(pinned.revision)}.`,
  };
}
