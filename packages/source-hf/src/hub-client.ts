import { asArray, asRecord, failureOf, nextLink, rangeHeader, readJson, SourceError, type FileRequest, type ModelRef, type SourceContext } from "@modeldex/plugin-kit";
import { fileAddress } from "./files.ts";
import { servesPrivate, type HubOptions } from "./options.ts";
import type { Payload } from "./payload.ts";
import { isRepositoryId } from "./repository-id.ts";

/** Requests to one Hub. */
export interface HubClient {
  readonly endpoint: string;
  /** Whether a repository is served although it is private. */
  readonly servesPrivate: (id: string) => boolean;
  /** `GET /api/models`. */
  listModels(query: URLSearchParams, context: SourceContext): Promise<ModelRows>;
  /**
   * `GET /api/models/{id}[/revision/{rev}]`. `undefined`: no such model or revision, or hidden from these credentials. An error that is
   * returned is about this model alone.
   */
  modelInfo(ref: ModelRef, query: URLSearchParams, context: SourceContext): Promise<ModelInfo | SourceError | undefined>;
  /** `GET /api/models/{id}/tree/{commit}?recursive=true`: one page of up to 1,000 files, with their digests. `undefined`: no such tree, or hidden. */
  tree(ref: Required<Pick<ModelRef, "nativeId" | "revision">>, cursor: string | undefined, context: SourceContext): Promise<ModelRows | SourceError | undefined>;
  /** `GET /api/organizations/{name}/overview`, `GET /api/users/{name}/overview`. `undefined`: nobody of that kind and name. */
  overview(kind: "organizations" | "users", name: string, context: SourceContext): Promise<Payload | undefined>;
  /** `GET /{id}/resolve/{rev}/{path}`. `undefined`: no such file. An error that is returned says that the repository is gated or disabled. */
  file(request: FileRequest, context: SourceContext): Promise<Response | SourceError | undefined>;
}

/** One page of a list of models or files. */
export interface ModelRows {
  readonly rows: readonly unknown[];
  /** Opaque; absent on the last page. */
  readonly cursor?: string;
}

/** What the Hub answers for one model, and the paths that led there. */
export interface ModelInfo {
  readonly payload: Payload;
  /** The asked id and those between, when it is not the model's own. */
  readonly formerIds: readonly string[];
}

/** A renamed repository answers with a redirect, and may have been renamed again. */
const maxHops = 2;

