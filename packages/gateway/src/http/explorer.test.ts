import Fastify from "fastify";
import { expect, it } from "vitest";
import { addExplorer, sendNoSuchPage } from "./explorer.ts";
import { sendProblem } from "./problems.ts";

it("says how the pages are built where they have not been, to people and programs alike", async () => {
  const app = Fastify();
  app.setNotFoundHandler((request, reply) => sendNoSuchPage(request, reply, undefined) ?? sendProblem(reply, { status: 404, code: "BAD_REQUEST", message: "There is nothing." }));
  await addExplorer(app, undefined);
  try {
    for (const accept of ["text/html", "*/*"]) {
      for (const url of ["/", "/graphiql"]) {
        const { statusCode, headers, body } = await app.inject({ url, headers: { accept } });
        expect([statusCode, headers["content-type"], JSON.parse(body).errors[0].message]).toEqual([503, "application/json; charset=utf-8", "The pages have not been built here; run `pnpm build` and start again. GraphQL is at /graphql."]);
      }
      const other = await app.inject({ url: "/model/hf:a/b", headers: { accept } });
      expect([other.statusCode, JSON.parse(other.body).errors[0].message]).toEqual([404, "There is nothing."]);
    }
  } finally {
    await app.close();
  }
});
