import type { StoredChange } from "../../packages/catalog/src/index.ts";

import type { ReplayServer } from "./replay-server.ts";

/** What happens to one repository of the replayed Hub, and the kinds of changes that must tell it, each once. */
export interface Move {
  readonly what: string;
  /** Native ids by which the changes are found. */
  readonly ids: readonly string[];
  readonly expected: readonly string[];
  readonly message: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly id: string;
  readonly _id: string;
  readonly createdAt: string;
}

/**
 * A rename, a path that another owner takes over, a deletion and a repository made private, once among models that the run has read already and once among
 * those it has not. The replayed cursor counts rows, so what would shift them is balanced: a deleted model makes room for a new one at the top.
 *
 * @param places where in the list, in the order of the harvest.
 */
export async function plannedMoves(hub: ReplayServer, places: readonly number[]): Promise<readonly Move[]> {
  const groups = await Promise.all(places.map((place) => rowsAt(hub, place)));
  return groups.flatMap((rows, group) => {
    const [renamed, taken, deleted, hidden] = rows;
    if (renamed === undefined || taken === undefined || deleted === undefined || hidden === undefined) throw new Error(`The Hub has no four models from ${places[group]} on.`);
    const filler = `synthetic-lab/filler-${group}`;
    const newcomer = `synthetic-lab/newcomer-${group}`;
    const moved = `${renamed.id.split("/")[0]}/renamed-${group}-${renamed.id.split("/").at(-1)}`;
    const when = `group ${group + 1}`;
    return [
      { what: `renamed (${when})`, ids: [moved, renamed.id], expected: ["RENAMED"], message: { rename: { from: renamed.id, to: moved } } },
      { what: `re-created by another owner (${when})`, ids: [taken.id], expected: ["GONE", "LISTED"], message: { patch: { id: newcomer, set: { _id: neighbour(taken._id), createdAt: taken.createdAt } }, remove: taken.id, rename: { from: newcomer, to: taken.id } } },
      { what: `deleted (${when})`, ids: [deleted.id], expected: ["GONE"], message: { remove: deleted.id, patch: { id: filler, set: { createdAt: "2026-11-26T00:00:00.000Z" } } } },
      { what: `new (${when})`, ids: [filler], expected: ["LISTED"], message: {} },
      { what: `made private (${when})`, ids: [hidden.id], expected: ["GONE"], message: { patch: { id: hidden.id, set: { private: true } } } },
    ];
  });
}

/** Does them, each at once: no page is read between the removal of a model and what takes its place. */
export async function makeMoves(hub: ReplayServer, moves: readonly Move[]): Promise<void> {
  for (const { message } of moves) await hub.control(message);
}

/** Kinds of the changes that tell of a move, in their order. */
export function toldOf(move: Move, changes: readonly StoredChange[]): readonly string[] {
  return changes.filter(({ listing, kind }) => tracked.has(kind) && move.ids.some((id) => listing === `hf:${id}`)).map(({ kind }) => kind);
}

/** Listings that came, went or moved although nothing happened to them. */
export function toldOfOthers(moves: readonly Move[], changes: readonly StoredChange[]): readonly StoredChange[] {
  const known = new Set(moves.flatMap(({ ids }) => ids.map((id) => `hf:${id}`)));
  return changes.filter(({ listing, kind }) => tracked.has(kind) && !known.has(listing ?? ""));
}

const tracked = new Set(["LISTED", "GONE", "RENAMED"]);

async function rowsAt(hub: ReplayServer, place: number): Promise<readonly Row[]> {
  const cursor = Buffer.from(String(place)).toString("base64url");
  const answer = await fetch(`${hub.url}/api/models?sort=createdAt&limit=60&expand[]=createdAt&cursor=${cursor}`);
  const rows = (await answer.json()) as readonly Row[];
  // Far enough from one another, and with an owner whose name a rename keeps.
  return rows.filter(({ id }) => id.includes("/")).filter((_, at) => at % 7 === 0);
}

/** Another id that sorts where this one does. */
function neighbour(id: string): string {
  const last = Number.parseInt(id.slice(-1), 16);
  return `${id.slice(0, -1)}${((last + 1) % 16).toString(16)}`;
}
