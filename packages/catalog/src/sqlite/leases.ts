import type { SourceId } from "@modeldex/schema";
import { type LeaseAnswer, LeaseLostError, type LeaseRequest } from "../catalog.ts";
import type { Database, Transaction } from "./database.ts";
import { numberOf, textOf } from "./rows.ts";

/** Takes the right to harvest a source, if it is free or was taken by the same holder. `now` in milliseconds since 1970. */
export function acquireLease({ database }: Transaction, { source, holder, ttlMs }: LeaseRequest, now: number): LeaseAnswer {
  const lease = database.sql("SELECT holder, until FROM leases WHERE source = ?").get(source);
  if (lease !== undefined && textOf(lease, "holder") !== holder && numberOf(lease, "until") > now) {
    return { acquired: false, holder: textOf(lease, "holder"), until: new Date(numberOf(lease, "until")).toISOString() };
  }
  database.sql("INSERT OR REPLACE INTO leases (source, holder, until) VALUES (?, ?, ?)").run(source, holder, now + ttlMs);
  return { acquired: true };
}

/** Prolongs a lease that nobody else took meanwhile. */
export function renewLease({ database }: Transaction, { source, holder, ttlMs }: LeaseRequest, now: number): boolean {
  return database.sql("UPDATE leases SET until = ? WHERE source = ? AND holder = ?").run(now + ttlMs, source, holder).changes === 1;
}

export function releaseLease({ database }: Transaction, source: SourceId, holder: string): void {
  database.sql("DELETE FROM leases WHERE source = ? AND holder = ?").run(source, holder);
}

/** @throws {LeaseLostError} when the holder has no lease, or somebody else took it. A lease that ran out and that nobody took still counts. */
export function assertLease(database: Database, { source, holder, now }: { readonly source: SourceId; readonly holder: string; readonly now: number }): void {
  const lease = database.sql("SELECT holder, until FROM leases WHERE source = ?").get(source);
  if (lease !== undefined && textOf(lease, "holder") === holder) return;
  const taken = lease !== undefined && numberOf(lease, "until") > now ? `${textOf(lease, "holder")} harvests it now` : "nobody holds it";
  throw new LeaseLostError(`${holder} no longer has the lease of ${source} (${taken}): take it again before going on.`);
}
