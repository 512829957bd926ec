import type { FastifyReply } from "fastify";

/** Headers of every page for people. It is asked for anew each time, since it names the files of one build. */
export function pageHeaders(reply: FastifyReply, policy: string): FastifyReply {
  return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").header("content-security-policy", policy).header("x-content-type-options", "nosniff")
    .header("referrer-policy", "no-referrer").header("cross-origin-opener-policy", "same-origin");
}
