/** The most that one request takes. */
export interface PartLimits {
  readonly most: number;
  /** Of all items of a part, as they are sent. An item that is larger goes alone. */
  readonly bytes: number;
}

/** References of one request: they share what it may cost upstream, and what is not reached is not checked. As the command asks. */
export const pinParts: PartLimits = { most: 5, bytes: 100_000 };
/** Documents of one request; the endpoint takes a body of a million bytes. */
export const checkParts: PartLimits = { most: 10, bytes: 800_000 };

/** Items in parts, in their order, each within what one request takes. */
export function inParts<Item>(items: readonly Item[], { most, bytes }: PartLimits): readonly (readonly Item[])[] {
  const parts: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const part = parts.at(-1);
    if (part === undefined || part.length >= most || size > room) {
      parts.push([item]);
      room = bytes - size;
    } else {
      part.push(item);
      room -= size;
    }
  }
  return parts;
}

/** Bytes of an item as JSON. */
export function sizeOf(item: unknown): number {
  return new TextEncoder().encode(JSON.stringify(item)).length;
}
