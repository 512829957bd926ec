import { sourceSuite } from "@modeldex/plugin-kit/testing";
import { tariff } from "./tariff-source.ts";

// synthetic
const prices = [{ model: "lumen/lantern-1b", in: 0.1, out: 0.4 }, { model: "lumen/ember-embed", in: 0.02 }];

sourceSuite({
  source: () => tariff({ url: "https://host.example/prices.json" }),
  exchanges: [{ url: "https://host.example/prices.json", json: { prices } }],
});
