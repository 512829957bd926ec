import { asArray, asRecord, asString } from "@modeldex/plugin-kit";
import { readFiles, type RepositoryFile, type RepositoryPlace } from "./files.ts";
import { textsOf, type Payload } from "./payload.ts";
import { nameOf } from "./repository-id.ts";
import { readTags, type TagReading } from "./tags.ts";

/** One repository as the readers of its parts see it. */
export interface Repository {
  readonly id: string;
  /** Id without its owner. */
  readonly name: string;
  readonly place: RepositoryPlace;
  readonly payload: Payload;
  /** Front matter of the model card; empty when the payload does not hold it. */
  readonly card: Payload;
  /** Tags as they are, without repeats. */
  readonly allTags: readonly string[];
  readonly tags: TagReading;
  /** Absent when the payload does not list them. */
  readonly files: readonly RepositoryFile[] | undefined;
}

/** Takes a payload apart. */
export function readRepository(payload: Payload, id: string, endpoint: string): Repository {
  const allTags = textsOf(asArray(payload["tags"]));
  return {
    id,
    name: nameOf(id),
    place: { endpoint, id, revision: commitOf(payload["sha"]) },
    payload,
    card: asRecord(payload["cardData"]) ?? {},
    allTags,
    tags: readTags(allTags),
    files: readFiles(payload),
  };
}

function commitOf(value: unknown): string | undefined {
  const text = asString(value);
  return text !== undefined && /^[0-9a-f]{40}$/.test(text) ? text : undefined;
}
