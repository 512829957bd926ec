import type { Digest } from "@modeldex/plugin-kit";
import type { Session } from "../rpc/session.ts";
import { addressText, readAddress, type DocumentAddress } from "./address.ts";
import type { Verdict } from "./cid.ts";
import { readContent } from "./content.ts";
import { compareDigest, sha256Of, verdictOf, type Comparison, type GivenDigest } from "./digest.ts";
import { throughGateways } from "./gateways.ts";
import type { NamedDocument } from "./named-documents.ts";
import type { Reach } from "./read-bytes.ts";
import { readDocument, type Fetched } from "./read-document.ts";

/** What became of a document that the chain names. */
export interface DocumentResult extends NamedDocument {
  /** Absent: the text is no address that could be read. */
  readonly address?: DocumentAddress;
  /** What was read, also where nothing is taken from it. `url`: where it was at last; absent for what holds itself. */
  readonly read?: { readonly byteLength: number; readonly sha256: Digest; readonly url?: string };
  readonly comparisons: readonly Comparison[];
  readonly verdict: Verdict;
  /** Why nothing is taken from it; `late`: for want of time alone. */
  readonly failure?: { readonly reason: string; readonly late: boolean };
  /** JSON or text; absent: nothing is taken. */
  readonly content?: { readonly value: unknown };
}

/** Time for all documents of one call of the source: a harvest waits, a person does not. */
export const documentsMs = { list: 10_000, get: 3_500 } as const;

/** Time for one document. */
const oneMs = 5_000;

/** Documents that are read at once. */
const concurrency = 8;

/** Failures after which a host is not asked again in the same call. */
const mostFailures = 2;

/**
 * Reads the documents that some entries of one registry name. Nothing throws for a document: what cannot be read says why.
 *
 * Bounds hold for all calls with one session, which is one page of a run or one call of `get`: `forMs` in total, each address once, and a host that
 * failed twice is not asked again.
 *
 * @param named - by key of the entry.
 * @returns by key of the entry, in the order of `named`.
 */
export async function readDocuments(
  session: Session,
  { named, forMs }: { readonly named: ReadonlyMap<string, readonly NamedDocument[]>; readonly forMs: number },
): Promise<ReadonlyMap<string, readonly DocumentResult[]>> {
  const page = pages.get(session) ?? { leftMs: forMs, fetched: new Map(), failures: new Map() };
  pages.set(session, page);
  const jobs = [...named.values()].flat();
  if (jobs.length === 0) return new Map();
  const over = new AbortController();
  const began = performance.now();
  const timer = setTimeout(() => over.abort(), page.leftMs);
  const reach: Reach = {
    fetch: session.context.fetch,
    callSignal: session.context.signal,
    pageSignal: over.signal,
    timeoutMs: oneMs,
    hosts: {
      mayAsk: (host) => (page.failures.get(host) ?? 0) < mostFailures,
      failed: (host) => void page.failures.set(host, (page.failures.get(host) ?? 0) + 1),
    },
  };
  const results = new Map<NamedDocument, DocumentResult>();
  const waiting = jobs.values();
  const work = async (): Promise<void> => {
    for (const job of waiting) results.set(job, await resultOf(session, job, { page, reach }));
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, work));
  } finally {
    clearTimeout(timer);
    page.leftMs = Math.max(0, page.leftMs - (performance.now() - began));
  }
  return new Map([...named].map(([key, each]) => [key, each.flatMap((document) => results.get(document) ?? [])]));
}

interface Page {
  leftMs: number;
  /** By address and bound. */
  readonly fetched: Map<string, Promise<Fetched>>;
  /** By host. */
  readonly failures: Map<string, number>;
}

const pages = new WeakMap<Session, Page>();

async function resultOf(session: Session, named: NamedDocument, { page, reach }: { readonly page: Page; readonly reach: Reach }): Promise<DocumentResult> {
  const { gateways } = session.chain;
  const parsed = readAddress(named.uri);
  if ("reason" in parsed) return { ...named, comparisons: [], verdict: "none", failure: { reason: parsed.reason, late: false } };
  const address = throughGateways(parsed, gateways);
  const { as, maxBytes } = named.document;
  const read = async (): Promise<Fetched> => readDocument(address, maxBytes, { reach, gateways });
  const fetched = await (address.kind === "data" ? read() : once(page, `${maxBytes} ${addressText(address)}`, read));
  const failed = (reason: string, late = false) => ({ reason, late });
  if ("reason" in fetched) return { ...named, address, comparisons: [], verdict: "none", failure: failed(fetched.reason, fetched.late) };
  const { bytes, url, comparison } = fetched;
  const given = named.digest === undefined ? undefined : compareGiven(bytes, { digest: named.digest, named: comparison });
  const comparisons = [given, comparison].filter((each) => each !== undefined);
  const verdict = verdictOf(comparisons);
  const known = {
    ...named, address, comparisons, verdict,
    read: { byteLength: bytes.byteLength, sha256: sha256Of(bytes), ...(url === undefined ? {} : { url }) },
  };
  if (verdict === "different") return { ...known, failure: failed("its bytes are not those that the chain names") };
  const content = readContent(bytes, as);
  return "reason" in content ? { ...known, failure: failed(content.reason) } : { ...known, content };
}

/** Where the digest is the CID that names the document, the blocks have been compared already. */
function compareGiven(bytes: Uint8Array, { digest, named }: { readonly digest: GivenDigest; readonly named: Comparison | undefined }): Comparison | undefined {
  const given = compareDigest(bytes, digest);
  return given?.against !== undefined && given.against === named?.against ? named : given;
}

async function once(page: Page, key: string, read: () => Promise<Fetched>): Promise<Fetched> {
  const known = page.fetched.get(key) ?? read();
  page.fetched.set(key, known);
  return await known;
}
