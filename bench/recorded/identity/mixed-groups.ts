import type { StoredListing, StoredOverlay } from "../../../packages/catalog/src/index.ts";
import { last, liteLlmKey } from "./pair.ts";
import { aspects, contradictions, differences, readStrictly, type Aspect } from "./strict-reader.ts";

/** A member of a model whose name does not say what the name of the leading listing says. */
export interface Mixed {
  readonly model: string;
  readonly member: string;
  /** CONTRADICTS: each says something of an aspect that the other denies, also of another member. SAYS_MORE: one says something that the other leaves out. */
  readonly how: "CONTRADICTS" | "SAYS_MORE";
  readonly aspects: readonly Aspect[];
  /** The member that it is held against. */
  readonly against: string;
  /** Whether names alone joined it; otherwise a reference, a digest or the operator did. */
  readonly byName: boolean;
  readonly because: string;
}

interface Member {
  readonly key: string;
  readonly texts: readonly string[];
  readonly publishers: readonly string[];
  readonly byName: boolean;
  readonly because: string;
}

export interface MixedContext {
  /** The leading one first. */
  readonly listings: readonly StoredListing[];
  readonly overlays: readonly StoredOverlay[];
  /** Whether a member's name is known to be odd, so that no other one is held against it. */
  readonly isExplained: (key: string) => boolean;
}

/** Every member of a model beside the leading one and, where it contradicts only another one, beside that. Other words are passed over: hosts add words of their own. */
export function mixedIn(model: string, { listings, overlays, isExplained }: MixedContext): readonly Mixed[] {
  const [leading, ...members] = [...listings.map(memberOf), ...overlays.map(overlayMember)];
  if (leading === undefined) return [];
  return members.flatMap((member, place): readonly Mixed[] => {
    const others = [leading, ...members.slice(0, place).filter(({ key }) => !isExplained(key))];
    const against = others.find((other) => differing(member, other, contradictions).length > 0);
    const said = { model, member: member.key, byName: member.byName, because: member.because } as const;
    if (against !== undefined) return [{ ...said, how: "CONTRADICTS", against: against.key, aspects: differing(member, against, contradictions) }];
    const more = differing(member, leading, differences);
    return more.length === 0 ? [] : [{ ...said, how: "SAYS_MORE", against: leading.key, aspects: more }];
  });
}

/** The aspects in which every text of one differs from every text of the other; empty where any two agree in all. */
function differing(left: Member, right: Member, differ: typeof differences): readonly Aspect[] {
  const publishers = [...left.publishers, ...right.publishers];
  const found = left.texts.flatMap((ours): readonly (readonly Aspect[])[] => right.texts.map((theirs) => differ(readStrictly(ours, publishers), readStrictly(theirs, publishers)).filter((aspect) => aspect !== "words")));
  return found.some((each) => each.length === 0) ? [] : aspects.filter((aspect) => found.some((each) => each.includes(aspect)));
}

function memberOf({ key, record, link }: StoredListing): Member {
  return {
    key, texts: [...new Set([record.name, last(record.nativeId)])], publishers: [record.publisher?.name ?? "", record.publisher?.id ?? "", record.nativeId.split("/")[0] ?? ""],
    byName: link.kind === "NAME_AND_PUBLISHER", because: `${link.kind} ${link.relation}: ${link.statement}`,
  };
}

function overlayMember({ key, record, statement }: StoredOverlay): Member {
  const { name, publisher } = liteLlmKey(record.nativeId);
  const isReferring = record.links?.some((link) => statement.startsWith(link.statement)) === true;
  return { key, texts: [...new Set([record.name ?? name, name])], publishers: [record.publisher?.name ?? "", publisher], byName: !isReferring, because: `overlay: ${statement}` };
}
