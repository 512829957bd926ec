import { TextDecoder } from "node:util";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { rightBody } from "./plain-messages.ts";
import { sendProblem } from "./problems.ts";
import type { Problem } from "./problems.ts";

const methods = "GET, POST";

/**
 * Refuses requests to `/graphql` whose method, content type or encoding GraphQL over HTTP does not know, before their body is read. A browser that
 * opens the bare address is led to the page where one asks.
 */
export function checkRequestForm(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    if (isOpenedInBrowser(request)) return reply.redirect("/graphiql");
    const problem = hostProblem(request) ?? (request.url.split("?", 1)[0] === "/graphql" ? formProblem(request) : undefined);
    if (problem === undefined) return undefined;
    if (problem.status === 405) void reply.header("allow", methods);
    return sendProblem(reply, problem);
  });
}

/** Reads bodies as JSON in UTF-8, strictly, and no other kind. */
export function readBodies(app: FastifyInstance): void {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
    const parsed = parsedBody(body as Buffer, utf8);
    if ("problem" in parsed) done(Object.assign(new Error(parsed.problem), { statusCode: 400 }));
    else done(null, parsed.value);
  });
}

function parsedBody(body: Buffer, utf8: TextDecoder): { readonly value: unknown } | { readonly problem: string } {
  if (body.length === 0) return { problem: `The body is empty; send ${rightBody}.` };
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return { problem: "The body is not UTF-8; write it in that encoding." };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: `The body is not JSON; send ${rightBody}.` };
  }
}

/** Whether a header `Accept` names HTML, as those of browsers do that open an address; programs leave it open. */
export function asksForHtml(accept: string | undefined): boolean {
  return /(?:^|,)\s*text\/html\s*(?:[;,]|$)/i.test(accept ?? "");
}

function isOpenedInBrowser({ method, url, headers }: FastifyRequest): boolean {
  return method === "GET" && url === "/graphql" && asksForHtml(headers.accept);
}

function hostProblem({ headers }: FastifyRequest): Problem | undefined {
  const host = headers.host ?? "";
  return host === "" || URL.canParse(`http://${host}/`) ? undefined : refused(400, `The Host header is "${host}"; send the host and port of the address, such as 127.0.0.1:4000.`);
}

function formProblem({ method, headers }: FastifyRequest): Problem | undefined {
  // Preflights are answered before.
  if (method !== "GET" && method !== "POST") return refused(405, `The method is ${method}; send operations by POST, or queries by GET.`);
  if (method === "GET") return undefined;
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") return refused(415, `The Content-Encoding is "${encoding}"; send the body as it is.`);
  const { "content-type": type = "" } = headers;
  if (type === "") return refused(415, "There is no Content-Type; send a JSON object with content-type: application/json.");
  const [, essence = "", parameters = ""] = /^\s*([^;\s]*)\s*(;.*)?$/s.exec(type) ?? [];
  if (essence.toLowerCase() !== "application/json") return refused(415, `The Content-Type is "${type}"; send a JSON object with content-type: application/json.`);
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)"?/i.exec(parameters)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) return refused(415, `The charset of the body is "${charset}"; send UTF-8.`);
  return undefined;
}

function refused(status: number, message: string): Problem {
  return { status, code: "BAD_REQUEST", message };
}
