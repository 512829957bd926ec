import { fileRange, SourceError, type FileRequest, type SourceContext } from "@modeldex/plugin-kit";
import type { HubClient } from "./hub-client.ts";
import { isFilePath, isRepositoryId, isRevision } from "./repository-id.ts";

/**
 * Bytes of a file: exactly the range, as far as the file reaches; `undefined` when there is no such file.
 *
 * @throws {SourceError} `UNAUTHORIZED`: gated or disabled. `UNSUPPORTED`: no range. `BAD_RESPONSE`: other bytes than those asked for.
 */
export async function readRange(hub: HubClient, request: FileRequest, context: SourceContext): Promise<ReadableStream<Uint8Array> | undefined> {
  const { ref, path, range } = request;
  if (!isRepositoryId(ref.nativeId) || !isFilePath(path) || (ref.revision !== undefined && !isRevision(ref.revision))) return undefined;
  const response = await hub.file(request, context);
  if (response instanceof SourceError) throw response;
  return response && (await fileRange(response, range, `${path} of ${ref.nativeId}`, context.now()));
}
