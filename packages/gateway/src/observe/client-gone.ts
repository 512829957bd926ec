import { setImmediate as nextTurn } from "node:timers/promises";

/** Why a request ends before its answer: whoever asked has left, and what is still to be done for it is done for nobody. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";

  constructor() {
    super("The client has gone.");
  }
}

/** Ends what nobody waits for any more. A deadline does not: what is nearly done is still told then. */
export function throwIfGone({ reason }: AbortSignal): void {
  if (reason instanceof ClientGone) throw reason;
}

/** Does what somebody still waits for. A turn of the event loop before lets the end of a connection be heard. */
export async function waitedFor<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  await nextTurn();
  throwIfGone(signal);
  return work();
}
