import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { request as ask } from "node:http";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumMissing, startChromium } from "./support/chromium.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { scriptedSource } from "./support/scripted-source.ts";
import { watchPage } from "./support/watched-page.ts";

const dist = fileURLToPath(new URL("../packages/explorer/dist", import.meta.url));
const browsers = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

let modeldex: TestGateway;
beforeAll(async () => {
  modeldex = await startGateway({ sources: [scriptedSource("shelf", ["acme/one", "acme/two"])] });
  await modeldex.gateway.harvest("shelf", { all: true, signal: AbortSignal.timeout(30_000) });
});
afterAll(() => modeldex.close());

interface Raw {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** Asks for a path as it is written; `fetch` would fold it. */
async function get(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Raw> {
  const { hostname, port } = new URL(modeldex.url);
  return new Promise((resolve, reject) => {
    ask({ hostname, port, path, headers, method }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => void parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    }).on("error", reject).end();
  });
}

const shell = await readFile(`${dist}/index.html`, "utf8");
const assets = await readdir(`${dist}/assets`);

describe("addresses of pages", () => {
  it.each(["/", "/?q=whisper", "/resolve", "/compare?ref=a&ref=b", "/pins", "/policies", "/policies/edit", "/sources", "/sources/hf", "/model/hf:a/b", "/model/hf:a/b%2Fc", "/model/", "/trust/onchain:eip155:1:0xAb/7", `/model/${"x".repeat(4_000)}`, "/model/%F0%9F%A4%96", "/model/a/..%2f..%2fpackage.json"])("%s is the page around all others", async (path) => {
    const { status, headers, body } = await get(path, { accept: browsers });
    expect([status, body.toString()]).toEqual([200, shell]);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["cache-control"]).toBe("no-cache");
    expect([headers["x-content-type-options"], headers["referrer-policy"], headers["cross-origin-opener-policy"]]).toEqual(["nosniff", "no-referrer", "same-origin"]);
    expect(headers["content-security-policy"]).toBe("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
  });

  it("answer HEAD with the headers alone", async () => {
    for (const path of ["/", "/model/hf:a/b", "/graphiql", "/theme.js"]) {
      const [head, whole] = [await get(path, {}, "HEAD"), await get(path)];
      expect([path, head.status, head.body.length, head.headers["content-length"], head.headers["content-type"]]).toEqual([path, 200, 0, String(whole.body.length), whole.headers["content-type"]]);
    }
  });

  it("have no inline script, no inline style and nothing of another host", async () => {
    for (const name of ["index.html", "graphiql.html"]) {
      const html = await readFile(`${dist}/${name}`, "utf8");
      expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:|https?:/);
      expect([...html.matchAll(/<script([^>]*)>([^<]*)/g)].filter(([, attributes = "", text]) => text !== "" || !/ src="\//.test(attributes))).toEqual([]);
    }
  });
});

describe("where there is nothing", () => {
  it.each(["/nothing", "/graphiql/more", "/modelx/hf:a", "/assets/none.js", "/index.html", "/persisted-documents.json", "/.vite/manifest.json"])("a person at %s gets the page, which says so, and a program the problem", async (path) => {
    const person = await get(path, { accept: browsers });
    expect([person.status, person.headers["content-type"], person.body.toString()]).toEqual([404, "text/html; charset=utf-8", shell]);
    expect(person.headers["content-security-policy"]).toContain("script-src 'self'");
    expect(String(person.headers["cache-control"])).toBe("no-cache");
    for (const accept of ["*/*", "application/json"]) {
      const program = await get(path, { accept });
      expect([program.status, JSON.parse(program.body.toString()).errors[0].message]).toEqual([404, `There is nothing at GET ${path}; GraphQL is at /graphql, a page to try it at /graphiql.`]);
    }
    expect((await get(path, { accept: browsers }, "POST")).headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  it.each(["/assets/", "/assets/../package.json", "/assets/%2e%2e/persisted-documents.json", "/assets/..%2f..%2fpackage.json", "/assets/..%5c..%5cpackage.json", "/model/../../package.json", "/../../../etc/passwd", "//etc/passwd", "/assets//etc/passwd", "/assets/%00", "/theme.js/../../package.json"])("%s never leaves the folder", async (path) => {
    for (const accept of [browsers, "*/*"]) {
      const { status, body } = await get(path, { accept });
      expect([200, 400, 403, 404]).toContain(status);
      const text = body.toString();
      expect(text === shell || JSON.parse(text).errors.length === 1).toBe(true);
    }
  });

  it.each(["/model/%", "/model/%zz", "/model/%ff%fe", "/assets/%E0%A4%A"])("%s is refused as no address, and the next is answered", async (path) => {
    const { status, body } = await get(path, { accept: browsers });
    expect([status, JSON.parse(body.toString()).errors[0].message]).toEqual([400, "The path of the address cannot be read; write it with percent-encoding in UTF-8."]);
    expect((await get("/")).status).toBe(200);
  });
});

describe("files of the pages", () => {
  /** A worker is bound by the policy of its own file, not by that of the page. */
  const filePolicy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  const name = assets.find((each) => /^explorer-.*\.js$/.test(each)) ?? "";

  it("are kept for ever, and come as br, gzip or as they are", async () => {
    const plain = await readFile(`${dist}/assets/${name}`);
    for (const [accepted, encoding, read] of [["gzip, deflate, br, zstd", "br", brotliDecompressSync], ["gzip", "gzip", gunzipSync], ["identity", undefined, (bytes: Buffer) => bytes], [undefined, undefined, (bytes: Buffer) => bytes]] as const) {
      const { status, headers, body } = await get(`/assets/${name}`, accepted === undefined ? {} : { "accept-encoding": accepted });
      expect([status, headers["content-encoding"], read(body).equals(plain)]).toEqual([200, encoding, true]);
      expect([headers["cache-control"], headers["vary"], headers["x-content-type-options"]]).toEqual(["public, max-age=31536000, immutable", expect.stringMatching(/accept-encoding/i), "nosniff"]);
      expect(headers["content-type"]).toMatch(/^(?:text|application)\/javascript; charset=utf-8$/);
      expect(headers["content-security-policy"]).toBe(filePolicy);
      if (encoding !== undefined) expect(body.length).toBeLessThan(plain.length / 2);
    }
  });

  it("are named by what they hold; those that are not are asked for anew", async () => {
    expect(assets.filter((each) => !/(?:-[\w-]{8}|^[0-9a-f]{12})\.(?:js|css|ttf|woff2?|png|svg)(?:\.br|\.gz)?$/.test(each))).toEqual([]);
    for (const path of ["/theme.js", "/mark.svg"]) {
      const { status, headers } = await get(path);
      expect([status, headers["cache-control"], headers["content-security-policy"], headers["x-content-type-options"]]).toEqual([200, "public, max-age=3600", filePolicy, "nosniff"]);
    }
  });

  it("hold nothing that asks another host, and no font or picture within a style sheet", async () => {
    for (const each of assets.filter((file) => file.endsWith(".css"))) expect(await readFile(`${dist}/assets/${each}`, "utf8")).not.toMatch(/url\(["']?(?:data:|https?:|\/\/)|@import/);
  });
});

describe("GraphiQL", () => {
  it("has a policy without unsafe words, and a nonce of its own for each answer", async () => {
    const answers = [await get("/graphiql"), await get("/graphiql", { accept: browsers })];
    const nonces = answers.map(({ headers, body }) => {
      const [, nonce = ""] = /style-src 'self' 'nonce-([A-Za-z0-9+/]{24})';/.exec(String(headers["content-security-policy"])) ?? [];
      expect(body.toString().split(`nonce="${nonce}"`)).toHaveLength(2);
      expect(String(headers["content-security-policy"])).not.toMatch(/unsafe|data:|blob:|\*/);
      expect([headers["cache-control"], headers["content-type"]]).toEqual(["no-store", "text/html; charset=utf-8"]);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
    expect(nonces[0]).toHaveLength(24);
  });
});

describe("the operations of the pages", async () => {
  const operations: Readonly<Record<string, string>> = JSON.parse(await readFile(`${dist}/persisted-documents.json`, "utf8"));

  it("are known by their hash from the start, by GET", async () => {
    expect(Object.keys(operations).length).toBeGreaterThan(0);
    for (const [hash, text] of Object.entries(operations)) {
      expect(createHash("sha256").update(text).digest("hex")).toBe(hash);
      const parameters = new URLSearchParams({ variables: "{}", extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }) });
      const { errors = [] } = JSON.parse((await get(`/graphql?${parameters.toString()}`)).body.toString());
      // Variables that an operation needs are missing here: that it is found is shown all the same.
      expect(errors.filter(({ message }: any) => !/^Variable "\$\w+" of required type/.test(message))).toEqual([]);
    }
  });

  describe.skipIf(chromiumMissing !== undefined)(`in Chromium${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
    let browser: Browser;
    beforeAll(async () => void (browser = await startChromium()));
    afterAll(() => browser?.close());

    interface Sent {
      readonly hasText: boolean;
      readonly method: string;
      readonly hash: string;
    }

    /** What the page at `/` sends to the endpoint, and all that it asks for, when its scripts are as `change` makes them. */
    async function visit(change: (script: string) => string = (script) => script): Promise<{ readonly sent: readonly Sent[]; readonly paths: readonly string[] }> {
      const context = await browser.newContext();
      const page = await context.newPage();
      const watched = await watchPage(page);
      const sent: Sent[] = [];
      page.on("request", (request) => {
        const { pathname, searchParams } = new URL(request.url());
        if (pathname !== "/graphql") return;
        const body = request.postDataJSON() ?? Object.fromEntries(searchParams);
        const extensions = typeof body.extensions === "string" ? JSON.parse(body.extensions) : body.extensions;
        sent.push({ method: request.method(), hasText: typeof body.query === "string", hash: extensions?.persistedQuery?.sha256Hash });
      });
      await page.route("**/assets/*.js", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: change(await answer.text()) });
      });
      try {
        await page.goto(`${modeldex.url}/`);
        await page.getByText("one", { exact: true }).first().waitFor();
        expect(await watched.faults()).toEqual([]);
        return { sent, paths: watched.paths() };
      } finally {
        await context.close();
      }
    }

    it("go by GET with their hash alone, and with their text to a gateway that does not know them; the first view loads nothing of GraphiQL", async () => {
      const { sent, paths } = await visit();
      const hash = sent[0]?.hash ?? "";
      const text = operations[hash] ?? "";
      expect(sent).toEqual([{ method: "GET", hasText: false, hash }]);
      expect(paths.filter((path) => path.startsWith("/assets/") && /graphiql|monaco|worker|editor\.|\.(?:ttf|woff2?)$/i.test(path))).toEqual([]);
      const [written = ""] = /^query \w+/.exec(text) ?? [];
      const otherHash = createHash("sha256").update(text.replace(written, "query Unheard")).digest("hex");
      const change = (script: string): string => script.replaceAll(written, "query Unheard").replaceAll(hash, otherHash);
      const { sent: unknown } = await visit(change);
      expect(unknown.map(({ hasText, hash: named }) => [hasText, named])).toEqual([[false, otherHash], [true, otherHash]]);
      // It is known from now on.
      expect((await visit(change)).sent).toEqual([{ method: "GET", hasText: false, hash: otherHash }]);
    });
  });
});
