import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { StoredChange } from "../change-query.ts";
import { id, key, query, sample, sha256, source, weights } from "./samples.ts";

/** Listings as they come, change, move and go. */
export function writingSuite(open: () => Promise<Catalog>): void {
  describe("writing listings", () => {
    test("gives back what was written", async () => {
      const catalog = await open();
      expect(await catalog.isEmpty()).toBe(true);
      const write = sample("hf:openai/whisper-large-v3", { task: "automatic-speech-recognition", license: { stated: "apache-2.0" }, tags: ["audio"], formats: ["SAFETENSORS"] });
      expect(await catalog.applyListings([write])).toEqual({ added: 1, changed: 0, unchanged: 0, gone: 0 });
      expect(await catalog.isEmpty()).toBe(false);
      expect(await catalog.listings([key("hf:nobody/nothing"), key("hf:openai/whisper-large-v3")])).toEqual([
        undefined,
        {
          key: "hf:openai/whisper-large-v3",
          source: "hf",
          naming: "namespaced",
          record: write.record,
          state: "LISTED",
          model: "hf:openai/whisper-large-v3",
          link: { kind: "LEADING", relation: "SAME_WEIGHTS", statement: "hf:openai/whisper-large-v3 gives the model its id.", evidence: [] },
          firstSeenAt: write.fetchedAt,
          fetchedAt: write.fetchedAt,
        },
      ]);
      expect(await catalog.models(["hf:OpenAI/Whisper-Large-V3", "hf:nobody/nothing"])).toEqual([
        {
          id: "hf:openai/whisper-large-v3",
          name: "whisper-large-v3",
          leading: "hf:openai/whisper-large-v3",
          listingCount: 1,
          sources: ["hf"],
          task: "automatic-speech-recognition",
          license: { spdx: "Apache-2.0", name: "Apache License 2.0", class: "PERMISSIVE" },
          hasWeights: true,
          capabilities: [],
          languages: [],
          libraries: [],
          formats: ["SAFETENSORS"],
          precisions: [],
          tags: ["audio"],
          state: "LISTED",
          statedBy: {},
          popularityAsOf: write.fetchedAt,
          oldestFetchedAt: write.fetchedAt,
        },
        undefined,
      ]);
    });

    test("counts an equal record as unchanged and only moves its time", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { tags: ["x"], task: "text-generation" })]);
      const [before, log] = [await catalog.generation(), await catalog.changes(0, 100)];
      expect(await catalog.applyListings([sample("hf:a/b", { task: "text-generation", tags: ["x"], fetchedAt: "2026-03-05T00:00:00Z" })])).toEqual({ added: 0, changed: 0, unchanged: 1, gone: 0 });
      expect((await catalog.listings([key("hf:a/b")]))[0]).toMatchObject({ fetchedAt: "2026-03-05T00:00:00Z", firstSeenAt: "2026-03-01T00:00:00Z" });
      expect((await catalog.models(["hf:a/b"]))[0]).toMatchObject({ popularityAsOf: "2026-03-05T00:00:00Z", oldestFetchedAt: "2026-03-05T00:00:00Z" });
      expect([await catalog.generation(), await catalog.changes(0, 100)]).toEqual([before, log]);
    });

    test("dates counts by what their record says, else by the fetch of the listing that gives them", async () => {
      const catalog = await open();
      const asked = async (): Promise<string | undefined> => (await catalog.models(["hf:a/b"]))[0]?.popularityAsOf;
      await catalog.applyListings([sample("hf:a/b", { popularity: { likes: 3, asOf: "2026-02-07T00:00:00Z" } })]);
      const dates = [await asked()];
      const log = await catalog.changes(0, 100);
      await catalog.applyListings([sample("hf:a/b", { popularity: { likes: 3, asOf: "2026-02-09T00:00:00Z" }, fetchedAt: "2026-03-02T00:00:00Z" })]);
      dates.push(await asked());
      await catalog.applyListings([sample("hf:a/b", { fetchedAt: "2026-03-03T00:00:00Z" })]);
      await catalog.applyListings([sample("hf:a/copy", { name: "b", naming: "namespaced", popularity: { likes: 2 }, refersTo: { "hf:a/b": "hf:a/b" }, fetchedAt: "2026-03-04T00:00:00Z" })]);
      dates.push(await asked());
      expect(dates).toEqual(["2026-02-07T00:00:00Z", "2026-02-09T00:00:00Z", "2026-03-04T00:00:00Z"]);
      expect((await catalog.changes(0, 100)).slice(0, log.length)).toEqual(log);
      expect((await catalog.changes(0, 100)).map(({ kind }) => kind)).not.toContain("UPDATED");
    });

    test("does not let an older write change anything", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { task: "new", fetchedAt: "2026-03-05T00:00:00Z" })]);
      expect(await catalog.applyListings([sample("hf:a/b", { task: "old", fetchedAt: "2026-03-04T23:59:59.999Z" })])).toEqual({ added: 0, changed: 0, unchanged: 1, gone: 0 });
      await catalog.markGone([key("hf:a/b")], "2026-03-01T00:00:00Z");
      expect((await catalog.listings([key("hf:a/b")]))[0]).toMatchObject({ record: { task: "new" }, state: "LISTED" });
    });

    test("logs what changed by kind, and not the counts of use", async () => {
      const catalog = await open();
      const first = { license: { stated: "mit" }, access: "OPEN", task: "a", artifacts: [weights("model.safetensors", "a")], popularity: { likes: 1 } } as const;
      await catalog.applyListings([sample("hf:a/b", first)]);
      const later = { ...first, license: { stated: "apache-2.0" }, access: "GATED", task: "b", artifacts: [weights("model.safetensors", "b")], fetchedAt: "2026-03-02T00:00:00Z" } as const;
      expect(await catalog.applyListings([sample("hf:a/b", later)])).toMatchObject({ changed: 1 });
      expect(await catalog.applyListings([sample("hf:a/b", { ...later, popularity: { likes: 2 } })])).toMatchObject({ changed: 1 });
      const log = (await catalog.changes(1, 100)).map(({ kind, before, after }) => ({ kind, before, after }));
      expect(log.sort((left, right) => (left.kind < right.kind ? -1 : 1))).toEqual([
        { kind: "ACCESS", before: "OPEN", after: "GATED" },
        { kind: "LICENSE", before: { stated: "mit" }, after: { stated: "apache-2.0" } },
        { kind: "UPDATED", before: { task: "a" }, after: { task: "b" } },
        { kind: "WEIGHTS", before: { "model.safetensors": sha256("a") }, after: { "model.safetensors": sha256("b") } },
      ]);
      expect((await catalog.models(["hf:a/b"]))[0]?.popularity).toEqual({ likes: 2 });
    });

    test("takes the beginning of a digest for the whole one, in either order, and tells no change of it", async () => {
      const catalog = await open();
      const onDemand = ["artifacts"] as const;
      const whole = `sha256:46e0c10c039e${"ab".repeat(26)}`;
      const write = (revision: string, day: number, more = {}) => sample("ol:a", { revision, onDemand, fetchedAt: `2026-03-0${day}T00:00:00Z`, ...more });
      await catalog.applyListings([write("sha256:46e0c10c039e", 1)]);
      await catalog.applyListings([write(whole, 2, { artifacts: [weights("w.gguf", "a")] })]);
      await catalog.applyListings([write("sha256:46e0c10c039e", 3)]);
      expect((await catalog.listings([key("ol:a")]))[0]?.record).toMatchObject({ revision: whole, artifacts: [weights("w.gguf", "a")] });
      expect(kinds(await catalog.changes(0, 10))).toEqual(["LISTED"]);
      await catalog.applyListings([write("sha256:46e0c10c039f", 4)]);
      expect((await catalog.listings([key("ol:a")]))[0]?.record).toEqual({ nativeId: "a", name: "a", revision: "sha256:46e0c10c039f" });
    });

    test("drops a field that the source no longer states", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { task: "t" })]);
      await catalog.applyListings([sample("hf:a/b", { fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await catalog.models(["hf:a/b"]))[0]?.task).toBeUndefined();
    });

    test("marks what is gone, keeps it, and takes it back", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { deprecated: true })]);
      expect(await catalog.markGone([key("hf:a/b"), key("hf:a/c")], "2026-03-02T00:00:00Z")).toEqual({ added: 0, changed: 0, unchanged: 0, gone: 1 });
      expect((await catalog.listings([key("hf:a/b")]))[0]).toMatchObject({ state: "GONE", goneAt: "2026-03-02T00:00:00Z" });
      expect((await catalog.models(["hf:a/b"]))[0]).toMatchObject({ state: "GONE", sources: [], listingCount: 1 });
      expect(await catalog.applyListings([sample("hf:a/b", { fetchedAt: "2026-03-01T12:00:00Z" })])).toMatchObject({ unchanged: 1 });
      expect(await catalog.applyListings([sample("hf:a/b", { deprecated: true, fetchedAt: "2026-03-03T00:00:00Z" })])).toMatchObject({ changed: 1 });
      const [listing] = await catalog.listings([key("hf:a/b")]);
      expect(listing).toMatchObject({ state: "DEPRECATED" });
      expect(listing).not.toHaveProperty("goneAt");
      expect(kinds(await catalog.changes(0, 10))).toEqual(["LISTED", "GONE", "LISTED"]);
    });
  });

  describe("what is asked for on demand", () => {
    test("is lacking where it was not asked for at the present revision, the most used first", async () => {
      const catalog = await open();
      const used = (name: string, downloads30d: number, more = {}) => sample(`hf:a/${name}`, { revision: "1", popularity: { downloads30d }, ...more });
      await catalog.applyListings([used("few", 1), used("most", 1_000), used("some", 10, { contextTokens: 8, artifacts: [] }), used("half", 100, { artifacts: [] }), sample("or:a/most", { popularity: { downloads30d: 9_999 } })]);
      await catalog.applyListings([used("gone", 5_000)]);
      await catalog.markGone([key("hf:a/gone")], "2026-03-02T00:00:00Z");
      const lacking = async (more = {}): Promise<readonly string[]> => (await catalog.lackingDetails({ source: source("hf"), fields: ["artifacts", "contextTokens"], among: 100, limit: 10, ...more })).map((listing) => listing.key);
      expect([await lacking(), await lacking({ limit: 1 }), await lacking({ among: 2 }), await lacking({ fields: ["artifacts"] })]).toEqual([
        ["hf:a/most", "hf:a/half", "hf:a/few"], ["hf:a/most"], ["hf:a/most", "hf:a/half"], ["hf:a/most", "hf:a/few"],
      ]);
      await catalog.noteAsked([key("hf:a/most"), key("hf:a/half"), key("hf:a/none")], "2026-03-02T00:00:00Z");
      expect(await lacking()).toEqual(["hf:a/few"]);
      await catalog.applyListings([used("most", 1_000, { revision: "2", fetchedAt: "2026-03-03T00:00:00Z" })]);
      expect(await lacking()).toEqual(["hf:a/most", "hf:a/few"]);
    });
  });

  describe("names that move", () => {
    test("follows a rename by the inner id, and the old ids lead to the new one", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:old/name", { stableId: "1" })]);
      expect(await catalog.applyListings([sample("hf:new/name", { stableId: "1", fetchedAt: "2026-03-02T00:00:00Z" })])).toMatchObject({ added: 0, changed: 1 });
      expect((await catalog.models(["hf:old/name", "hf:new/name"])).map((model) => model?.id)).toEqual(["hf:new/name", "hf:new/name"]);
      expect((await catalog.listings([key("hf:old/name")]))[0]).toMatchObject({ key: "hf:new/name", firstSeenAt: "2026-03-01T00:00:00Z" });
      expect((await catalog.findListing(source("hf"), "OLD/name"))?.key).toBe("hf:new/name");
      expect(await catalog.aliasesOf([id("hf:new/name")])).toEqual([["hf:old/name"]]);
      expect((await catalog.changes(1, 10)).find(({ kind }) => kind === "RENAMED")).toMatchObject({ listing: "hf:new/name", before: { key: "hf:old/name" }, after: { key: "hf:new/name" } });
    });

    test("takes a path that is re-used for another model, wherever the first one went", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { stableId: "1", task: "old" })]);
      await catalog.saveFindings({ listing: key("hf:a/b"), observedAt: "2026-03-01T00:00:00Z", checks: ["c"], findings: [] });
      expect(await catalog.applyListings([sample("hf:a/b", { stableId: "2", fetchedAt: "2026-03-02T00:00:00Z" })])).toEqual({ added: 1, changed: 0, unchanged: 0, gone: 1 });
      expect((await catalog.listings([key("hf:a/b")]))[0]).toMatchObject({ record: { stableId: "2" }, firstSeenAt: "2026-03-02T00:00:00Z" });
      expect((await catalog.changes(1, 10)).map(({ kind, before }) => ({ kind, before }))).toEqual([
        { kind: "GONE", before: { key: "hf:a/b", stableId: "1" } },
        { kind: "LISTED", before: undefined },
      ]);
    });

    test("tells a rename and the re-use of the old path apart on one page, in either order", async () => {
      for (const swap of [false, true]) {
        const catalog = await open();
        await catalog.applyListings([sample("hf:a/b", { stableId: "1", task: "first" })]);
        const page = [sample("hf:a/b", { stableId: "2", task: "second", fetchedAt: "2026-03-02T00:00:00Z" }), sample("hf:a/c", { stableId: "1", task: "first", fetchedAt: "2026-03-02T00:00:00Z" })];
        await catalog.applyListings(swap ? page.toReversed() : page);
        expect((await catalog.models(["hf:a/b", "hf:a/c"])).map((model) => model?.task)).toEqual(["second", "first"]);
        expect((await catalog.listings([key("hf:a/c")]))[0]?.firstSeenAt).toBe("2026-03-01T00:00:00Z");
      }
    });

    test("survives two models that exchange their names", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { stableId: "1", task: "one" }), sample("hf:a/c", { stableId: "2", task: "two" })]);
      const later = { fetchedAt: "2026-03-02T00:00:00Z" };
      await catalog.applyListings([sample("hf:a/c", { stableId: "1", task: "one", ...later }), sample("hf:a/b", { stableId: "2", task: "two", ...later })]);
      expect((await catalog.models(["hf:a/b", "hf:a/c"])).map((model) => model?.task)).toEqual(["two", "one"]);
    });

    test("tells of a path that was free once, and of one whose model is gone already, what is new alone", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { stableId: "1" })]);
      await catalog.markGone([key("hf:a/b")], "2026-03-02T00:00:00Z");
      await catalog.applyListings([sample("hf:a/b", { stableId: "2", fetchedAt: "2026-03-03T00:00:00Z" })]);
      await catalog.applyListings([sample("hf:a/c", { stableId: "2", fetchedAt: "2026-03-04T00:00:00Z" }), sample("hf:a/d", { stableId: "3" })]);
      await catalog.markGone([key("hf:a/d")], "2026-03-04T00:00:00Z");
      await catalog.applyListings([sample("hf:a/d", { stableId: "2", fetchedAt: "2026-03-05T00:00:00Z" })]);
      expect((await catalog.changes(0, 20)).map(({ kind, listing }) => `${kind} ${listing ?? ""}`).sort()).toEqual([
        "GONE hf:a/b", "GONE hf:a/d", "LISTED hf:a/b", "LISTED hf:a/b", "LISTED hf:a/d", "RENAMED hf:a/c", "RENAMED hf:a/d",
      ]);
    });

    test("says in the row of a rename whose path it was before, since nothing else is kept of that model", async () => {
      for (const [occupant, replaced] of [["2", { replaced: { stableId: "2" } }], [undefined, {}]] as const) {
        for (const gone of [false, true]) {
          const catalog = await open();
          await catalog.applyListings([sample("hf:a/b", { stableId: "1" }), sample("hf:a/c", occupant === undefined ? {} : { stableId: occupant })]);
          if (gone) await catalog.markGone([key("hf:a/c")], "2026-03-02T00:00:00Z");
          await catalog.applyListings([sample("hf:a/c", { stableId: "1", fetchedAt: "2026-03-03T00:00:00Z" })]);
          const [changes] = await catalog.changesOf([key("hf:a/c")], 10);
          expect(changes?.filter(({ kind }) => kind === "RENAMED").map(({ statement, before, after }) => ({ statement, before, after }))).toEqual([{
            statement: `hf:a/b is now hf:a/c${occupant === undefined ? "" : ", a name that another model had until then"}.`, before: { key: "hf:a/b" }, after: { key: "hf:a/c", ...replaced },
          }]);
        }
      }
    });

    test("keeps the files of a model that took a path, also when they are those of the earlier one", async () => {
      const catalog = await open();
      const artifacts = [weights("w.gguf", "a")];
      await catalog.applyListings([sample("hf:a/b", { stableId: "1", artifacts, aliases: ["a/former"] })]);
      await catalog.applyListings([sample("hf:a/b", { stableId: "2", artifacts, fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await catalog.listingsByDigest([sha256("a")]))[0]?.map((listing) => listing.record.stableId)).toEqual(["2"]);
      expect(await catalog.findListing(source("hf"), "a/former")).toBeUndefined();
    });

    test("says of a stored model that it is gone when its name leads to another one, and lets its names lead nowhere else", async () => {
      const catalog = await open();
      const later = { fetchedAt: "2026-03-02T00:00:00Z" };
      await catalog.applyListings([sample("hf:old/name", { stableId: "1", aliases: ["old/former"] })]);
      expect(await catalog.applyListings([sample("hf:new/name", { stableId: "2", aliases: ["old/name"], ...later })])).toEqual({ added: 1, changed: 0, unchanged: 0, gone: 1 });
      expect((await catalog.listings([key("hf:old/name"), key("hf:new/name")])).map((listing) => [listing?.state, listing?.record.stableId])).toEqual([["GONE", "1"], ["LISTED", "2"]]);
      expect([(await catalog.findListing(source("hf"), "old/name"))?.key, (await catalog.findListing(source("hf"), "old/former"))?.key]).toEqual(["hf:old/name", "hf:old/name"]);
      expect(await catalog.aliasesOf([id("hf:new/name")])).toEqual([[]]);
      const told = (await catalog.changes(1, 10)).map(({ kind, listing, statement }) => ({ kind, listing, statement }));
      expect(told.sort((left, right) => (left.kind < right.kind ? -1 : 1))).toEqual([
        { kind: "GONE", listing: "hf:old/name", statement: "The model that was hf:old/name is gone, and its name leads to another one, hf:new/name." },
        { kind: "LISTED", listing: "hf:new/name", statement: "hf:new/name is listed." },
      ]);
      await catalog.applyListings([sample("hf:new/name", { stableId: "2", aliases: ["old/name"], task: "t", fetchedAt: "2026-03-03T00:00:00Z" })]);
      expect((await catalog.changes(3, 10)).map(({ kind }) => kind)).toEqual(["UPDATED"]);
    });

    test("follows a former name to a listing whose inner id nobody knew, wherever the new name stands", async () => {
      for (const known of [false, true]) {
        const catalog = await open();
        await catalog.applyListings([sample("hf:old/name", { task: "t" }), ...(known ? [sample("hf:new/name", { stableId: "1" })] : [])]);
        await catalog.applyListings([sample("hf:new/name", { stableId: "1", aliases: ["old/name"], fetchedAt: "2026-03-02T00:00:00Z" })]);
        expect((await catalog.models(["hf:old/name", "hf:new/name"])).map((model) => model?.id)).toEqual(["hf:new/name", "hf:new/name"]);
        expect((await catalog.count(query(""))).count).toBe(1);
        expect((await catalog.changes(1, 10)).filter(({ kind }) => kind === "RENAMED" || kind === "GONE")).toMatchObject([{ kind: "RENAMED", before: { key: "hf:old/name" } }]);
      }
    });

    test("keeps two listings of a source without inner ids, also when one has the other's name as an alias", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("ollama:llama3.1:8b"), sample("ollama:llama3.1:latest")]);
      await catalog.applyListings([sample("ollama:llama3.1:8b", { aliases: ["llama3.1:latest"], fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await catalog.count(query(""))).count).toBe(2);
    });

    test("takes the name of a new model from the former names of another", async () => {
      const catalog = await open();
      const later = { fetchedAt: "2026-03-02T00:00:00Z" };
      await catalog.applyListings([sample("hf:a/b", { stableId: "1" })]);
      await catalog.applyListings([sample("hf:a/c", { stableId: "1", ...later })]);
      await catalog.applyListings([sample("hf:a/b", { stableId: "2", ...later })]);
      expect((await catalog.models(["hf:a/b", "hf:a/c"])).map((model) => model?.id)).toEqual(["hf:a/b", "hf:a/c"]);
      expect(await catalog.aliasesOf([id("hf:a/c"), id("hf:a/b")])).toEqual([[], []]);
    });

    test("keeps what is known of a publisher while its name is the same", async () => {
      const catalog = await open();
      const onDemand = ["publisher"] as const;
      const kind = async (): Promise<unknown> => (await catalog.listings([key("hf:a/b")]))[0]?.record.publisher;
      await catalog.applyListings([sample("hf:a/b", { revision: "1", publisher: { name: "a", kind: "ORGANIZATION" }, onDemand })]);
      await catalog.applyListings([sample("hf:a/b", { revision: "2", publisher: { name: "a" }, onDemand, fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect(await kind()).toEqual({ name: "a", kind: "ORGANIZATION" });
      await catalog.applyListings([sample("hf:a/b", { revision: "2", publisher: { name: "c" }, onDemand, fetchedAt: "2026-03-03T00:00:00Z" })]);
      expect(await kind()).toEqual({ name: "c" });
    });

    test("finds a listing by aliases, the moving ones last", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("ollama:llama3.1:8b", { aliases: ["llama3.1:8b-instruct-q4_K_M"], movingAliases: ["llama3.1:latest"] }),
        sample("ollama:other", { movingAliases: ["llama3.1:8b-instruct-q4_K_M"] }),
      ]);
      const find = async (nativeId: string): Promise<string | undefined> => (await catalog.findListing(source("ollama"), nativeId))?.key;
      expect([await find("llama3.1:8B"), await find("llama3.1:8b-instruct-q4_K_M"), await find("llama3.1:latest"), await find("nothing")]).toEqual([
        "ollama:llama3.1:8b", "ollama:llama3.1:8b", "ollama:llama3.1:8b", undefined,
      ]);
      await catalog.applyListings([sample("ollama:llama3.1:8b", { fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect([await find("llama3.1:8b-instruct-q4_K_M"), await find("llama3.1:latest")]).toEqual(["ollama:llama3.1:8b", undefined]);
      expect(await catalog.aliasesOf([id("ollama:llama3.1:8b")])).toEqual([["ollama:llama3.1:8b-instruct-q4_K_M"]]);
    });
  });
}

function kinds(changes: readonly StoredChange[]): readonly string[] {
  return changes.map(({ kind }) => kind);
}
