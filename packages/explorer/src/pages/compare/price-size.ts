import type { ComparePageRowFragment } from "../../generated/types.ts";

/** Which price stands against the size. */
export type PriceSide = "output" | "input";

export interface PricedModel {
  readonly column: number;
  readonly parameters: number;
  readonly parametersText: string;
  /** USD for a million tokens, of the cheapest offer. */
  readonly price: number;
  readonly priceText: string;
}

export interface PriceAndSize {
  readonly points: readonly PricedModel[];
  /** Models that lack one or both, with what is known of them. */
  readonly missing: readonly { readonly column: number; readonly lacks: "price" | "size" | "both"; readonly known: string | undefined }[];
}

/** Price against size, for models of which both are known; a model that lacks one is named and has no place in the picture. */
export function priceAndSize(rows: readonly ComparePageRowFragment[], side: PriceSide): PriceAndSize {
  const sizes = cellsOf(rows, "parameters.total");
  const prices = cellsOf(rows, side === "output" ? "offers.outputPrice" : "offers.inputPrice");
  const columns = Math.max(sizes.length, prices.length);
  const all = Array.from({ length: columns }, (_, column) => ({ column, size: numberIn(sizes[column]), price: numberIn(prices[column]) }));
  return {
    points: all.flatMap(({ column, size, price }) => (size === undefined || price === undefined ? [] : [{ column, parameters: size.value, parametersText: size.text, price: price.value, priceText: price.text }])),
    missing: all.flatMap(({ column, size, price }) => (size !== undefined && price !== undefined ? [] : [{ column, lacks: size === undefined ? (price === undefined ? "both" as const : "size" as const) : "price" as const, known: (size ?? price)?.text }])),
  };
}

function cellsOf(rows: readonly ComparePageRowFragment[], attribute: string): ComparePageRowFragment["cells"] {
  return rows.find((row) => row.attribute === attribute)?.cells ?? [];
}

function numberIn(cell: ComparePageRowFragment["cells"][number] | undefined): { readonly value: number; readonly text: string } | undefined {
  return cell?.known === true && typeof cell.value === "number" ? { value: cell.value, text: cell.text } : undefined;
}
