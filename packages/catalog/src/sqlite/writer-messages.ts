import type { WriteMethod } from "./write-methods.ts";

/** One write, to the writing process. */
export interface WriteRequest {
  readonly id: number;
  readonly method: WriteMethod;
  readonly values: readonly unknown[];
  /** Time of the caller's own clock, in milliseconds since 1970; absent: the computer's clock. */
  readonly at?: number;
}

/** From the writing process: how one write ended. */
export type WriteReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: PortableError };

/** An error as plain data: copying between processes keeps no classes and no codes. */
export interface PortableError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** What node:sqlite and node:fs say besides. */
  readonly fields: Readonly<Record<string, string | number>>;
  readonly cause?: PortableError;
}
