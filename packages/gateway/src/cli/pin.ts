import { canonicalDigest, lockFileText, readLockEntry } from "@modeldex/trust";
import { asking } from "./ask.ts";
import { exitCodes } from "./exit-codes.ts";
import { plain } from "./print.ts";
import { CommandError } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";

export interface PinFlags {
  readonly json?: boolean;
  readonly policy?: string;
}

interface PinRow {
  readonly reference: string;
  readonly problem: string | null;
  readonly resolution: { readonly outcome: string };
  readonly pin: { readonly document: unknown; readonly revision: string; readonly decision: { readonly outcome: string; readonly policy: { readonly id: string } } } | null;
}

const pinDocument = /* GraphQL */ `
  query Pin($references: [String!]!, $policy: PolicyInput) {
    pin(references: $references, policy: $policy) { reference problem resolution { outcome } pin { document revision decision { outcome policy { id } } } }
  }`;

/** References of one request: they share what it may cost upstream, and what is not reached is not checked. */
const atOnce = 5;

/** Writes a lock file of these models to standard output; what could not be pinned is told on standard error, and the others are there. */
export async function pinCommand(references: readonly string[], flags: PinFlags, around: Surroundings): Promise<void> {
  const policy = flags.policy === undefined ? {} : { policy: { id: flags.policy } };
  const rows = await asking(around, async (query) => {
    const answers: PinRow[] = [];
    for (let start = 0; start < references.length; start += atOnce) {
      answers.push(...(await query<{ readonly pin: readonly PinRow[] }>(pinDocument, { references: references.slice(start, start + atOnce), ...policy })).pin);
    }
    return answers;
  });
  around.out.write(flags.json === true ? `${JSON.stringify(rows, null, 2)}\n` : lockFileText(entriesOf(rows)));
  for (const row of rows) for (const line of told(row, flags)) around.err.write(`${line}\n`);
  process.exitCode = codeOf(rows, flags);
}

/** Each entry once, however often it was asked for; of equal ones, which differ by their time, the first. */
function entriesOf(rows: readonly PinRow[]) {
  const entries = rows.flatMap(({ pin }) => {
    const reading = pin === null ? undefined : readLockEntry(pin.document);
    if (reading?.status === "INVALID") throw new CommandError(`A pin that was just made is no lock entry, which is a fault of Modeldex: ${reading.problem}`, exitCodes.failed);
    return reading === undefined ? [] : [reading.entry];
  });
  return [...new Map(entries.toReversed().map((entry) => [canonicalDigest([entry.requested, entry.source, entry.nativeId, entry.revision]), entry])).values()];
}

function told({ reference, problem, pin }: PinRow, { policy }: PinFlags): readonly string[] {
  if (pin === null) return [`${plain(reference)}: not pinned. ${plain(problem ?? "")}`];
  const { outcome, policy: { id } } = pin.decision;
  return policy === undefined || outcome === "ALLOW" ? [] : [`${plain(reference)}: pinned; ${plain(id)} says ${outcome}.`];
}

/** What could not be pinned weighs more than what a policy says; that it says no counts only where it was asked for. */
function codeOf(rows: readonly PinRow[], { policy }: PinFlags): number {
  const missing = rows.filter(({ pin }) => pin === null);
  if (missing.some(({ resolution: { outcome } }) => outcome === "UNREACHABLE")) return exitCodes.sourceTrouble;
  if (missing.length > 0) return exitCodes.notFound;
  const refused = rows.some(({ pin }) => pin?.decision.outcome === "DENY" || pin?.decision.outcome === "INDETERMINATE");
  return policy !== undefined && refused ? exitCodes.denied : exitCodes.ok;
}
