import { pathToFileURL } from "node:url";
import { sourceSuite } from "@modeldex/plugin-kit/testing";
import { describe, expect, it } from "vitest";
import { catalogFile } from "./catalog-file.ts";
import { wholeModel } from "./fixtures/example-catalog.ts";

const url = "https://models.acme.example/shelf/catalog.json";

sourceSuite({
  source: () => catalogFile({ from: url, token: "hunter2" }),
  secrets: ["hunter2"],
  exchanges: [{ url, json: { models: [wholeModel, { id: "百川/客服-7b", name: "客服助手" }] }, headers: { etag: '"1"' } }],
  examples: {
    references: { [`${url}#acme/support-7b`]: "acme/support-7b", [`${url}#%E7%99%BE%E5%B7%9D/x`]: "百川/x" },
    foreign: [url, `${url}#`, "https://models.acme.example/other.json#acme/support-7b", "acme/support-7b"],
  },
});

describe("catalogFile", () => {
  it("takes a path, a URL, or options, and reads nothing when it is called", () => {
    const { id, kind, title, homepage, baseAddresses, listing, naming, live, removals, harvestEveryMs, freshMs, get, search } = catalogFile("nowhere/models.yaml");
    expect({ id, kind, title, homepage, baseAddresses, listing, naming, live, removals, harvestEveryMs, freshMs, get, search }).toEqual({
      id: "file", kind: "file", title: "Catalog file", homepage: undefined, baseAddresses: undefined, listing: "full", naming: "curated", live: false, removals: "guarded",
      harvestEveryMs: 1_000, freshMs: 21_600_000, get: undefined, search: undefined,
    });
    const remote = catalogFile({ from: [url, "https://models.acme.example/shelf/more.yaml"], id: "acme", title: "Acme", naming: "namespaced", removals: "trusted", harvestEveryMs: 5_000 });
    expect(remote).toMatchObject({ id: "acme", title: "Acme", homepage: "https://models.acme.example", baseAddresses: ["https://models.acme.example/shelf/"], naming: "namespaced", removals: "trusted", harvestEveryMs: 5_000 });
    expect(catalogFile(url).harvestEveryMs).toBe(60_000);
  });

  it("keeps what it gives apart from that of any other catalog, without a secret", () => {
    const scopes = ["a.yaml", "b.yaml", url, { from: url, token: "hunter2" }, new URL("file:///srv/a.yaml")].map((options) => catalogFile(options).credentialScope);
    expect(new Set(scopes).size).toBe(scopes.length);
    expect(scopes.every((scope) => /^[0-9a-f]{16}$/.test(scope ?? ""))).toBe(true);
    expect(catalogFile("a.yaml").credentialScope).toBe(scopes[0]);
  });

  it("reads the address of its document with the id behind it, also of a file", () => {
    const address = pathToFileURL("/srv/catalog/models.yaml").href;
    const source = catalogFile("/srv/catalog/models.yaml");
    expect(source.parseReference(`${address}#acme/support-7b`)).toEqual([{ ref: { nativeId: "acme/support-7b" }, readAs: "model of a catalog file", certain: true }]);
    expect(source.parseReference(`${address}x#acme/support-7b`)).toEqual([]);
  });

  it.each<[unknown, RegExp]>([
    ["", /option from: must be a path, a pattern of paths, or an http\(s\) address/],
    [{}, /option from: must be a path/],
    [{ from: [] }, /option from: must name at least one place/],
    [{ from: 7 }, /option from: must be a path/],
    ["https://user:secret@models.example/catalog.yaml", /option from: must be a path/],
    ["ftp://models.example/catalog.yaml", /option from: must be a path/],
    ["file://host/catalog.yaml", /option from: must be a path/],
    [{ from: "a.yaml", id: "File" }, /option id: must be lower-case/],
    [{ from: "a.yaml", naming: "closed" }, /option naming/],
    [{ from: "a.yaml", removals: "all" }, /option removals/],
    [{ from: "a.yaml", harvestEveryMs: 1 }, /option harvestEveryMs: must be at least 100 milliseconds/],
    [{ from: "a.yaml", token: "t" }, /option token: is sent to one origin; give it where from has addresses of one origin/],
    [{ from: ["https://a.example/x", "https://b.example/x"], token: "t" }, /option token: is sent to one origin/],
    [{ from: "a.yaml", file: "b.yaml" }, /file/],
  ])("refuses %j and names the option", (options, message) => {
    expect(() => catalogFile(options as never)).toThrow(message);
    expect(() => catalogFile(options as never)).toThrow(/^catalogFile\(\): /);
    expect(() => catalogFile(options as never)).toThrow(expect.objectContaining({ message: expect.not.stringContaining("secret") }));
  });
});
