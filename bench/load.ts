/** What one request gave. */
export interface LoadSample {
  readonly elapsedMs: number;
  /** Why it failed: no connection, a status other than 200, or `errors` in the answer. */
  readonly failure?: string;
}

export interface LoadOptions {
  /** Address of the endpoint, such as `http://127.0.0.1:4000/graphql`. */
  readonly endpoint: string;
  /** Requests under way at any time. */
  readonly concurrency: number;
  /** The next request; each is asked once. */
  readonly next: () => { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };
  /** Looks at the data of an answer; gives why it is wrong. */
  readonly wrong?: (data: unknown) => string | undefined;
}

/** Load that goes on until it is stopped, with what came so far. */
export interface Load {
  /** Takes the samples since the last time. */
  take(): readonly LoadSample[];
  /** Waits for the requests under way. */
  stop(): Promise<void>;
}

/** Begins to ask, `concurrency` requests at a time, each as soon as an earlier one is answered. */
export function startLoad({ endpoint, concurrency, next, wrong }: LoadOptions): Load {
  let samples: LoadSample[] = [];
  let stopped = false;
  const worker = async (): Promise<void> => {
    while (!stopped) {
      const began = performance.now();
      const failure = await askOnce(endpoint, next(), wrong).catch((error: unknown) => String(error));
      samples.push({ elapsedMs: performance.now() - began, ...(failure !== undefined && { failure }) });
    }
  };
  const workers = Array.from({ length: concurrency }, worker);
  return {
    take: () => {
      const taken = samples;
      samples = [];
      return taken;
    },
    stop: async () => {
      stopped = true;
      await Promise.all(workers);
    },
  };
}

/** The value that this share of the samples does not exceed; 0 without samples. */
export function percentile(samples: readonly LoadSample[], share: number): number {
  const sorted = samples.map(({ elapsedMs }) => elapsedMs).sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Asks one thing. @returns why it failed, if it did. */
export async function askOnce(endpoint: string, body: object, wrong: LoadOptions["wrong"]): Promise<string | undefined> {
  const response = await fetch(endpoint, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== 200) return `status ${response.status}: ${text.slice(0, 200)}`;
  const { data, errors } = JSON.parse(text) as { readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] };
  return errors === undefined ? wrong?.(data) : errors.map(({ message }) => message).join("; ");
}
