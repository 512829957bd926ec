import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { pageHeaders } from "./page-headers.ts";

/** Stands in the built page where the nonce goes. */
const place = "NONCE_OF_THE_ANSWER";

/**
 * Adds `/graphiql`. Its editor makes style elements while it runs, so each answer has a nonce for those; scripts, fonts and workers are files of the
 * page, and nothing is `unsafe-inline` or `unsafe-eval`. Markup is made by the three named policies of `packages/explorer/src/graphiql/trusted-texts.ts`.
 */
export function addGraphiql(app: FastifyInstance, page: string): void {
  app.get("/graphiql", async (_request, reply) => {
    const nonce = randomBytes(18).toString("base64");
    return pageHeaders(reply, policyOf(nonce)).header("cache-control", "no-store").send(page.replaceAll(place, nonce));
  });
}

function policyOf(nonce: string): string {
  return [
    "default-src 'none'", "script-src 'self'", "worker-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self'", "font-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
    "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types monaco default dompurify",
  ].join("; ");
}
