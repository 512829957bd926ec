import type { RefObject } from "react";
import { bytes, count } from "../../format/numbers.ts";
import type { ModelPageArtifactFragment } from "../../generated/types.ts";
import { FileDigest } from "../../parts/file-digest.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import table from "../../parts/facts-table.module.css";
import { Mark } from "../../parts/mark.tsx";
import { Outside } from "../../parts/outside.tsx";
import { artifactRoles, weightFormats } from "../../words/files.ts";
import styles from "./artifacts-section.module.css";

/** Files one by one. Which listing has them is said where there are several. */
export function ArtifactTable({ files, table: element }: { readonly files: readonly ModelPageArtifactFragment[]; readonly table?: RefObject<HTMLElement | null> }): React.JSX.Element {
  const manyListings = new Set(files.map(({ listing }) => listing.key)).size > 1;
  return (
    <table className={table.table} ref={(made) => { if (element !== undefined) element.current = made; }}>
      <caption className="only-heard">Files of this model</caption>
      <thead><tr><th scope="col">File</th><th scope="col">What it is</th><th scope="col" className={table.number}>Size</th><th scope="col">Digests</th>{manyListings && <th scope="col">Listing</th>}</tr></thead>
      <tbody>{files.map((file) => <Row key={`${file.listing.key} ${file.path}`} file={file} manyListings={manyListings} />)}</tbody>
    </table>
  );
}

function Row({ file: { path, role, sizeBytes, format, precision, digest, otherDigests, url, listing }, manyListings }: { readonly file: ModelPageArtifactFragment; readonly manyListings: boolean }): React.JSX.Element {
  return (
    <tr>
      <td className={styles.path}><Outside href={url}><code><Foreign text={path} maxLength={600} /></code></Outside></td>
      <td data-label="What it is">
        {artifactRoles[role]}
        {format !== null && <> · {weightFormats[format].tone === "caution" ? <Mark tone="caution" title={weightFormats[format].note}>{weightFormats[format].label}, loading can run code</Mark> : weightFormats[format].label}</>}
        {precision !== null && <> · <Foreign text={precision} /></>}
      </td>
      <td data-label="Size" className={table.number}>{sizeBytes === null ? <span className="muted">not stated</span> : <span title={`${count(sizeBytes)} bytes`}>{bytes(sizeBytes)}</span>}</td>
      <td data-label="Digests">
        <span className={styles.digests}>
          {digest === null ? <span className="muted">no sha256 is stated</span> : <FileDigest value={digest} what={`the sha256 of ${path}`} file={path} />}
          {otherDigests.map((other) => <FileDigest key={other} value={other} what={`another digest of ${path}`} file={path} />)}
        </span>
      </td>
      {manyListings && <td data-label="Listing" className={styles.listing}><Foreign text={listing.key} /></td>}
    </tr>
  );
}
