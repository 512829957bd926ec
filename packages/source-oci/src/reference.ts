import type { Digest, ReferenceReading } from "@modeldex/plugin-kit";

/** What people write for Docker Hub, whose registry answers at registry-1.docker.io. */
export const hubHost = "docker.io";

/** An artifact as a native id names it: `<host>/<repository>:<tag>`, or `<host>/<repository>@sha256:…` where it has no tag. */
export interface Reference {
  readonly host: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const form = /^([^\s/]+)\/([a-z0-9._/-]+)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** @returns `undefined` for text of another form. */
export function readReference(text: string): Reference | undefined {
  const [, host, repository = "", tag, digest] = text.length > 1024 ? [] : (form.exec(text) ?? []);
  if (host === undefined || !isRepository(repository)) return undefined;
  return { host, repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest: digest as Digest }) };
}

/** Name of a repository (OCI distribution specification 1.1, "Pulling manifests"), of at most 255 characters. */
export function isRepository(text: string): boolean {
  return text.length <= 255 && /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/.test(text);
}

export function isTag(text: unknown): text is string {
  return typeof text === "string" && /^\w[\w.-]{0,127}$/.test(text);
}

/** Tags that name what belongs to another manifest, and no model: of the referrers schema (OCI 1.1), and cosign's `.sig`, `.att`, `.sbom`. */
export function isReferrersTag(tag: string): boolean {
  return /^sha256-[0-9a-f]{64}(?:\.\w+)?$/.test(tag);
}

/** The most explicit tag first: words that move last, then by the number of words, length and letters. */
export function byExplicitness(one: string, other: string): number {
  return rank(other) - rank(one) || other.length - one.length || (one < other ? -1 : 1);
}

function rank(tag: string): number {
  return /^(?:latest|stable|main|master|head|edge|nightly|dev|prod|default|current)$/i.test(tag) ? 0 : tag.split(/[._-]+/).length;
}

/**
 * Readings of a text that a person pasted. For certain: `[oci://|docker://]<host>/<repository>[:<tag>][@<digest>]` of a registry that is configured,
 * and pages of Docker Hub; as a guess `ai/llama3.1:8B-Q4_K_M`, where Docker Hub is configured. Of other hosts nothing: they are not asked.
 */
export function readingsOf(text: string, hosts: ReadonlySet<string>): readonly ReferenceReading[] {
  if (text.length > 1024) return [];
  const pasted = text.trim().replace(/^(?:oci|docker):\/\//, "").replace(/^https:\/\/hub\.docker\.com\/r\//, `${hubHost}/`).replace(/^(?:index|registry-1)\.docker\.io\//, `${hubHost}/`);
  const named = readReference(pasted);
  if (named !== undefined && hosts.has(named.host)) return [reading(named, true)];
  const short = /^[a-z0-9-]+\/[^/]+$/.test(pasted) && hosts.has(hubHost) ? readReference(`${hubHost}/${pasted}`) : undefined;
  return short === undefined ? [] : [reading(short, false)];
}

function reading({ host, repository, tag, digest }: Reference, certain: boolean): ReferenceReading {
  const nativeId = tag === undefined && digest !== undefined ? `${host}/${repository}@${digest}` : `${host}/${repository}:${tag ?? "latest"}`;
  return { ref: { nativeId, ...(digest !== undefined && { revision: digest }) }, readAs: certain ? "OCI reference" : "repository of Docker Hub", certain };
}
