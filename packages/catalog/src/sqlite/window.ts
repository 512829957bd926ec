import { CatalogInputError } from "../errors.ts";
import { rankLimit } from "../popularity.ts";
import type { SearchWindow } from "../query.ts";

/** The bounds of one window, as row ids; 0 where a stream gave nothing. */
export interface WindowBounds {
  /** Place of the window, from 0. */
  readonly index: number;
  /** The rows of the window come after this one. */
  readonly after: number;
  /** Its last row; absent until it is first read. */
  readonly through?: number;
  /** Last row that the stream of names gave to the first window; likewise `exact`. */
  readonly name: number;
  readonly exact: number;
  /** 1 when parts of names are looked for. */
  readonly parts: number;
  /** Largest number of a model when the first window was read; later ones are left to the next search. */
  readonly newest: number;
}

/** The bounds as plain data. */
export function writeWindow(bounds: WindowBounds): SearchWindow {
  const { index, after, through, name, exact, parts, newest } = bounds;
  return { index, after, ...(through !== undefined && { through }), name, exact, parts, newest };
}

/**
 * Reads a window that came back from outside.
 *
 * @throws {CatalogInputError} when this catalog cannot have written it.
 */
export function readWindow(window: unknown): WindowBounds {
  if (typeof window !== "object" || window === null || Array.isArray(window)) throw new CatalogInputError("A search window is an object of numbers, as searchWindow gave it.");
  const fields = window as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((field) => !known.has(field));
  if (unknown !== undefined) throw new CatalogInputError(`A search window has no member ${JSON.stringify(unknown.slice(0, 40))}.`);
  const member = (name: keyof WindowBounds): number => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > rankLimit) {
      throw new CatalogInputError(`The member ${name} of a search window must be a whole number from 0 to ${rankLimit}, as searchWindow gave it.`);
    }
    return value;
  };
  const bounds = { index: member("index"), after: member("after"), name: member("name"), exact: member("exact"), parts: member("parts"), newest: member("newest") };
  const through = fields["through"] === undefined ? undefined : member("through");
  if (bounds.index === 0 && (bounds.after !== 0 || through === undefined)) throw new CatalogInputError("The first search window begins at 0 and has its bounds.");
  if (bounds.parts > 1) throw new CatalogInputError("The member parts of a search window is 0 or 1, as searchWindow gave it.");
  if (bounds.index > 0 && bounds.after === 0) throw new CatalogInputError("A later search window begins after a row.");
  if (through !== undefined && through < bounds.after) throw new CatalogInputError("A search window does not end before it begins.");
  return { ...bounds, ...(through !== undefined && { through }) };
}

const known: ReadonlySet<string> = new Set(["index", "after", "through", "name", "exact", "parts", "newest"] satisfies readonly (keyof WindowBounds)[]);
