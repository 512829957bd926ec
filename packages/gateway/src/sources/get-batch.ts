import type { ModelRef, SourceError } from "@modeldex/plugin-kit";
import type { ListingRecord, RecordField } from "@modeldex/schema";
import type { Priority } from "./rate-budget.ts";

/** What one call of `get` is asked for. */
export interface GetBatch {
  readonly refs: readonly ModelRef[];
  readonly need: ReadonlySet<RecordField>;
  readonly priority: Priority;
  /** The longest time that any of those who ask will wait. */
  readonly deadlineMs: number;
}

export interface GetOne {
  readonly ref: ModelRef;
  readonly need: ReadonlySet<RecordField>;
  readonly priority: Priority;
  readonly deadlineMs: number;
}

/** Most references in one call. */
const maxRefs = 100;

/**
 * Collects references that are asked for in one tick, and asks for them in one call.
 *
 * @param getMany one answer for each reference, in their order.
 * @throws what `getMany` throws, or gives for the one reference.
 */
export function createGetBatch(
  getMany: (batch: GetBatch) => Promise<readonly (ListingRecord | SourceError | undefined)[]>,
): (one: GetOne) => Promise<ListingRecord | undefined> {
  let waiting: Waiting[] = [];

  function flush(): void {
    const groups = Map.groupBy(waiting, ({ one }) => `${one.priority} ${[...one.need].sort().join(",")}`);
    waiting = [];
    for (const group of groups.values()) {
      for (let start = 0; start < group.length; start += maxRefs) void send(group.slice(start, start + maxRefs));
    }
  }

  async function send(group: readonly Waiting[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    const { need, priority } = first.one;
    const deadlineMs = Math.max(...group.map(({ one }) => one.deadlineMs));
    try {
      const answers = await getMany({ refs: group.map(({ one }) => one.ref), need, priority, deadlineMs });
      for (const [index, { resolve, reject }] of group.entries()) {
        const answer = answers[index];
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  return (one) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ one, resolve, reject });
    });
}

interface Waiting {
  readonly one: GetOne;
  readonly resolve: (record: ListingRecord | undefined) => void;
  readonly reject: (error: unknown) => void;
}
