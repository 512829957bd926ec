import { asCount, asRecord, asString, SourceError, type SourceContext } from "@modeldex/plugin-kit";
import { isWeights, maxArtifacts, readFiles } from "./files.ts";
import type { HubClient } from "./hub-client.ts";
import { objectsOf, type Payload } from "./payload.ts";
import { isRepositoryId } from "./repository-id.ts";

/** Most pages of a tree that are read for one model; each has up to 1,000 files. */
const maxPages = 10;

/**
 * The payload of a model with the files of its tree, where it has so many that the answer leaves out what is needed of them: the list itself, or sizes and
 * digests of weights. Read page by page until every file of weights is known, within a bound; what lies beyond it stays as the answer gave it.
 */
export async function withTree(hub: HubClient, payload: Payload, context: SourceContext): Promise<Payload> {
  const nativeId = asString(payload["id"]);
  const revision = asString(payload["sha"]);
  const files = readFiles(payload);
  const lacking = new Set((files ?? []).filter((file) => isWeights(file) && file.sizeBytes === undefined).map(({ path }) => path));
  const isNeeded = files === undefined || (files.length > maxArtifacts && lacking.size > 0);
  if (!isNeeded || nativeId === undefined || revision === undefined || !/^[0-9a-f]{40}$/.test(revision) || !isRepositoryId(nativeId)) return payload;
  const found = new Map<string, Payload>();
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const rows = await hub.tree({ nativeId, revision }, cursor, context);
    if (rows === undefined || rows instanceof SourceError) return payload;
    for (const sibling of siblingsOf(rows.rows)) found.set(sibling.rfilename, sibling);
    const isComplete = rows.cursor === undefined;
    if (isComplete || (files !== undefined && [...lacking].every((path) => found.has(path)))) return merged(payload, found);
    cursor = rows.cursor;
  }
  // A list that is cut would say of the files beyond that there are none.
  context.log.debug("the tree has more pages than are read", { nativeId, pages: maxPages });
  return files === undefined ? payload : merged(payload, found);
}

/** Files of a tree in the shape of `siblings`. There, `oid` is git's hash, and `lfs.oid` the sha256. */
function siblingsOf(rows: readonly unknown[]): readonly (Payload & { readonly rfilename: string })[] {
  return objectsOf(rows).flatMap((row) => {
    const path = asString(row["path"]);
    if (path === undefined || row["type"] !== "file") return [];
    const lfs = asRecord(row["lfs"]);
    return {
      rfilename: path, size: asCount(row["size"]), blobId: row["oid"], xetHash: row["xetHash"],
      ...(lfs !== undefined && { lfs: { sha256: lfs["oid"], size: lfs["size"] } }),
    };
  });
}

function merged(payload: Payload, found: ReadonlyMap<string, Payload>): Payload {
  if (!Array.isArray(payload["siblings"])) return { ...payload, siblings: [...found.values()] };
  return { ...payload, siblings: objectsOf(payload["siblings"]).map((sibling) => ({ ...sibling, ...found.get(asString(sibling["rfilename"]) ?? "") })) };
}