/** Makes a client. The token goes into the `Authorization` header of requests to the endpoint and nowhere else. */
export function hubClient({ endpoint, token, private: served = false }: Pick<HubOptions, "endpoint" | "token"> & Partial<Pick<HubOptions, "private">>): HubClient {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function modelInfo(ref: ModelRef, query: URLSearchParams, context: SourceContext): Promise<ModelInfo | SourceError | undefined> {
    const formerIds: string[] = [];
    let id = ref.nativeId;
    for (let hop = 0; ; hop += 1) {
      const url = infoAddress(endpoint, { ...ref, nativeId: id }, query);
      const response = await context.fetch(url, { headers: { ...headers, accept: "application/json" }, redirect: "manual", signal: context.signal });
      const what = `the model ${id}`;
      const refused = await refusal(response, token !== undefined, what);
      if (refused !== undefined) return refused === "missing" ? undefined : refused;
      if (response.status < 300 || response.status >= 400) {
        const payload = asRecord(await readJson(response, what, context.now()));
        if (payload === undefined) throw new SourceError("BAD_RESPONSE", `The Hub at ${endpoint} did not answer with an object for ${what}.`);
        return { payload, formerIds };
      }
      const target = redirectTarget(response, endpoint);
      await response.body?.cancel();
      if (target === undefined || target === id || hop === maxHops) throw new SourceError("BAD_RESPONSE", `The Hub at ${endpoint} redirects ${what} to no other model.`);
      formerIds.push(id);
      id = target;
    }
  }

  async function ask(address: string, context: SourceContext): Promise<Response> {
    return await context.fetch(address, { headers: { ...headers, accept: "application/json" }, signal: context.signal });
  }

  async function readRows(response: Response, what: string, context: SourceContext): Promise<ModelRows> {
    const rows = asArray(await readJson(response, what, context.now()));
    if (rows === undefined) throw new SourceError("BAD_RESPONSE", `The Hub at ${endpoint} did not answer with a list for ${what}.`);
    const next = nextLink(response);
    if (next === undefined) return { rows };
    const cursor = next.searchParams.get("cursor");
    if (cursor === null || !isCursor(cursor)) throw new SourceError("BAD_RESPONSE", `The Hub at ${endpoint} names a next page without a usable cursor.`);
    return { rows, cursor };
  }

  return {
    endpoint,
    servesPrivate: servesPrivate({ private: served }),
    modelInfo,
    listModels: async (query, context) => await readRows(await ask(`${endpoint}/api/models?${query}`, context), "the list of models", context),
    tree: async ({ nativeId, revision }, cursor, context) => {
      const query = new URLSearchParams({ recursive: "true", ...(cursor !== undefined && { cursor }) });
      const response = await ask(`${endpoint}/api/models/${nativeId}/tree/${encodeURIComponent(revision)}?${query}`, context);
      const what = `the files of ${nativeId}`;
      const refused = await refusal(response, token !== undefined, what);
      return refused === undefined ? await readRows(response, what, context) : refused === "missing" ? undefined : refused;
    },
    overview: async (kind, name, context) => {
      const response = await ask(`${endpoint}/api/${kind}/${encodeURIComponent(name)}/overview`, context);
      const what = `the overview of ${name}`;
      const refused = await refusal(response, token !== undefined, what);
      if (refused instanceof SourceError) throw refused;
      return refused === undefined ? asRecord(await readJson(response, what, context.now())) : undefined;
    },
    file: async ({ ref, path, range }, context) => {
      const url = fileAddress({ endpoint, id: ref.nativeId, revision: ref.revision }, path);
      // Of a compressed answer a range would be one of the compressed bytes.
      const response = await context.fetch(url, { headers: { ...headers, ...rangeHeader(range), "accept-encoding": "identity" }, signal: context.signal });
      const refused = await refusal(response, token !== undefined, `${path} of ${ref.nativeId}`);
      return refused === undefined ? response : refused === "missing" ? undefined : refused;
    },
  };
}

/** Says whether a text can be a cursor of the Hub: base64 in either alphabet. */
export function isCursor(text: string): boolean {
  return text.length <= 4096 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);
}

function infoAddress(endpoint: string, ref: ModelRef, query: URLSearchParams): string {
  const revision = ref.revision === undefined ? "" : `/revision/${encodeURIComponent(ref.revision)}`;
  return `${endpoint}/api/models/${ref.nativeId}${revision}?${query}`;
}

/** Id of the model that a redirect within the endpoint's own API leads to. */
function redirectTarget(response: Response, endpoint: string): string | undefined {
  const location = response.headers.get("location");
  const url = location === null ? null : URL.parse(location, `${endpoint}/`);
  const base = new URL(`${endpoint}/api/models/`);
  if (url === null || url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return undefined;
  const id = url.pathname.slice(base.pathname.length).replace(/\/revision\/.*$/, "");
  return isRepositoryId(id) ? id : undefined;
}

/**
 * What a refusal means. Without credentials the Hub answers 401 for what does not exist and for what is private; with credentials 404.
 *
 * @throws {SourceError} `UNAUTHORIZED`: the token itself is refused, which fails every request.
 */
async function refusal(response: Response, withToken: boolean, what: string): Promise<SourceError | "missing" | undefined> {
  const { status } = response;
  if (status !== 401 && status !== 403 && status !== 404) return undefined;
  await response.body?.cancel();
  if (response.headers.get("x-error-code") === "GatedRepo") {
    return new SourceError("UNAUTHORIZED", `The Hub gives ${what} only to accounts that its publisher has let in; configure a token of such an account.`);
  }
  if (status === 403 && /disabled/i.test(response.headers.get("x-error-message") ?? "")) {
    return new SourceError("UNAUTHORIZED", `The Hub has disabled the repository and gives ${what} to nobody.`);
  }
  if (status === 403) return failureOf(response, what);
  if (status === 401 && withToken) throw new SourceError("UNAUTHORIZED", `The Hub refuses the configured token for ${what} (401); replace it or leave it out.`);
  return "missing";
}
