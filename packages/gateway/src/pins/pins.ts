import type { Policy } from "@modeldex/trust";
import type { Resolution } from "../resolve/resolution.ts";
import { checkPin, type PinCheck } from "./check-pin.ts";
import { listingAt, understood } from "./chosen-listing.ts";
import { countedLoan, usedUpStatement } from "./counted-loan.ts";
import { makePin, type Pin, type PinLoan, type PinRequest } from "./make-pin.ts";

export type { PinLoan } from "./make-pin.ts";

/** What came of one reference: a pin, or the problem. */
export interface PinResult {
  readonly reference: string;
  readonly resolution: Resolution;
  readonly pin?: Pin;
  readonly problem?: string;
}

/** Pins models and checks pins. Stores neither. */
export interface Pins {
  /** In the order given. */
  pin(references: readonly string[], policy: Policy, request: Omit<PinRequest, "systems">): Promise<readonly PinResult[]>;
  /** In the order given. */
  check(documents: readonly unknown[], request: Omit<PinRequest, "systems">): Promise<readonly PinCheck[]>;
}

export function createPins(lent: PinLoan): Pins {
  return {
    pin: async (references, policy, asked) => {
      const request: PinRequest = { ...asked, systems: new Map() };
      return Promise.all(references.map((reference) => pinOne(reference, policy, request, lent)));
    },
    check: async (documents, asked) => {
      const request: PinRequest = { ...asked, systems: new Map() };
      return Promise.all(documents.map((document) => checkPin(document, request, countedLoan(lent, request.upstream).lent)));
    },
  };
}

async function pinOne(reference: string, policy: Policy, request: PinRequest, loan: PinLoan): Promise<PinResult> {
  const { lent, usedUp } = countedLoan(loan, request.upstream);
  const { resolution, named } = await understood(reference, request.signal, lent);
  const { listing } = resolution;
  if (resolution.outcome !== "RESOLVED" || listing === undefined) return { reference, resolution, problem: usedUp() ? usedUpStatement : unresolved(resolution) };
  const choice = await listingAt(listing, named, request.signal, lent);
  if ("problem" in choice) return { reference, resolution, problem: choice.problem };
  const made = await makePin(reference.trim(), choice, policy, request, lent);
  return "pin" in made ? { reference, resolution, pin: made.pin } : { reference, resolution, problem: made.problem };
}

const mostNamed = 5;

function unresolved({ outcome, message, candidates }: Resolution): string {
  const said = message ?? `The reference is ${outcome.toLowerCase().replaceAll("_", " ")}.`;
  const ids = [...new Set(candidates.map(({ model }) => model.id))].slice(0, mostNamed);
  return ids.length === 0 ? said : `${said} Perhaps ${ids.join(", ")}.`;
}
