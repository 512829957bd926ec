import type { OverlayRecord, SourceClaim } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { readJson } from "../answers.ts";
import { SourceError } from "../source-error.ts";
import type { ListPage, ListRequest, Source } from "../source.ts";
import { asArray, asRecord, asString } from "../unknown-values.ts";
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

  describe("of a source that lists nothing, and says something of models that others list", () => {
    const exchanges = [{ url: "https://hub.example/prices", json: { prices: [{ id: "acme/tiny" }, { id: "acme/small" }] } }];
    const prices = (list: (rows: readonly OverlayRecord[], request: ListRequest) => ListPage, more: Partial<Source> = {}): (() => Source) => () => ({
      id: "prices", kind: "prices", title: "Prices", contract: 1, listing: "full", ...more,
      list: async (request, context) => {
        if (request.cursor !== undefined) throw new SourceError("BAD_RESPONSE", "Prices come in one page.");
        const rows = asArray(asRecord(await readJson(await context.fetch("https://hub.example/prices", { signal: context.signal }), "the prices"))?.["prices"]);
        if (rows === undefined) throw new SourceError("BAD_RESPONSE", "The hub gave no prices.");
        return list(rows.flatMap((row, place) => {
          const nativeId = asString(asRecord(row)?.["id"]);
          if (nativeId === undefined && more.kind !== "silent") context.drop(`${place}`, "it has no id");
          return nativeId === undefined ? [] : [{ nativeId }];
        }), request);
      },
    });

    it("finds nothing wrong where it is right, also with a checkpoint", async () => {
      expect(await checkSource(prices((overlays) => ({ overlays })), { exchanges })).toEqual([]);
      expect(await checkSource(prices((overlays, { since }) => (since === "1" ? { unchanged: true } : { overlays, checkpoint: "1" })), { exchanges })).toEqual([]);
      expect(await checkSource(prices((overlays, { since }) => ({ overlays, checkpoint: "1", ...(since !== undefined && { whole: true }) })), { exchanges })).toEqual([]);
    });

    it.each<[string, () => Source, string]>([
      ["ignores its checkpoint", prices((overlays) => ({ overlays, checkpoint: "1" })), "paging: list() with its own checkpoint as since asks and gives the same as without; give what changed since then (of a whole document: unchanged, or everything with whole: true), or no checkpoint"],
      ["gives a row twice", prices((overlays) => ({ overlays: [...overlays, ...overlays.slice(0, 1)] })), 'identity: list(): page.overlays[2].nativeId "acme/tiny" is there twice; give each row an id of its own'],
      ["has a word of its own for who names a row", prices((overlays) => ({ overlays }), { naming: (() => "ours") as unknown as NonNullable<Source["naming"]> }), 'declaration: naming("acme/tiny") is "ours"; give one of curated, namespaced, open'],
      ["loses rows in silence", prices((overlays) => ({ overlays }), { kind: "silent" }), "failures: list() when texts in the answer are numbers loses 2 of 2 rows in silence; report each with context.drop(nativeId, reason), or throw a SourceError BAD_RESPONSE"],
      ["has the fields of a listing", prices((overlays) => ({ overlays: overlays.map((row) => ({ ...row, task: "text-generation" })) })), "members: list(): page.overlays[0].task is given; an overlay has no such member; leave it out"],
    ])("refuses one that %s", async (_mistake, source, problem) => {
      expect((await checkSource(source, { exchanges })).map(({ rule, message }) => `${rule}: ${message}`)).toContainEqual(problem);
    });
  });

  it("leaves the global fetch as it was", async () => {
    const before = globalThis.fetch;
    await checkSource(() => pagedSource(), pagedChecks);
    expect(globalThis.fetch).toBe(before);
  });
});
