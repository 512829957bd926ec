import type { SourceClaim } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { readJson } from "../answers.ts";
import { SourceError } from "../source-error.ts";
import type { Source } from "../source.ts";
import { asRecord } from "../unknown-values.ts";
import { checkSource } from "./check-source.ts";
import { wrongFailures, wrongLendings, wrongReadings } from "./fixtures/blind-sources.ts";
import { wrongListings } from "./fixtures/careless-sources.ts";
import { acme } from "./fixtures/minimal-source.ts";
import { pagedChecks, pagedSource } from "./fixtures/paged-source.ts";
import { wrongAnswers, wrongShapes, type WrongSource } from "./fixtures/wrong-sources.ts";

const wrong: readonly WrongSource[] = [...wrongShapes, ...wrongAnswers, ...wrongListings, ...wrongReadings, ...wrongFailures, ...wrongLendings];

describe("checkSource", () => {
  it("finds nothing wrong with right sources", async () => {
    expect(await checkSource(() => pagedSource({ token: "hunter2" }), pagedChecks)).toEqual([]);
    expect(await checkSource(pagedSource(), pagedChecks)).toEqual([]);
    expect(await checkSource(() => acme(), { exchanges: [{ url: "https://hub.example/api/models", json: [{ id: "acme/tiny" }] }] })).toEqual([]);
  });

  it.each(wrong.map((source) => [source.mistake, source] as const))("refuses a source that %s", async (_mistake, { source, options, problems }) => {
    const found = await checkSource(source, { ...pagedChecks, ...options, examples: { ...pagedChecks.examples, ...options?.examples } });
    expect(found).toEqual(problems);
  });

  it("has a message of its own for each mistake", () => {
    const messages = wrong.map(({ problems }) => problems[0]?.message);
    expect(new Set(messages).size).toBe(wrong.length);
    expect(wrong.length).toBeGreaterThanOrEqual(26);
  });

  it("tells what it could not check", async () => {
    expect(await checkSource(() => pagedSource(), { ...pagedChecks, examples: { listLimit: 2 } })).toEqual([
      { rule: "recorded", message: "get is not checked: give native ids that it knows as examples.known" },
      { rule: "recorded", message: "search is not checked: give words that it finds something for as examples.search" },
      { rule: "recorded", message: "parseReference is not checked: give texts that it reads, with their native ids, as examples.references" },
    ]);
  });

  it("lets a source say of itself what it knows without asking, where it drops the rest, and not in silence", async () => {
    const operator: SourceClaim = { kind: "SOURCE_OPERATOR", statement: "Acme operates it.", facts: { operator: "Acme" }, evidence: [] };
    const saying = (drops: boolean): Source => ({
      ...pagedSource(),
      about: async (context) => {
        try {
          const stated = await readJson(await context.fetch("https://hub.example/models?limit=2", { signal: context.signal }), "what the hub says of itself", context.now());
          if (asRecord(stated)?.["models"] === undefined) throw new SourceError("BAD_RESPONSE", "Paged Hub says nothing of itself.");
          return [operator, { kind: "AVAILABILITY", statement: "It lists models.", evidence: [] }];
        } catch {
          context.signal.throwIfAborted();
          if (drops) context.drop("about", "the hub does not say what it has");
          return [operator];
        }
      },
    });
    expect(await checkSource(() => saying(true), pagedChecks)).toEqual([]);
    expect((await checkSource(() => saying(false), pagedChecks)).map(({ rule, message }) => `${rule}: ${message}`)).toContainEqual(expect.stringMatching(/^failures: about\(\) gives an answer when the origin answers 500;/));
  });

  it("leaves the global fetch as it was", async () => {
    const before = globalThis.fetch;
    await checkSource(() => pagedSource(), pagedChecks);
    expect(globalThis.fetch).toBe(before);
  });
});
