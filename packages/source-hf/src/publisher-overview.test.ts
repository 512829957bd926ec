import { recordedFetch, testContext, type RecordedExchange } from "@modeldex/plugin-kit/testing";
import { describe, expect, it } from "vitest";
import { endpoint } from "./fixtures/hub-answers.ts";
import { hubClient } from "./hub-client.ts";
import { readPublisher } from "./publisher-overview.ts";

const address = (kind: "organizations" | "users", name: string) => `${endpoint}/api/${kind}/${name}/overview`;
/** As the Hub answered on 2026-10-02 for the other kind of account. */
const missing = { status: 404, json: { error: "This organization does not exist" } };

async function ask(name: string, exchanges: readonly RecordedExchange[], token?: string) {
  const recorded = recordedFetch(exchanges);
  const statement = await readPublisher(hubClient({ endpoint, token }), name, testContext({ fetch: recorded.fetch }));
  return { statement, requests: recorded.calls.length };
}

describe("the overview of a namespace", () => {
  it("says that an organization is one, and of its badge as the Hub's word", async () => {
    const overview = { _id: "659ebc82b61dd9658802f398", name: "openai-community", fullname: "OpenAI community", isVerified: true, numModels: 7 };
    expect(await ask("OpenAI-Community", [{ url: address("organizations", "OpenAI-Community"), json: overview }])).toEqual({
      statement: {
        kind: "ORGANIZATION",
        claims: [{
          kind: "PUBLISHER_IDENTITY",
          statement: "The Hub marks the organization openai-community as verified.",
          facts: { publisher: "openai-community", confirmedBy: "huggingface.co" },
          evidence: [{ kind: "document", url: address("organizations", "OpenAI-Community"), pointer: "/isVerified" }],
        }],
      },
      requests: 1,
    });
  });

  it.each([{ isVerified: false }, {}, { isVerified: "true" }])("claims nothing of an organization with %j", async (overview) => {
    expect(await ask("acme", [{ url: address("organizations", "acme"), json: { name: "acme", ...overview } }])).toEqual({ statement: { kind: "ORGANIZATION", claims: [] }, requests: 1 });
  });

  it("asks for a person where there is no organization, and says nothing where there is neither", async () => {
    const person = { _id: "6426d3f3a7723d62b53c259b", user: "TheBloke", type: "user", isPro: true };
    expect(await ask("TheBloke", [{ url: address("organizations", "TheBloke"), ...missing }, { url: address("users", "TheBloke"), json: person }])).toEqual({ statement: { kind: "PERSON", claims: [] }, requests: 2 });
    expect(await ask("nobody", (["organizations", "users"] as const).map((kind) => ({ url: address(kind, "nobody"), ...missing })))).toEqual({ statement: undefined, requests: 2 });
  });

  it.each(["..", "a/b", "", "a?b", "x".repeat(200)])("asks nobody for %j, which is no name", async (name) => {
    expect(await ask(name, [])).toEqual({ statement: undefined, requests: 0 });
  });

  it.each([{ name: 4, isVerified: true }, { isVerified: true }, { name: "other", isVerified: true }])("takes %j for no overview of the account that was asked for", async (overview) => {
    await expect(ask("acme", [{ url: address("organizations", "acme"), json: overview }])).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });

  it("fails when the Hub does, and when it refuses the token", async () => {
    await expect(ask("acme", [{ url: address("organizations", "acme"), status: 500, text: "" }])).rejects.toMatchObject({ code: "UNREACHABLE" });
    await expect(ask("acme", [{ url: address("organizations", "acme"), status: 401, text: "" }], "hf_x")).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(ask("acme", [{ url: address("organizations", "acme"), json: [] }, { url: address("users", "acme"), json: [] }])).resolves.toEqual({ statement: undefined, requests: 2 });
  });
});
