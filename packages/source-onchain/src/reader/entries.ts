import { decodeEventLog } from "viem";
import { evaluate, valueAt } from "../mapping/expression.ts";
import { keyText } from "../mapping/key.ts";
import type { RawLog } from "../rpc/raw.ts";
import type { Registry, RegistryEvent } from "../mapping/registry.ts";

/** A log of a registry, decoded, about one key. */
export interface Entry {
  readonly registry: Registry;
  /** Canonical; see `keyText`. */
  readonly key: string;
  readonly event: RegistryEvent;
  readonly args: unknown;
  readonly log: RawLog;
}

/** Longest data of a log that is kept, in bytes; it is evidence and stays whole. */
const maxLogBytes = 65_536;

/** The entries among some logs, for a history: what cannot be decoded is left out, and was reported when its page was read. */
export function entriesOf(registry: Registry, logs: readonly RawLog[]): readonly Entry[] {
  return logs.flatMap((log) => {
    const decoded = entryOf(registry, log);
    return decoded !== undefined && "entry" in decoded ? [decoded.entry] : [];
  });
}

/** Decodes one log. `undefined`: the mapping is not about it; `reason`: why it cannot be decoded. */
export function entryOf(registry: Registry, log: RawLog): { readonly entry: Entry } | { readonly reason: string } | undefined {
  const [topic] = log.topics;
  const [event] = topic === undefined ? [] : (registry.events.get(topic) ?? []);
  if (event === undefined || log.address !== registry.address || log.blockNumber < registry.startBlock) return undefined;
  const bytes = (log.data.length - 2) / 2;
  if (bytes > maxLogBytes) return { reason: `its data has ${bytes} bytes; at most ${maxLogBytes} are kept` };
  let args: unknown;
  try {
    ({ args } = decodeEventLog({ abi: [event.abi], topics: [event.topic, ...log.topics.slice(1)], data: log.data, strict: true }));
  } catch {
    // viem's message repeats the data, which anybody may have written.
    return { reason: `its topics and data do not decode as ${event.signature}` };
  }
  for (const { path, text } of event.when) {
    if (evaluate({ kind: "path", path }, { args, key: "" }) !== text) return undefined;
  }
  const key = keyText(valueAt(event.keyPath, { args, key: "" }), registry.keyForm);
  if (key === undefined) return { reason: "its key is empty, no text, or too long for an id" };
  return { entry: { registry, key, event, args, log } };
}
