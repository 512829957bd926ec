import { eachRow, isOciRepository, isReferrersTag, SourceError, type EachRow, type ListPage, type ListRequest } from "@modeldex/plugin-kit";
import { recordOf, type Artifact, type Reading } from "./record.ts";

/**
 * A page: artifacts of one repository, at a cursor `<place among them> <name of the repository before>`.
 *
 * An artifact whose bytes are wrong, or a repository that is refused, is dropped, and what is stored of it stays: a run since a checkpoint is not `whole` then, so every run
 * gives one, the time.
 *
 * @throws {SourceError} `BAD_RESPONSE`: the cursor is not of this source. Otherwise what the registry answers.
 */
export async function listPage({ cursor = "0 ", since, limit }: ListRequest, reading: Reading): Promise<ListPage> {
  const { registry, options: { host, repositories, isPrivate }, context } = reading;
  const [, place, last = ""] = /^(\d{1,6}) (.{0,255})$/.exec(cursor) ?? [];
  if (place === undefined || (last !== "" && !isOciRepository(last))) throw new SourceError("BAD_RESPONSE", "The cursor is none of this source; start the run anew without it.");
  // Wrong credentials are told as such; without any, what is refused is a matter of each repository.
  if (cursor === "0 " && isPrivate) await registry.greet();
  const [repository, another] = repositories?.filter((name) => name > last) ?? (await registry.repositories(last));
  const rows = eachRow(context);
  const id = `${host}/${repository}`;
  const tags = repository === undefined ? [] : ((await rows.read(id, registry.tags(repository), ["UNAUTHORIZED"])) ?? []);
  const artifacts = await artifactsOf(`${repository}`, tags, rows, reading);
  const [from, to] = [Number(place), Number(place) + limit];
  const records = await Promise.all(artifacts.slice(from, to).map(async (artifact) => await rows.read(`${id}:${artifact.own[0]}`, recordOf(artifact, reading))));
  const next = to < artifacts.length ? `${to} ${last}` : another === undefined ? undefined : `0 ${repository}`;
  const aside = from > 0 ? 0 : tags.filter(isReferrersTag).length;
  return {
    records: records.filter((record) => record !== undefined),
    checkpoint: context.now().toISOString(),
    ...(aside > 0 && { notListed: aside }),
    ...(since !== undefined && rows.isWhole && { whole: true }),
    ...(next !== undefined && { cursor: next }),
  };
}

/** What tags lead to, each manifest once. */
export async function artifactsOf(repository: string, tags: readonly string[], rows: EachRow, { registry, options }: Reading): Promise<readonly Artifact[]> {
  const models = tags.filter((tag) => !isReferrersTag(tag));
  const read = await Promise.all(models.map(async (tag) => [tag, await rows.read(`${options.host}/${repository}:${tag}`, registry.manifest(repository, tag))] as const));
  const byDigest = new Map<string, Artifact>();
  for (const [tag, manifest] of read) {
    if (manifest !== undefined) byDigest.set(manifest.digest, { repository, manifest, own: [...(byDigest.get(manifest.digest)?.own ?? []), tag] });
  }
  return [...byDigest.values()];
}
