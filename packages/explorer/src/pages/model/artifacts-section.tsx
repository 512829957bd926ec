import { useMorePages } from "../../client/use-more-pages.ts";
import type { Page } from "../../client/use-more-pages.ts";
import { bytes, count, counted } from "../../format/numbers.ts";
import { ModelArtifactsMore } from "../../generated/artifacts-section.ts";
import type { ModelArtifactsMoreQuery, ModelPageArtifactFragment, ModelPageArtifactPageFragment, ModelPageArtifactsFragment } from "../../generated/types.ts";
import { Command } from "../../parts/copy.tsx";
import { FoldButton, useFold } from "../../parts/fold.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Section } from "../../parts/section.tsx";
import { ArtifactTable } from "./artifact-table.tsx";
import styles from "./artifacts-section.module.css";
import { checksumFile } from "./checksum-lines.ts";
import { fileFacts } from "./file-facts.ts";

/** The files of a model, with their digests and a way to check what was downloaded. */
export function ArtifactsSection({ model }: { readonly model: ModelPageArtifactsFragment }): React.JSX.Element {
  const { artifacts, id } = model;
  const total = artifacts?.totalCount ?? undefined;
  return (
    <Section id="artifacts" title="Files" aside={total === undefined ? undefined : counted(total, "file")}>
      {artifacts === null ? <p className="muted">No listing of this model says which files it has, or its source could not be asked.</p>
        : artifacts.nodes.length === 0 ? <p className="muted">Its source says that it has no files.</p>
          : <Files key={id} id={id} page={artifacts} />}
    </Section>
  );
}

/** Files that are shown before somebody asks for more. */
const mostAtFirst = 8;

function Files({ id, page }: { readonly id: string; readonly page: ModelPageArtifactPageFragment }): React.JSX.Element {
  const pages = useMorePages({ first: pageOf(page), document: ModelArtifactsMore, variablesAt: (after) => ({ id, after }), pageOf: moreOf });
  const files = pages.rows;
  const fold = useFold(files, mostAtFirst);
  return (
    <div className="stack">
      <Summary files={files} hasMore={pages.hasMore} />
      <ArtifactTable files={fold.shown} table={fold.list} />
      {fold.shown.length < fold.total ? <FoldButton fold={fold} what={pages.hasMore ? "first files" : "files"} /> : <MoreButton pages={pages} what="files" total={page.totalCount ?? undefined} />}
      <Checksums files={files} hasMore={pages.hasMore} />
    </div>
  );
}

function Summary({ files, hasMore }: { readonly files: readonly ModelPageArtifactFragment[]; readonly hasMore: boolean }): React.JSX.Element {
  const { bytes: known, withoutSize, weights, weightsWithoutDigest } = fileFacts(files);
  const listings = new Set(files.map(({ listing }) => listing.key)).size;
  return (
    <div className={styles.summary}>
      <p>
        {known === undefined ? "No size is stated." : <><span title={`${count(known)} bytes`}>{withoutSize > 0 || hasMore ? "At least " : ""}{bytes(known)}</span> in {hasMore ? "the files shown" : "all"}{listings > 1 && `, over ${count(listings)} listings`}.</>}
        {known !== undefined && withoutSize > 0 && ` The size of ${counted(withoutSize, "file")} is not stated.`}
      </p>
      {weights > 0 && (weightsWithoutDigest.length === 0
        ? <p>A sha256 is stated for {weights === 1 ? "the file" : `each of the ${count(weights)} files`} of weights{hasMore && " shown"}.</p>
        : (
          <details>
            <summary>No sha256 is stated for {count(weightsWithoutDigest.length)} of {counted(weights, "file")} of weights{hasMore && " shown"}</summary>
            <ul>{weightsWithoutDigest.map((path, place) => <li key={place}><code><Foreign text={path} maxLength={600} /></code></li>)}</ul>
          </details>
        ))}
    </div>
  );
}

function Checksums({ files, hasMore }: { readonly files: readonly ModelPageArtifactFragment[]; readonly hasMore: boolean }): React.JSX.Element | null {
  const checksums = checksumFile(files);
  if (checksums === undefined) return null;
  return (
    <details>
      <summary>Check files that you downloaded</summary>
      <div className={`stack ${styles.check}`}>
        <p>
          These are the digests that <code><Foreign text={checksums.listing} /></code> states{hasMore && ", of the files shown"}. Save them as <code>SHA256SUMS</code> beside the files, then run the command.
          That a file passes says that its bytes are those that the source states, and no more.
        </p>
        <Command text={checksums.lines.join("\n")} what="the checksums" />
        <Command text="sha256sum --check --ignore-missing SHA256SUMS" what="the command" />
      </div>
    </details>
  );
}

function pageOf({ nodes, pageInfo }: ModelPageArtifactPageFragment): Page<ModelPageArtifactFragment> {
  return { rows: nodes, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined };
}

function moreOf({ model }: ModelArtifactsMoreQuery): Page<ModelPageArtifactFragment> | undefined {
  const artifacts = model?.artifacts;
  return artifacts === undefined || artifacts === null ? undefined : pageOf(artifacts);
}
