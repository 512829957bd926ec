/** Keeps a source that fails again and again from being asked for a while. */
export interface CircuitBreaker {
  /** @returns 0: go ahead, and report how it went. Otherwise the milliseconds until it may be tried again. */
  enter(): number;
  /** Milliseconds until it may be tried again; 0: now. Takes no turn. */
  closedMs(): number;
  succeeded(): void;
  failed(): void;
  /** What was neither: the outcome says nothing about whether the source works. */
  passed(): void;
  state(): "CLOSED" | "OPEN" | "HALF_OPEN";
}

export interface CircuitBreakerOptions {
  /** @default 5 */
  readonly failuresToOpen?: number;
  /** @default 5_000 */
  readonly openMs?: number;
  readonly now?: () => Date;
}

/** After some failures in a row nobody asks for a while; then one goes ahead as a probe, and the others wait for how it went. */
export function createCircuitBreaker({ failuresToOpen = 5, openMs = 5_000, now = () => new Date() }: CircuitBreakerOptions = {}): CircuitBreaker {
  let failures = 0;
  let openUntil = 0;
  let probing = false;
  const time = () => now().getTime();
  const isOpen = () => failures >= failuresToOpen;

  return {
    enter: () => {
      if (!isOpen()) return 0;
      const at = time();
      if (at < openUntil) return openUntil - at;
      if (probing) return openMs;
      probing = true;
      return 0;
    },
    closedMs: () => (isOpen() ? Math.max(0, openUntil - time()) : 0),
    succeeded: () => {
      failures = 0;
      probing = false;
    },
    failed: () => {
      failures += 1;
      probing = false;
      if (isOpen()) openUntil = time() + openMs;
    },
    passed: () => {
      probing = false;
    },
    state: () => (!isOpen() ? "CLOSED" : time() < openUntil ? "OPEN" : "HALF_OPEN"),
  };
}
