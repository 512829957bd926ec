const gib = 2 ** 30;
const mostTokens = 100_000_000;

/** Tokens of context that the endpoint counts when nobody says how many. */
export const usualContextTokens = 8_192;

/** Contexts that are offered to choose from. */
export const offeredContexts: readonly number[] = [2_048, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144, 1_048_576];

export interface MemoryInputs {
  /** Tokens of context to count. */
  readonly contextTokens: number;
  /** GiB that there are, as the person wrote it; empty when they did not say. */
  readonly haveGib: string;
}

/** What an address says of the memory estimate: `?context=32768&memory=24`. What is no number of a sensible size is left out. */
export function readMemoryInputs(query: URLSearchParams): MemoryInputs {
  const contextTokens = Number(query.get("context") ?? "");
  const haveGib = query.get("memory") ?? "";
  return {
    contextTokens: Number.isInteger(contextTokens) && contextTokens >= 1 && contextTokens <= mostTokens ? contextTokens : usualContextTokens,
    haveGib: bytesOfGib(haveGib) === undefined ? "" : haveGib,
  };
}

/** The address with one of the inputs changed; what is usual or empty does not stand in it. */
export function withMemoryInputs(query: URLSearchParams, changed: Partial<MemoryInputs>): URLSearchParams {
  const next = new URLSearchParams(query);
  const { contextTokens, haveGib } = { ...readMemoryInputs(query), ...changed };
  if (contextTokens === usualContextTokens) next.delete("context");
  else next.set("context", String(contextTokens));
  if (bytesOfGib(haveGib) === undefined) next.delete("memory");
  else next.set("memory", haveGib);
  return next;
}

/** The same for the endpoint, in tokens and bytes. */
export function memoryVariables({ contextTokens, haveGib }: MemoryInputs): { readonly contextLength: number; readonly fitsIn?: number } {
  const fitsIn = bytesOfGib(haveGib);
  return { contextLength: contextTokens, ...(fitsIn !== undefined && { fitsIn }) };
}

/** Bytes of so many GiB, `undefined` for what is no number above zero, or more than a number can count. A decimal comma is read as a point. */
export function bytesOfGib(text: string): number | undefined {
  const value = /^\d{1,7}([.,]\d{0,6})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : Number.NaN;
  const bytes = Math.floor(value * gib);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
