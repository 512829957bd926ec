import { readOciReference, type ReferenceReading } from "@modeldex/plugin-kit";

/** What people write for Docker Hub, whose registry answers at registry-1.docker.io. */
export const hubHost = "docker.io";

/**
 * Readings of a text that a person pasted. For certain: `[oci://|docker://]<host>/<repository>[:<tag>][@<digest>]` of the registry that is configured,
 * and pages of Docker Hub; as a guess `ai/llama3.1:8B-Q4_K_M`, where that is Docker Hub. Of other hosts nothing: they are not asked.
 */
export function readingsOf(text: string, host: string): readonly ReferenceReading[] {
  const pasted = text.trim().replace(/^(?:oci|docker):\/\//, "").replace(/^(?:https:\/\/hub\.docker\.com\/r|(?:index|registry-1)\.docker\.io)\//, `${hubHost}/`);
  const isShort = host === hubHost && /^[a-z0-9-]+\/[^/]+$/.test(pasted);
  const named = readOciReference(isShort ? `${hubHost}/${pasted}` : pasted);
  if (named?.host !== host) return [];
  const { repository, tag, digest } = named;
  const nativeId = tag === undefined && digest !== undefined ? `${host}/${repository}@${digest}` : `${host}/${repository}:${tag ?? "latest"}`;
  return [{ ref: { nativeId, ...(digest !== undefined && { revision: digest }) }, readAs: isShort ? "repository of Docker Hub" : "OCI reference", certain: !isShort }];
}
