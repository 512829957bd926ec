// Runs as a process of its own (see writer.ts): node writer-process.ts <file> <entries per registrant>. Holds the connection that writes, and does one
// write after the other in the order they come. Ends when the process that started it lets go of it or is gone.
import type { Catalog } from "../catalog.ts";
import { openSqliteCatalog } from "./open-catalog.ts";
import { packError } from "./portable-error.ts";
import type { WriteReply, WriteRequest } from "./writer-messages.ts";

const [, , path, entriesPerRegistrant] = process.argv;
if (process.send === undefined || path === undefined) throw new Error("writer-process is started by openSplitCatalog, not by itself.");
const send = process.send.bind(process);

let catalog: Catalog | undefined;
/** Time of the write under way, when the caller has a clock of its own. */
let givenTime: number | undefined;
let last: Promise<void> = Promise.resolve();

process.on("message", (request: WriteRequest) => {
  last = last.then(async () => {
    const reply = await answer(request, path);
    // Nobody is there to be told when the other process is gone.
    if (process.connected) send(reply);
  });
});
process.on("disconnect", () => {
  last = last.then(() => catalog?.close());
});
// A terminal and a service manager tell the whole group; what is under way is stored first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

async function answer({ id, method, values, at }: WriteRequest, file: string): Promise<WriteReply> {
  try {
    givenTime = at;
    catalog ??= await openSqliteCatalog({ path: file, entriesPerRegistrant: Number(entriesPerRegistrant), now: () => (givenTime === undefined ? new Date() : new Date(givenTime)) });
    // The values are the method's own: writer.ts takes them by the type of the port.
    const value: unknown = await Reflect.apply(catalog[method], undefined, [...values]);
    return { id, value };
  } catch (error) {
    return { id, error: packError(error) };
  }
}
