// The least that a search over the catalog can be: node:http, the same catalog, the same ranking, the same fields of 20 models as JSON; no GraphQL, no
// framework, no log. Takes the file of a catalog; sends {"url"}, takes {"cpu": true} and sends {"cpuMs"} (see bench-process.ts).
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { openSqliteCatalog } from "../packages/catalog/src/index.ts";
import type { StoredModel } from "../packages/catalog/src/index.ts";
import { rank } from "../packages/gateway/src/ranking/rank.ts";
import { queryWords } from "../packages/schema/src/index.ts";

const [, , path = ""] = process.argv;
if (process.send === undefined) throw new Error("bare-server is started by a benchmark, not by itself.");
const send = process.send.bind(process);

const catalog = await openSqliteCatalog({ path, readOnly: true });
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => void answer(Buffer.concat(chunks).toString()).then((body) => {
    response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(body) }).end(body);
  }));
});
server.listen(0, "127.0.0.1", () => send({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  send({ cpuMs: (user + system) / 1000 });
});
process.on("disconnect", () => {
  server.closeAllConnections();
  server.close();
  void catalog.close();
});

async function answer(body: string): Promise<string> {
  const { variables: { text } } = JSON.parse(body) as { readonly variables: { readonly text: string } };
  const query = { words: queryWords(text), text, filter: {}, extra: [] };
  const { hits } = await catalog.searchWindow(query);
  const { count } = await catalog.count(query);
  return JSON.stringify({ data: { search: { totalCount: count, nodes: rank(hits, { text }).slice(0, 20).map(({ hit }) => shown(hit.model)) } } });
}

function shown({ id, name, publisher, task, license, libraries, formats, parameters, popularity, createdAt, updatedAt }: StoredModel): object {
  return {
    id, name, publisher: publisher === undefined ? null : { name: publisher.name }, task, license: { spdx: license.spdx }, libraries, formats,
    parameters: parameters === undefined ? null : { total: parameters.total },
    popularity: { downloads30d: popularity?.downloads30d, likes: popularity?.likes }, createdAt, updatedAt,
  };
}
