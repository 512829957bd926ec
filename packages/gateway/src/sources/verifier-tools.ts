import type { Catalog } from "@modeldex/catalog";
import { SourceError, type FileRequest, type Subject, type Verifier, type VerifierTools } from "@modeldex/plugin-kit";
import { createLentFetch, type LentFetch, type LentFetchOptions } from "@modeldex/plugin-kit/lend";
import { parseListingKey } from "@modeldex/schema";
import type { Logger } from "../observe/log.ts";
import type { Asker } from "./ask.ts";
import { patientFetch, type FetchLoan } from "./patient-fetch.ts";
import { createRateBudget, type Priority } from "./rate-budget.ts";
import { watchedBudget, type RequestBudget } from "./request-budget.ts";
import { createTurns } from "./turns.ts";

/** What one check of one subject is lent. */
export interface VerifierLoan {
  readonly subject: Subject;
  /** Shared by all checks for one request of a person. */
  readonly budget: RequestBudget;
  readonly signal?: AbortSignal;
  /** @default "person" */
  readonly priority?: Priority;
}

/** Lends verifiers what they may use; everything they ask counts against the budget of the request. */
export interface VerifierLender {
  /**
   * The tools throw `SourceError`, and `BudgetExceededError` when the budget is used up.
   * `readFile` reads from the source of the subject, at the revision of its record.
   */
  tools(verifier: Verifier, loan: VerifierLoan): Omit<VerifierTools, "find" | "namesakes">;
  close(): Promise<void>;
}

export interface VerifierLenderOptions {
  readonly ask: Asker;
  readonly catalog: Pick<Catalog, "putEvidence">;
  readonly log: Logger;
  readonly now?: () => Date;
  /** @default false */
  readonly offline?: boolean;
  /** @default "modeldex" */
  readonly userAgent?: string;
  /** @default createLentFetch */
  readonly lendFetch?: (options: LentFetchOptions) => LentFetch;
}

const maxConcurrentRequests = 8;
/** The time of the budget ends a reading before its own deadline does, so that the reason is the right one. */
const graceMs = 1_000;

export function createVerifierLender(options: VerifierLenderOptions): VerifierLender {
  const { ask, catalog, log, now = () => new Date(), offline = false, userAgent = "modeldex", lendFetch = createLentFetch } = options;
  const lent = new Map<string, LentFetch & { readonly loan: FetchLoan }>();

  function fetchOf(verifier: Verifier): FetchLoan {
    const known = lent.get(verifier.id);
    if (known !== undefined) return known.loan;
    const made = lendFetch({ baseAddresses: verifier.baseAddresses ?? [], userAgent, offline });
    const loan = { fetch: made.fetch, title: `Verifier ${verifier.id}`, rates: createRateBudget([], now), turns: createTurns(maxConcurrentRequests), now };
    lent.set(verifier.id, { ...made, loan });
    return loan;
  }

  function canReadFiles({ listing }: VerifierLoan["subject"]): boolean {
    const id = parseListingKey(listing.key);
    return id !== undefined && ask.can(id.source, "READ_FILE");
  }

  async function readFile(loan: VerifierLoan, path: string, range: FileRequest["range"]) {
    const { key, record } = loan.subject.listing;
    const id = parseListingKey(key);
    if (id === undefined || !ask.can(id.source, "READ_FILE")) return undefined;
    const { budget, asked } = watchedBudget(loan.budget, now);
    const ref = { nativeId: id.nativeId, ...(record.revision === undefined ? {} : { revision: record.revision }) };
    const request = { ref, path, ...(range === undefined ? {} : { range }) };
    const call = { budget, deadlineMs: budget.left.timeMs + graceMs, priority: loan.priority ?? "person", ...(loan.signal === undefined ? {} : { signal: loan.signal }) };
    const result = await ask.readFile(id.source, request, call);
    if (result.status === "FAILED") {
      throw new SourceError(result.code, result.message, result.retryAfterMs === undefined ? {} : { retryAfterMs: result.retryAfterMs });
    }
    // Bytes that came over HTTP are counted there; a source on a disk makes no request.
    return result.value === undefined || asked() ? result.value : loan.budget.countStream(result.value);
  }

  return {
    tools: (verifier, loan) => {
      const signal = AbortSignal.any([loan.budget.signal, ...(loan.signal === undefined ? [] : [loan.signal])]);
      const lines = log.child({ verifier: verifier.id, listing: loan.subject.listing.key });
      const deadlineAt = now().getTime() + loan.budget.left.timeMs;
      return {
        fetch: patientFetch(fetchOf(verifier), { priority: loan.priority ?? "person", signal, deadlineAt, budget: loan.budget }),
        signal,
        now,
        log: { debug: (message, fields) => lines.debug(message, fields), warn: (message, fields) => lines.warn(message, fields) },
        drop: (nativeId, reason) => lines.debug("a verifier left something out", { nativeId, reason }),
        readsFiles: canReadFiles(loan.subject),
        readFile: (path, range) => readFile(loan, path, range),
        keep: (bytes) => catalog.putEvidence(bytes, mediaTypeOf(bytes)),
      };
    },
    close: async () => {
      await Promise.all([...lent.values()].map((made) => made.close()));
    },
  };
}

/** What is JSON by its first byte is kept as JSON; other evidence is bytes. */
function mediaTypeOf(bytes: Uint8Array): string {
  const first = bytes.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b || first === 0x5b ? "application/json" : "application/octet-stream";
}
