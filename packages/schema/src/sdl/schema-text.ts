import { detailsSdl } from "./details.ts";
import type { DetailsDescription } from "./details.ts";
import { typeDefs } from "./type-defs.ts";

/**
 * The whole schema as one text of SDL, with the fields that these sources add.
 *
 * @throws {Error} what `detailsSdl` throws.
 */
export function schemaText(details: readonly DetailsDescription[] = []): string {
  return `${[...typeDefs, detailsSdl(details)].map((part) => part.trim()).join("\n\n")}\n`;
}
