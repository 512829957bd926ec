import type { Digest } from "@modeldex/schema";
import { found, nextLink, readJson } from "./answers.ts";
import { readBytes } from "./bytes.ts";
import { manifestTypes } from "./content-manifest.ts";
import { challengedFetch, type ChallengeOptions } from "./challenged-fetch.ts";
import { byExplicitness } from "./explicit-tags.ts";
import { isOciRepository, isOciTag } from "./oci-reference.ts";
import { SourceError } from "./source-error.ts";
import type { SourceContext } from "./source.ts";
import { asArray, asRecord, asSha256, asString } from "./unknown-values.ts";

export interface OciRegistryOptions extends ChallengeOptions {
  /** What people write for it, in messages: `docker.io`. */
  readonly host: string;
  /** Where it answers: `https://registry-1.docker.io`. */
  readonly origin: string;
}

/** A manifest or configuration, and the sha256 of its bytes as they came. */
export interface OciDocument {
  readonly digest: Digest;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads a registry during one call of a source. Of what is not there (404) each method gives `undefined`; what `failureOf` makes of other failures is thrown. */
export interface OciRegistry {
  /** @throws {SourceError} `UNAUTHORIZED`: the credentials are wrong as a whole, and not only for one repository. */
  greet(): Promise<void>;
  /** The next repositories of its catalog after one, or after none (an empty text); two where there are so many. @throws {SourceError} `BAD_RESPONSE`: it has no catalog. */
  repositories(after: string): Promise<readonly string[]>;
  /** At most 1,000, the most explicit first. */
  tags(repository: string): Promise<readonly string[] | undefined>;
  /**
   * @param reference - a tag or a digest.
   * @throws {SourceError} `BAD_RESPONSE`: more than 4 MiB, or other bytes than those of the digest that was asked for or that the registry states.
   */
  manifest(repository: string, reference: string): Promise<OciDocument | undefined>;
  /** A blob that is JSON, such as a configuration; as `manifest`. */
  document(repository: string, digest: Digest): Promise<OciDocument | undefined>;
  /** A blob as it is, for `fileRange`. */
  blob(repository: string, digest: Digest, headers: Readonly<Record<string, string>>): Promise<Response>;
  /**
   * Descriptors of what refers to a manifest, by the referrers API and by the fallback tag `sha256-<hex>` ("Referrers Tag Schema"), which is read also where the API answers:
   * what was pushed before there was one is in the tag alone. Of one in both both are given; a registry with neither gives none.
   */
  referrers(repository: string, digest: Digest): Promise<readonly unknown[]>;
  /** Where something is, for people. */
  address(repository: string, kind: "blobs" | "manifests", digest: string): string;
}

/** Registries have to take manifests of up to 4 MiB, and few take larger ones (specification 1.1, "Pushing manifests"). */
const mostBytes = 4 * 1024 * 1024;
const mostTags = 1_000;

/**
 * A registry of artifacts by the OCI distribution specification 1.1, with Docker's `_catalog`, and tokens (`challengedFetch`), which are kept from call to call.
 *
 * @example
 * const registry = ociRegistry({ host: "registry.example", origin: "https://registry.example", origins: ["https://registry.example"] });
 * // const manifest = await registry(context).manifest("ai/tiny", "v1")
 */
export function ociRegistry({ host, origin, ...credentials }: OciRegistryOptions): (context: SourceContext) => OciRegistry {
  const fetch = challengedFetch(credentials);
  return (context) => {
    const ask = async (repository: string, path: string, headers = {}) => await fetch(`${origin}/v2/${repository}/${path}`, { scope: `repository:${repository}:pull`, headers }, context);

    async function read(response: Response, what: string, digests: readonly (Digest | undefined)[] = []): Promise<OciDocument | undefined> {
      // 405: some registries before 1.1 for lists that they do not have.
      const there = await found(response, what, context.now(), [404, 405]);
      if (there === undefined) return undefined;
      const { bytes, digest } = await readBytes(there, { what, most: mostBytes, digests, now: context.now() });
      const fields = asRecord(await readJson(new Response(bytes), what));
      if (fields === undefined) throw new SourceError("BAD_RESPONSE", `${what} is no JSON object.`);
      return { digest, fields };
    }

    async function list(response: Response, key: string, what: string): Promise<readonly unknown[] | undefined> {
      const answer = await read(response, what);
      // A repository without tags has `null` for a list.
      const rows = answer?.fields[key] === null ? [] : asArray(answer?.fields[key]);
      if (answer !== undefined && rows === undefined) throw new SourceError("BAD_RESPONSE", `${host} did not answer with a list for ${what}.`);
      return rows;
    }

    async function manifest(repository: string, reference: string): Promise<OciDocument | undefined> {
      const response = await ask(repository, `manifests/${reference}`, { accept: manifestTypes });
      const [mark, digest] = reference.includes(":") ? ["@", asSha256(reference)] : [":", undefined];
      return await read(response, `the manifest ${host}/${repository}${mark}${reference}`, [digest, asSha256(response.headers.get("docker-content-digest"))]);
    }

    async function repositories(after: string): Promise<readonly string[]> {
      const what = "its catalog; where it has none, name its repositories in the option repositories";
      const query = new URLSearchParams({ n: "2", ...(after !== "" && { last: after }) });
      const response = await fetch(`${origin}/v2/_catalog?${query}`, { scope: "registry:catalog:*" }, context);
      const names = await list(response, "repositories", what);
      if (names?.every(isOciRepository) !== true) throw new SourceError("BAD_RESPONSE", `${host} did not give ${what}.`);
      const [only, ...others] = names;
      return nextLink(response) !== undefined && only !== undefined && only !== after && others.length === 0 ? [only, ...(await repositories(only))] : names;
    }

    return {
      manifest,
      greet: async () => await (await found(await fetch(`${origin}/v2/`, {}, context), "anything that it has", context.now()))?.body?.cancel(),
      repositories,
      tags: async (repository) => {
        const rows: unknown[] = [];
        for (let last: string | undefined = ""; last !== undefined && rows.length < mostTags;) {
          const query: URLSearchParams = new URLSearchParams({ n: `${mostTags}`, ...(last !== "" && { last }) });
          const response: Response = await ask(repository, `tags/list?${query}`);
          const page = await list(response, "tags", `the tags of ${repository}`);
          if (page === undefined) return undefined;
          rows.push(...page);
          last = nextLink(response) && asString(page.at(-1));
          if (last !== undefined && rows.length >= mostTags) context.drop(`${host}/${repository}`, `it has more tags than the ${mostTags} that are read`);
        }
        for (const row of rows) if (!isOciTag(row)) context.drop(`${host}/${repository}`, "one of its tags is no tag");
        return rows.filter(isOciTag).slice(0, mostTags).sort(byExplicitness);
      },
      document: async (repository, digest) => await read(await ask(repository, `blobs/${digest}`), `the configuration ${host}/${repository}@${digest}`, [digest]),
      blob: async (repository, digest, headers) => await ask(repository, `blobs/${digest}`, headers),
      referrers: async (repository, digest) => {
        const listed = ask(repository, `referrers/${digest}`).then(async (response) => await list(response, "manifests", `what refers to ${host}/${repository}@${digest}`));
        const [rows = [], index] = await Promise.all([listed, manifest(repository, digest.replace(":", "-"))]);
        return [...rows, ...(asArray(index?.fields.manifests) ?? [])];
      },
      address: (repository, kind, digest) => `${origin}/v2/${repository}/${kind}/${digest}`,
    };
  };
}
