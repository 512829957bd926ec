import { join } from "node:path";
import files from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ExplorerFiles } from "./explorer-files.ts";
import { addGraphiql } from "./graphiql.ts";
import { pageHeaders } from "./page-headers.ts";
import { sendProblem } from "./problems.ts";
import { asksForHtml } from "./request-form.ts";

/** Addresses of the pages; everything below them is the page's own to read. */
const pages = ["/", "/resolve", "/model", "/trust", "/compare", "/pins", "/policies", "/sources"];

/**
 * What the pages may do: scripts, styles and pictures of their own files, requests to their own host, and nothing else. No text can become a script or a
 * style, since neither is taken from the document, and no string becomes HTML (https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/trusted-types/).
 */
const pagePolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'self'",
  "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
].join("; ");

/**
 * What a file of the pages may do where it is more than a part of one: as a worker, as a picture in a window of its own. Workers may load further files
 * of the pages, and reach nothing else.
 */
const filePolicy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Adds `/`, the other pages of the explorer and `/graphiql` with their files. Without them, `/` and `/graphiql` say how they are built. */
export async function addExplorer(app: FastifyInstance, explorer: ExplorerFiles | undefined): Promise<void> {
  if (explorer === undefined) {
    for (const path of ["/", "/graphiql"]) app.get(path, async (_request, reply) => sendProblem(reply, { status: 503, code: "INTERNAL_SERVER_ERROR", message: notBuilt }));
    return;
  }
  const { folder, graphiql } = explorer;
  await app.register(files, { root: join(folder, "assets"), prefix: "/assets/", index: false, preCompressed: true, immutable: true, maxAge: "365d", setHeaders: (reply) => void fileHeaders(reply) });
  for (const name of ["theme.js", "mark.svg"]) app.get(`/${name}`, async (_request, reply) => fileHeaders(reply).sendFile(name, folder, { maxAge: "1h", immutable: false }));
  const page = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => sendShell(reply, explorer);
  for (const path of pages) {
    app.get(path, page);
    if (path !== "/") app.get(`${path}/*`, page);
  }
  addGraphiql(app, graphiql);
}

/** Answers a person who opened an address at which there is nothing with the page that says so; `undefined` for a program, and where no pages are. */
export function sendNoSuchPage(request: FastifyRequest, reply: FastifyReply, explorer: ExplorerFiles | undefined): FastifyReply | undefined {
  const isPerson = (request.method === "GET" || request.method === "HEAD") && asksForHtml(request.headers.accept);
  return isPerson && explorer !== undefined ? sendShell(reply.code(404), explorer) : undefined;
}

function fileHeaders(reply: FastifyReply): FastifyReply {
  return reply.header("content-security-policy", filePolicy).header("x-content-type-options", "nosniff");
}

function sendShell(reply: FastifyReply, { shell }: ExplorerFiles): FastifyReply {
  return pageHeaders(reply, pagePolicy).send(shell);
}

const notBuilt = "The pages have not been built here; run `pnpm build` and start again. GraphQL is at /graphql.";
