// A gateway in a process of its own, as `modeldex serve` starts it, with the environment of a gateway (see bench-process.ts). Sends {"url"} when it
// serves; takes {"harvest": "<source>"} and sends {"result"} at its end; takes {"cpu": true} and sends {"cpuMs"}; ends when it is let go of.
import { createGateway, loadSettings } from "@modeldex/gateway";

if (process.send === undefined) throw new Error("harvesting-gateway is started by a benchmark, not by itself.");
const send = process.send.bind(process);

const gateway = await createGateway(await loadSettings(process.env, process.cwd()), { splitWrites: true });
await gateway.prepare();
const server = await gateway.serve();
const stopping = new AbortController();
let harvests: Promise<unknown> = Promise.resolve();

process.on("message", (message: { readonly harvest?: string }) => {
  if (message.harvest === undefined) {
    const { user, system } = process.cpuUsage();
    send({ cpuMs: (user + system) / 1000 });
    return;
  }
  harvests = gateway.harvest(message.harvest, { all: true, signal: stopping.signal }).then((result) => process.connected && send({ result }));
});
process.on("disconnect", () => {
  stopping.abort();
  void end();
});
send({ url: server.url });

async function end(): Promise<void> {
  await harvests;
  await server.close();
  await gateway.close();
}
