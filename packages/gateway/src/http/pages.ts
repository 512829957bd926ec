import type { Catalog } from "@modeldex/catalog";
import type { Digest } from "@modeldex/schema";
import type { FastifyInstance } from "fastify";
import { sendProblem } from "./problems.ts";

export interface PageOptions {
  readonly catalog: Catalog;
  /** The schema as SDL. */
  readonly sdl: string;
  readonly isReady: () => boolean;
}

/** Adds `/healthz`, `/readyz`, `/schema.graphql` and `/evidence/<sha256>`. */
export function addPages(app: FastifyInstance, { catalog, sdl, isReady }: PageOptions): void {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const ready = isReady() && (await answers(catalog));
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not ready" });
  });
  app.get("/schema.graphql", async (_request, reply) => reply.type("text/plain; charset=utf-8").header("cache-control", "public, max-age=300").send(sdl));
  app.get<{ Params: { digest: string } }>("/evidence/:digest", async ({ params }, reply) => {
    const digest = params.digest.toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(digest)) return sendProblem(reply, { status: 400, code: "BAD_REQUEST", message: `Evidence is named by a sha256, 64 hexadecimal digits, not by "${digest.slice(0, 100)}".` });
    const kept = await catalog.evidence(`sha256:${digest}` satisfies Digest);
    if (kept === undefined) return sendProblem(reply, { status: 404, code: "BAD_REQUEST", message: "No evidence with this sha256 is kept here; an answer names what is by `evidence { digest }`." });
    return reply.type(kept.mediaType).header("cache-control", "public, max-age=31536000, immutable").header("x-content-type-options", "nosniff")
      .header("content-security-policy", "sandbox").send(Buffer.from(kept.bytes));
  });
}

async function answers(catalog: Catalog): Promise<boolean> {
  return catalog.generation().then(() => true, () => false);
}
