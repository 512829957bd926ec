import type { SourceState } from "../../generated/types.ts";

/** Ways to order the sources; the first is the usual one. */
export const sourceOrders = { trouble: "those that do not answer first", configured: "as configured", listings: "most listings first", lag: "furthest behind first", title: "by name" } as const;

export type SourceOrder = keyof typeof sourceOrders;

interface Orderable {
  readonly title: string;
  readonly status: { readonly state: SourceState };
  readonly coverage: { readonly listings: number; readonly lagSeconds: number | null; readonly running: { readonly heldBackBecause: string | null } | null };
}

/** The order of an address that names none. */
export const usualOrder: SourceOrder = "trouble";

/** The order that an address names. */
export function orderOf(text: string | null): SourceOrder {
  return text !== null && isOrder(text) ? text : usualOrder;
}

/** Sources in an order; equal ones stay as configured, and an unknown lag comes last. */
export function ordered<Source extends Orderable>(sources: readonly Source[], order: SourceOrder): readonly Source[] {
  switch (order) {
    case "configured": return sources;
    case "trouble": return sources.toSorted((a, b) => trouble(a) - trouble(b));
    case "listings": return sources.toSorted((a, b) => b.coverage.listings - a.coverage.listings);
    case "lag": return sources.toSorted((a, b) => (b.coverage.lagSeconds ?? -1) - (a.coverage.lagSeconds ?? -1));
    case "title": return sources.toSorted((a, b) => a.title.localeCompare(b.title, "en"));
    default: return order satisfies never;
  }
}

/** Whether somebody should look at a source: it does not answer well, or its harvest waits. */
export function isInTrouble({ status: { state }, coverage: { running } }: Pick<Orderable, "status"> & { readonly coverage: Pick<Orderable["coverage"], "running"> }): boolean {
  return state === "DOWN" || state === "DEGRADED" || (running !== null && running.heldBackBecause !== null);
}

const worst: readonly SourceState[] = ["DOWN", "DEGRADED"];

function trouble(source: Orderable): number {
  if (!isInTrouble(source)) return source.status.state === "OK" ? 9 : 8;
  const place = worst.indexOf(source.status.state);
  return place === -1 ? worst.length : place;
}

function isOrder(text: string): text is SourceOrder {
  return Object.hasOwn(sourceOrders, text);
}
