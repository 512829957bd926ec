import { sourceSuite } from "@modeldex/plugin-kit/testing";
import { orchard } from "./orchard-source.ts";

const base = "https://orchard.example/api/v2";
const pippin = {
  slug: "acme/pippin-7b", title: "Pippin 7B", maker: { handle: "acme", company: true }, kind: "chat", size: 7_240_000_000, terms: "Apache-2.0",
  speaks: ["en", "fr"], window: 32768, changed: "2025-12-01T10:00:00Z", retired: false,
  weights: [{ file: "pippin.safetensors", bytes: 14_480_000_000, sha256: "ab".repeat(32) }],
};
const russet = { slug: "bo/russet", title: "Russet", maker: { handle: "bo", company: false }, kind: "embedding", size: null, speaks: [], changed: "2025-12-31T23:58:00Z", retired: true, weights: null };

sourceSuite({
  source: () => orchard({ key: "pomona-secret-1" }),
  secrets: ["pomona-secret-1"],
  exchanges: [
    { url: `${base}/varieties?page=1`, json: { items: [pippin], pages: 2 } },
    { url: `${base}/varieties?page=2`, json: { items: [russet], pages: 2 } },
    { url: `${base}/varieties?changed_after=2025-12-31T23:55:00Z&page=1`, json: { items: [russet], pages: 1 } },
    { url: `${base}/varieties/modeldex-suite/no-such-model`, status: 404, json: { why: "no such variety" } },
    { url: `${base}/varieties/acme/pippin-7b`, json: pippin },
    { url: `${base}/varieties/bo/russet`, json: russet },
    { url: `${base}/find?q=pippin&max=20`, json: { items: [pippin] } },
  ],
  examples: {
    known: ["acme/pippin-7b", "bo/russet"],
    search: "pippin",
    references: { "https://orchard.example/v/acme/pippin-7b": "acme/pippin-7b" },
    foreign: ["https://orchard.example/v/acme", "https://orchard.example/about/acme/pippin-7b"],
  },
});
