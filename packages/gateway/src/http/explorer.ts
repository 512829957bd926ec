import { join } from "node:path";
import files from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ExplorerFiles } from "./explorer-files.ts";
import { sendProblem } from "./problems.ts";

/** Addresses of the pages; everything below them is the page's own to read. */
const pages = ["/", "/resolve", "/model", "/trust", "/compare", "/pins", "/policies", "/sources"];

/**
 * What the pages may do: scripts, styles and pictures of their own files, requests to their own host, and nothing else. No text can become a script or a
 * style, since neither is taken from the document, and no string becomes HTML (https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/trusted-types/).
 */
export const pagePolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'self'",
  "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
].join("; ");

/** Adds `/` and the other pages of the explorer with their files. Without them, `/` says how they are built. */
export async function addExplorer(app: FastifyInstance, explorer: ExplorerFiles | undefined): Promise<void> {
  if (explorer === undefined) {
    app.get("/", async (_request, reply) => sendProblem(reply, { status: 503, code: "BAD_REQUEST", message: "The pages have not been built here; run `pnpm build` and start again. GraphQL is at /graphql." }));
    return;
  }
  const { folder, shell } = explorer;
  await app.register(files, { root: join(folder, "assets"), prefix: "/assets/", index: false, preCompressed: true, immutable: true, maxAge: "365d", setHeaders: (reply) => void reply.header("x-content-type-options", "nosniff") });
  for (const name of ["theme.js", "mark.svg"]) app.get(`/${name}`, async (_request, reply) => reply.sendFile(name, folder, { maxAge: "1h", immutable: false }));
  const page = async (_request: unknown, reply: FastifyReply): Promise<FastifyReply> => pageHeaders(reply).send(shell);
  for (const path of pages) {
    app.get(path, page);
    if (path !== "/") app.get(`${path}/*`, page);
  }
}

/** Headers of every page for people. It is asked for anew each time, since it names the files of one build. */
export function pageHeaders(reply: FastifyReply, policy: string = pagePolicy): FastifyReply {
  return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").header("content-security-policy", policy).header("x-content-type-options", "nosniff")
    .header("referrer-policy", "no-referrer").header("cross-origin-opener-policy", "same-origin");
}
