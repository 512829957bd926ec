// A gateway in a process of its own that harvests when it is told to, started by bench/recorded/harvest-under-load.ts with the environment of a gateway.
// Sends {"url"} when it serves, {"result"} after each harvest; takes {"harvest": "<source>"}; ends when it is let go of.
import { createGateway, loadSettings } from "@modeldex/gateway";

if (process.send === undefined) throw new Error("harvesting-gateway is started by a benchmark, not by itself.");
const send = process.send.bind(process);

const gateway = await createGateway(await loadSettings(process.env, process.cwd()), { splitWrites: true });
await gateway.prepare();
const server = await gateway.serve();
const stopping = new AbortController();
let harvests: Promise<unknown> = Promise.resolve();

process.on("message", ({ harvest }: { readonly harvest: string }) => {
  harvests = gateway.harvest(harvest, { all: true, signal: stopping.signal }).then((result) => process.connected && send({ result }));
});
process.on("disconnect", () => {
  stopping.abort();
  void harvests.finally(async () => {
    await server.close();
    await gateway.close();
  });
});
send({ url: server.url });
