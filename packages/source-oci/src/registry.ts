import { createHash } from "node:crypto";
import { asArray, asRecord, asSha256, asString, failureOf, nextLink, readJson, SourceError, type Digest, type SourceContext } from "@modeldex/plugin-kit";
import { authorization } from "./auth.ts";
import type { RegistryOptions } from "./options.ts";
import { byExplicitness, isRepository, isTag } from "./reference.ts";

/** A manifest, and the sha256 of its bytes as they came. */
export interface Manifest {
  readonly digest: Digest;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads one registry: OCI distribution specification 1.1, and Docker's `_catalog`. Of what is not there (404) everything gives `undefined`. */
export type Registry = ReturnType<typeof registryClient>;

/** Every kind of manifest: docker-registry answers 404 MANIFEST_UNKNOWN for one that is not accepted, as if it were not there. */
const manifestTypes = ["oci.image.manifest.v1", "oci.image.index.v1", "docker.distribution.manifest.v2", "docker.distribution.manifest.list.v2"].map((kind) => `application/vnd.${kind}+json`).join(", ");
/** Registries have to take manifests of up to 4 MiB, and few take larger ones (specification 1.1, "Pushing manifests"). */
const mostBytes = 4 * 1024 * 1024;
const mostPages = 20;

export function registryClient(options: RegistryOptions) {
  const { host, origin, repositories: configured } = options;
  const access = authorization(options);

  async function ask(path: string, scope: string, context: SourceContext, init: { readonly method?: "HEAD"; readonly headers?: Readonly<Record<string, string>> } = {}): Promise<Response> {
    for (let asked = 0; ; asked += 1) {
      const response = await context.fetch(`${origin}/v2/${path}`, { ...init, headers: { ...init.headers, ...access.header(scope, context.now()) }, signal: context.signal });
      if (response.status !== 401 || asked > 0 || !(await access.answer(response, scope, context))) return response;
    }
  }

  /** The answer, where it is a success. */
  async function found(response: Response, what: string, context: SourceContext, absent: readonly number[] = [404]): Promise<Response | undefined> {
    if (response.ok) return response;
    await response.body?.cancel();
    if (absent.includes(response.status)) return undefined;
    throw failureOf(response, what, context.now());
  }

  /** @throws {SourceError} `BAD_RESPONSE`: too large, or other bytes than those of the digests. */
  async function checked(response: Response, what: string, digests: readonly (Digest | undefined)[]): Promise<Manifest> {
    const tooLarge = (): SourceError => new SourceError("BAD_RESPONSE", `${what} is larger than ${mostBytes} bytes, the most that is read.`);
    if (Number(response.headers.get("content-length")) > mostBytes) {
      await response.body?.cancel();
      throw tooLarge();
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > mostBytes) throw tooLarge();
    const digest: Digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    const wanted = digests.find((each) => each !== undefined && each !== digest);
    if (wanted !== undefined) throw new SourceError("BAD_RESPONSE", `${what} came with other bytes than it is to have: their digest is ${digest}, not ${wanted}.`);
    const fields = asRecord(await readJson(new Response(bytes), what));
    if (fields === undefined) throw new SourceError("BAD_RESPONSE", `${what} is no JSON object.`);
    return { digest, fields };
  }

  async function manifest(repository: string, reference: string, context: SourceContext): Promise<Manifest | undefined> {
    const what = `the manifest ${host}/${repository}${reference.includes(":") ? "@" : ":"}${reference}`;
    const response = await found(await ask(`${repository}/manifests/${reference}`, pull(repository), context, { headers: { accept: manifestTypes } }), what, context);
    return response && (await checked(response, what, [asSha256(reference), asSha256(response.headers.get("docker-content-digest"))]));
  }

  /** Bytes of a file as they are, perhaps more or others than the range that is asked for. */
  async function blob(repository: string, digest: Digest, context: SourceContext, range?: string): Promise<Response> {
    return await ask(`${repository}/blobs/${digest}`, pull(repository), context, range === undefined ? {} : { headers: { range } });
  }

  async function config(repository: string, digest: Digest, context: SourceContext): Promise<Manifest["fields"] | undefined> {
    const what = `the configuration ${host}/${repository}@${digest}`;
    const response = await found(await blob(repository, digest, context), what, context);
    return response && (await checked(response, what, [digest])).fields;
  }

  /** One page of a list; `next` is the parameter `last` of the page after it. */
  async function page(path: string, { key, scope, last, size, what, absent }: PageRequest, context: SourceContext): Promise<{ readonly rows: readonly unknown[]; readonly next?: string } | undefined> {
    const query = new URLSearchParams({ ...(size !== undefined && { n: `${size}` }), ...(last !== undefined && { last }) });
    const response = await found(await ask(`${path}${query.size > 0 ? `?${query}` : ""}`, scope, context, { headers: { accept: "application/json, application/vnd.oci.image.index.v1+json" } }), what, context, absent);
    if (response === undefined) return undefined;
    const list = asRecord(await readJson(response, what, context.now()))?.[key];
    // A repository without tags has `null` for a list.
    const rows = list === null ? [] : asArray(list);
    if (rows === undefined) throw new SourceError("BAD_RESPONSE", `${host} did not answer with a list for ${what}.`);
    const link = nextLink(response);
    const next = link === undefined ? undefined : (link.searchParams.get("last") ?? asString(rows.at(-1)));
    return { rows, ...(next !== undefined && next !== last && { next }) };
  }

  /** Tags, the most explicit first. */
  async function tags(repository: string, context: SourceContext): Promise<readonly string[] | undefined> {
    const named = new Set<string>();
    let last: string | undefined;
    for (let read = 0; read < mostPages; read += 1) {
      const part = await page(`${repository}/tags/list`, { key: "tags", scope: pull(repository), last, size: 1_000, what: `the tags of ${repository}` }, context);
      if (part === undefined) return undefined;
      for (const tag of part.rows) if (isTag(tag)) named.add(tag);
        else context.drop(`${host}/${repository}`, "one of its tags is no tag");
      last = part.next;
      if (last === undefined) break;
    }
    if (last !== undefined) context.drop(`${host}/${repository}`, `it has more tags than are read: ${named.size} were`);
    return [...named].sort(byExplicitness);
  }

  /** What tags stand for now, in their order. */
  async function digests(repository: string, named: readonly string[], context: SourceContext): Promise<ReadonlyMap<Digest, readonly string[]>> {
    const found = await Promise.all(named.map(async (tag) => await digestOf(repository, tag, context)));
    const groups = new Map<Digest, string[]>();
    for (const [place, tag] of named.entries()) {
      const digest = found[place];
      if (digest === undefined) context.drop(`${host}/${repository}:${tag}`, "its registry lists this tag and does not have it");
      else groups.set(digest, [...(groups.get(digest) ?? []), tag]);
    }
    return groups;
  }

  async function digestOf(repository: string, tag: string, context: SourceContext): Promise<Digest | undefined> {
    const response = await ask(`${repository}/manifests/${tag}`, pull(repository), context, { method: "HEAD", headers: { accept: manifestTypes } });
    const there = await found(response, `the manifest ${host}/${repository}:${tag}`, context, [404, 405]);
    const digest = asSha256(there?.headers.get("docker-content-digest"));
    // Some registries do not take HEAD, or do not say the digest.
    return digest ?? (response.status === 404 ? undefined : (await manifest(repository, tag, context))?.digest);
  }

  return {
    options, manifest, blob, config, tags, digests,
    /** Whether a repository is served: with credentials only what is configured, since whoever may ask the gateway could read all that they open. */
    serves: (repository: string) => configured === undefined || !options.isPrivate || configured.includes(repository),
    /** Repositories to list: those that are configured, or a page of the catalog. */
    repositories: async (last: string, size: number, context: SourceContext): Promise<{ readonly names: readonly string[]; readonly next?: string }> => {
      if (configured !== undefined) return { names: configured };
      const part = await page("_catalog", { key: "repositories", scope: "registry:catalog:*", size, what: `its catalog; where it has none, name its repositories in the option repositories`, ...(last !== "" && { last }), absent: [] }, context);
      const names = (part?.rows ?? []).filter((name): name is string => typeof name === "string" && isRepository(name));
      for (let missing = (part?.rows ?? []).length - names.length; missing > 0; missing -= 1) context.drop(host, "a repository of its catalog has no name, or one that is none");
      return { names, ...(part?.next !== undefined && isRepository(part.next) && { next: part.next }) };
    },
    /** Descriptors of what refers to a manifest; `undefined`: the registry has no such list (before 1.1). */
    referrers: async (repository: string, digest: Digest, context: SourceContext): Promise<readonly unknown[] | undefined> =>
      (await page(`${repository}/referrers/${digest}`, { key: "manifests", scope: pull(repository), what: `what refers to ${host}/${repository}@${digest}`, absent: [404, 405] }, context))?.rows,
  };
}

interface PageRequest {
  /** Member of the answer that holds the list. */
  readonly key: string;
  readonly scope: string;
  readonly last?: string | undefined;
  readonly size?: number;
  readonly what: string;
  /** Statuses that mean that there is no such list. */
  readonly absent?: readonly number[];
}

function pull(repository: string): string {
  return `repository:${repository}:pull`;
}
