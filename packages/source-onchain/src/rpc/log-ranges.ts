import { enoughLogs, faster, mayBeCut, slower, type Pace } from "./pace.ts";
import type { LogFilter, RawLog } from "./raw.ts";
import { RpcError, sourceErrorOf } from "./rpc-error.ts";
import type { Session } from "./session.ts";

/** The logs of some blocks, up to `toBlock`, and how fast to go on. */
export interface LogRange {
  /** In the order of the chain. */
  readonly logs: readonly RawLog[];
  /** Last block that was read; the one before the first when the request was refused. */
  readonly toBlock: number;
  readonly pace: Pace;
}

/** Most ranges that are asked for at once, in one batch. */
const mostAtOnce = 10;

/**
 * Reads the logs of a filter range by range, adapting to what the endpoint takes: wider while it answers, narrower when it refuses, several
 * at once when it takes no wider ones.
 *
 * @param rounds - most requests; when they are used up the reading ends early.
 * @throws {SourceError} refused for another reason than size, or one block is too much.
 */
export async function* logRanges(
  session: Session,
  filter: LogFilter,
  { pace: start, rounds }: { readonly pace: Pace; readonly rounds: number },
): AsyncGenerator<LogRange, void, undefined> {
  let pace = start;
  let atOnce = 1;
  let fromBlock = filter.fromBlock;
  for (let round = 0; round < rounds && fromBlock <= filter.toBlock; round += 1) {
    const ranges = rangesFrom({ ...filter, fromBlock }, pace.span, atOnce);
    const answers = await Promise.all(ranges.map(async (range) => logsOrSlower(session, range, pace)));
    for (const [index, answer] of answers.entries()) {
      const toBlock = ranges[index]?.toBlock ?? fromBlock;
      if ("slower" in answer) {
        pace = answer.slower;
        atOnce = 1;
        yield { logs: [], toBlock: fromBlock - 1, pace };
        break;
      }
      const next = faster(pace, answer.logs.length, toBlock - fromBlock + 1);
      fromBlock = toBlock + 1;
      if (index === answers.length - 1) atOnce = next.span === pace.span && answer.logs.length < enoughLogs ? Math.min(atOnce * 2, mostAtOnce) : 1;
      pace = next;
      yield { logs: answer.logs, toBlock, pace };
    }
  }
}

function rangesFrom(filter: LogFilter, span: number, count: number): readonly LogFilter[] {
  const ranges: LogFilter[] = [];
  for (let fromBlock = filter.fromBlock; ranges.length < count && fromBlock <= filter.toBlock; fromBlock += span) {
    ranges.push({ ...filter, fromBlock, toBlock: Math.min(filter.toBlock, fromBlock + span - 1) });
  }
  return ranges;
}

/**
 * Logs, or the pace to ask again with.
 *
 * @throws {SourceError} refused for another reason than size, or one block is too much.
 */
export async function logsOrSlower(session: Session, range: LogFilter, pace: Pace): Promise<{ readonly logs: readonly RawLog[] } | { readonly slower: Pace }> {
  const blocks = range.toBlock - range.fromBlock + 1;
  try {
    const logs = await session.logs(range);
    if (blocks > 1 && mayBeCut(logs.length)) return { slower: { span: Math.floor(blocks / 2), refused: Number.MAX_SAFE_INTEGER } };
    return { logs };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const next = slower({ ...pace, span: blocks }, error);
    if (next === undefined) throw sourceErrorOf(error, session.host, `logs of the blocks ${range.fromBlock} to ${range.toBlock} of chain ${session.chain.chainId}`);
    return { slower: next };
  }
}
