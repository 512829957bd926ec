import { acme } from "./fixtures/minimal-source.ts";
import { pagedChecks, pagedSource } from "./fixtures/paged-source.ts";
import { sourceSuite } from "./source-suite.ts";

sourceSuite({
  title: "the source of the README",
  source: () => acme(),
  exchanges: [
    { url: "https://hub.example/api/models", json: [{ id: "acme/tiny", task: "text-generation", updated: "2026-01-02T03:04:05Z", downloads: 7 }, { id: "acme/bare" }] },
  ],
});

sourceSuite({ title: "a source with pages, batches and details", source: () => pagedSource({ token: "hunter2" }), ...pagedChecks });
