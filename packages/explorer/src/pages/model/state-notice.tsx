import type { ReactNode } from "react";
import type { ModelPageListingsFragment, ModelPageListingFragment } from "../../generated/types.ts";
import { Moment } from "../../parts/moment.tsx";
import { Outside } from "../../parts/outside.tsx";
import { Problem } from "../../parts/problem.tsx";

/** Says first what keeps people from getting or choosing it: gone, deprecated, gated, private, disabled at the listing that gives the model its id. */
export function StateNotice({ listings: { nodes } }: Pick<ModelPageListingsFragment, "listings">): React.JSX.Element | null {
  const [leading, ...others] = nodes;
  if (leading === undefined) return null;
  const notices = [...stateOf(leading, others), ...accessOf(leading, others)];
  return notices.length === 0 ? null : <div className="stack">{notices}</div>;
}

function stateOf(leading: ModelPageListingFragment, others: readonly ModelPageListingFragment[]): readonly ReactNode[] {
  const { source, state, fetchedAt, goneAt } = leading;
  switch (state) {
    case "LISTED": return [];
    case "DEPRECATED": return [
      <Problem key="state" title={`Deprecated at ${source.title}`} tone="caution"><p>The source says that it should no longer be chosen. Facts of <Moment at={fetchedAt} />.</p></Problem>,
    ];
    case "GONE": {
      const left = others.filter((other) => other.state !== "GONE");
      return [
        <Problem key="state" title={`Gone from ${source.title}`} tone="bad">
          <p>
            {goneAt === null ? "When that was noticed is not known." : <>Noticed <Moment at={goneAt} />.</>} What follows was last true on <Moment at={fetchedAt} />; why it is gone is not known here.{" "}
            {left.length === 0 ? "No other listing of it is known here." : <>Other listings still have it: <a href="#listings">{left.map((each) => `${each.source.title} ${each.nativeId}`).join(", ")}</a>. Whether they hold the same bytes, their digests say.</>}
          </p>
        </Problem>,
      ];
    }
    default: return state satisfies never;
  }
}

function accessOf({ source, access, fetchedAt, url }: ModelPageListingFragment, others: readonly ModelPageListingFragment[]): readonly ReactNode[] {
  const where = url === null ? source.title : <Outside href={url}>{source.title}</Outside>;
  const open = others.filter((other) => other.access === "OPEN" && other.state === "LISTED");
  const elsewhere = open.length === 0 ? null : <> <a href="#listings">{open.length === 1 ? "One other listing is" : `${open.length} other listings are`} open to anybody.</a></>;
  switch (access) {
    case "GATED": return [<Problem key="access" title="Gated" tone="caution"><p>Terms must be accepted, or somebody decides, at {where} before the files can be had. As of <Moment at={fetchedAt} />.{elsewhere}</p></Problem>];
    case "PRIVATE": return [<Problem key="access" title="Private" tone="caution"><p>Only members at {where} can get the files. As of <Moment at={fetchedAt} />.{elsewhere}</p></Problem>];
    case "DISABLED": return [<Problem key="access" title={`Disabled at ${source.title}`} tone="bad"><p>The source has switched it off: nobody gets the files there. As of <Moment at={fetchedAt} />.{elsewhere}</p></Problem>];
    case "OPEN": case "UNKNOWN": return [];
    default: return access satisfies never;
  }
}
