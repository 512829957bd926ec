import { SourceError } from "../source-error.ts";
import type { Source } from "../source.ts";
import { probes, type Bench, type Probe, type SentRequest, type Trial } from "./bench.ts";
import { problem, type SourceProblem } from "./problems.ts";
import { hangs } from "./spoils.ts";

/** Aborts every method while it waits, and looks for credentials in what all calls so far said and sent. */
export async function checkLending(source: Source, bench: Bench): Promise<readonly SourceProblem[]> {
  // At once, since each may take its time.
  const found = await Promise.all(probes(source, bench.examples).map(async (probe) => await aborted(probe, bench)));
  return found.flat();
}

/** Looks for the credentials in what every call of the bench said and sent. */
export function* checkSecrets(source: Source, bench: Bench): Iterable<SourceProblem> {
  const secrets = (bench.options.secrets ?? []).filter((secret) => secret !== "");
  const homes = new Set((source.baseAddresses ?? []).map((address) => URL.parse(address)?.origin));
  if (secrets.some((secret) => source.credentialScope?.includes(secret))) {
    yield problem("lending", "credentialScope has a credential in it; write a name or a hash");
  }
  for (const trial of source.credentialScope === undefined ? bench.trials : []) {
    const given = configuredHeader(trial, bench.fresh, secrets);
    if (given !== undefined) yield problem("lending", `${given.url.host} is sent the header ${given.credential}, and there is no credentialScope; write whose view the answers are: a name, or a hash of the credential`);
  }
  for (const trial of bench.trials) {
    for (const [where, text] of said(trial)) {
      if (secrets.some((secret) => text.includes(secret))) yield problem("lending", `${where} has a credential in it; leave it out`);
    }
    for (const { url, rest } of trial.requests) {
      if (!homes.has(url.origin) && secrets.some((secret) => rest.includes(secret) || url.href.includes(secret))) {
        yield problem("lending", `${url.host} is sent a credential and is not in baseAddresses; send credentials to configured addresses only`);
      }
    }
  }
}

/**
 * A header with a credential that nobody can have got from the origin itself: it is known to the suite, or goes with the first request of a fresh
 * source. A key within an address says only who pays, as that of a node of a chain does.
 */
function configuredHeader({ requests }: Trial, fresh: boolean, secrets: readonly string[]): SentRequest | undefined {
  return requests.find(({ rest, credential }, place) => credential !== undefined && ((fresh && place === 0) || secrets.some((secret) => rest.includes(secret))));
}

/** Runs something while the global fetch is out of reach, and tells who reached for it. */
export async function withoutGlobalFetch<Value>(run: () => Promise<Value>): Promise<{ readonly value: Value; readonly problems: readonly SourceProblem[] }> {
  const original = globalThis.fetch;
  const problems: SourceProblem[] = [];
  globalThis.fetch = async (input) => {
    const host = URL.parse(input instanceof Request ? input.url : String(input))?.host ?? "something";
    problems.push(problem("lending", `the source asks ${host} with the global fetch; use context.fetch`));
    throw new Error("the global fetch is out of reach while a source is checked");
  };
  try {
    return { value: await run(), problems };
  } finally {
    globalThis.fetch = original;
  }
}

async function aborted(probe: Probe, bench: Bench): Promise<readonly SourceProblem[]> {
  const asked = Promise.withResolvers<void>();
  const stop = new AbortController();
  const trial = bench.try(probe.run, { spoil: hangs(asked.resolve), signal: stop.signal });
  await Promise.race([asked.promise, trial]);
  // As at a deadline of the gateway: what a source catches for one model alone must not take it for an answer.
  stop.abort(new SourceError("TIMEOUT", "the suite aborted the call"));
  const ended = await Promise.race([trial, after(mostMilliseconds)]);
  if (ended === undefined) return [problem("lending", `${probe.name}() goes on after its signal was aborted; give signal: context.signal to every fetch`)];
  if ("error" in ended || ended.requests.length === 0) return [];
  return [problem("lending", `${probe.name}() gives an answer although its signal was aborted while it waited; throw on what you catch when context.signal is aborted`)];
}

const mostMilliseconds = 2000;

async function after(milliseconds: number): Promise<undefined> {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

function* said(trial: Trial): Iterable<readonly [where: string, text: string]> {
  const errors = [trial.error, ...(Array.isArray(trial.value) ? trial.value : [])];
  for (let error of errors) {
    for (let depth = 0; error instanceof Error && depth < 8; depth += 1) {
      yield [depth === 0 ? "the message of an error" : "the cause of an error", error.message];
      error = error.cause;
    }
  }
  for (const { message, fields } of trial.context.logs) yield ["a log line", `${message} ${JSON.stringify(fields)}`];
  for (const { nativeId, reason } of trial.context.drops) yield ["a dropped row", `${nativeId} ${reason}`];
}
