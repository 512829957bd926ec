export { catalogFile } from "./catalog-file.ts";
export type { CatalogFileSource } from "./catalog-file.ts";
export type { CatalogFileOptions } from "./options.ts";
export { catalogJsonSchema } from "./format.ts";
