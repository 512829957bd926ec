import type { Searching } from "../search/search.ts";
import type { SourceReading } from "../sources/references.ts";
import type { Locating } from "./locate.ts";
import type { IsOff } from "./missing.ts";
import type { Resolution } from "./resolution.ts";

/** Lent to resolutions. */
export interface Resolving extends Searching, Locating {
  /** How each source reads a text. */
  readonly read: (text: string) => readonly SourceReading[];
}

export interface ResolveOptions {
  readonly signal: AbortSignal;
  /** Also the fields that a source fills only on demand, where it reads the text: one asking instead of two. @default false */
  readonly details?: boolean;
}

/** Which sources this gateway, being offline, did not ask. */
export function isOffIn(lent: Resolving): IsOff {
  return (source) => lent.freshness.offline && lent.ask.needsNetwork(source);
}

export function unread(reference: string, message: string): Resolution {
  return { reference, outcome: "NOT_RECOGNIZED", readAs: [], candidates: [], sources: [], message };
}
