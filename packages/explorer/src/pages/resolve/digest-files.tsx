import { Link } from "react-router";
import { bytes, counted } from "../../format/numbers.ts";
import type { ResolvePageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";

type Match = NonNullable<ResolvePageQuery["modelsByDigest"]>[number];

/** The files that are known to have a digest, and their models. */
export function DigestFiles({ match: { artifacts, models } }: { readonly match: Match }): React.JSX.Element {
  const total = artifacts.totalCount;
  return (
    <Section id="files" title="Files with this digest" aside={total === null ? undefined : counted(total, "file")}>
      {artifacts.nodes.length === 0
        ? <p>No file with this digest is known here. That speaks only for the digests that sources report to this gateway: of most models no digest is known until somebody looks at them.</p>
        : (
          <ul>
            {artifacts.nodes.map(({ path, sizeBytes, listing }) => (
              <li key={`${listing.key} ${path}`}><code><Foreign text={path} /></code> of <Link to={paths.model(listing.key)}><Foreign text={listing.key} /></Link> at {listing.source.title}, {sizeBytes === null ? "size not stated" : bytes(sizeBytes)}</li>
            ))}
          </ul>
        )}
      {artifacts.nodes.length === 1 && total === 1 && <p>No other file with it is known here, which speaks only for the digests that sources report to this gateway.</p>}
      {total !== null && total > artifacts.nodes.length && <p>The first {artifacts.nodes.length} are shown.</p>}
      {models.nodes.length > 1 && <p>They belong to {counted(models.totalCount ?? models.nodes.length, "model")}: {models.nodes.map(({ id, name }, at) => <span key={id}>{at > 0 && ", "}<Link to={paths.model(id)}><Foreign text={name} /></Link></span>)}.</p>}
    </Section>
  );
}
