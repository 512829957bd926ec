import { asArray, asRecord, asString, failureOf, SourceError, type FindingEvidence, type UnknownReason, type VerifierTools } from "@modeldex/plugin-kit";
import { fetchCommand } from "../reproduce.ts";
import { unknownReasonOf } from "../unknown-reason.ts";

/** What a domain says of who is behind it. */
export type DomainStatement =
  | {
      readonly status: "read";
      readonly domain: string;
      /** Publishers by `<source id>:<name>`, in lower case; entries of registries as `<registry in CAIP-10, in lower case>/<id>`, whose ids may differ by case. */
      readonly publishers: ReadonlySet<string>;
      /** In CAIP-10, in lower case. */
      readonly accounts: ReadonlySet<string>;
      readonly evidence: FindingEvidence;
    }
  /** It has no such document. */
  | { readonly status: "silent"; readonly domain: string }
  | { readonly status: "unread"; readonly domain: string; readonly unknownReason: UnknownReason; readonly because: string };

/** Longest document that is read, in bytes; most entries of one list, and longest entry in UTF-16 code units. */
const maxBytes = 65_536;
const maxEntries = 1_000;
const maxLength = 300;

/**
 * Reads `https://<domain>/.well-known/modeldex-publisher.json`: a JSON object with `publishers`, names such as `hf:meta-llama`, and `accounts`, such as
 * `eip155:1:0x…`. Both may be left out. At most 64 KiB. A redirect is not followed: the domain itself has to say it.
 *
 * A domain that answers, and not with a document, publishes none, which holds for as long as any unknown does; one that does not answer may be asked again soon.
 */
export async function readPublisherDocument(domain: string, tools: VerifierTools): Promise<DomainStatement> {
  return read(domain, "modeldex-publisher.json", tools, (document) => ({ publishers: texts(document["publishers"]).map(namedPublisher), accounts: lowered(document["accounts"]) }));
}

/**
 * Reads `https://<domain>/.well-known/agent-registration.json` (ERC-8004, "Endpoint Domain Verification"): `registrations` names the entries of agents in
 * registries, each by `agentRegistry` and `agentId`.
 */
export async function readAgentDocument(domain: string, tools: VerifierTools): Promise<DomainStatement> {
  return read(domain, "agent-registration.json", tools, (document) => ({
    publishers: (asArray(document["registrations"]) ?? []).flatMap((entry) => {
      const [registry, id] = [asString(asRecord(entry)?.["agentRegistry"]), asRecord(entry)?.["agentId"]];
      return registry === undefined || (typeof id !== "number" && typeof id !== "string") ? [] : [`${registry.toLowerCase()}/${String(id)}`];
    }),
    accounts: [],
  }));
}

interface Entries {
  readonly publishers: readonly string[];
  readonly accounts: readonly string[];
}

async function read(domain: string, name: string, tools: VerifierTools, entriesOf: (document: Readonly<Record<string, unknown>>) => Entries): Promise<DomainStatement> {
  const url = `https://${domain}/.well-known/${name}`;
  try {
    const response = await tools.fetch(url, { headers: { accept: "application/json" }, redirect: "manual", signal: tools.signal });
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      return { status: "silent", domain };
    }
    if (!response.ok) {
      await response.body?.cancel();
      const isMoved = response.status >= 300 && response.status < 400;
      const because = isMoved ? `${url} is elsewhere (${String(response.status)}), and the domain itself has to say it` : reasonIn(failureOf(response, `/.well-known/${name}`, tools.now()));
      return { status: "unread", domain, unknownReason: "NO_EVIDENCE_PUBLISHED", because };
    }
    const bytes = await readBounded(response);
    const document = bytes === undefined ? undefined : parsed(bytes);
    if (bytes === undefined || document === undefined) {
      return { status: "unread", domain, unknownReason: "UNSUPPORTED_FORMAT", because: `${url} is ${bytes === undefined ? `longer than ${String(maxBytes)} bytes` : "no JSON object"}` };
    }
    const { publishers, accounts } = entriesOf(document);
    const kept = await tools.keep(bytes);
    const reproduce = fetchCommand(url);
    const evidence: FindingEvidence = { kind: "document", url, digest: kept, kept, ...(reproduce === undefined ? {} : { reproduce }) };
    return { status: "read", domain, publishers: bounded(publishers), accounts: bounded(accounts), evidence };
  } catch (error) {
    const because = error instanceof SourceError ? reasonIn(error) : `${url} could not be read`;
    return { status: "unread", domain, unknownReason: unknownReasonOf(error), because };
  }
}

function reasonIn({ message }: SourceError): string {
  return message.replace(/\.$/, "");
}

function bounded(entries: readonly string[]): ReadonlySet<string> {
  return new Set(entries.filter(({ length }) => length <= maxLength).slice(0, maxEntries));
}

function texts(value: unknown): readonly string[] {
  return (asArray(value) ?? []).flatMap((entry) => asString(entry) ?? []);
}

function lowered(value: unknown): readonly string[] {
  return texts(value).map((text) => text.toLowerCase());
}

function namedPublisher(text: string): string {
  const [, contract, id] = /^(eip155:\d+:0x[0-9a-f]{40})\/(.*)$/is.exec(text) ?? [];
  return contract === undefined ? text.toLowerCase() : `${contract.toLowerCase()}/${id ?? ""}`;
}

/** `undefined` when more comes than is read. */
async function readBounded({ body }: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    return asRecord(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}
