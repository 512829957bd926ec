/** What a caller gave cannot be read: a window, position or number that this catalog never handed out. */
export class CatalogInputError extends Error {
  override readonly name = "CatalogInputError";
}

/** The file is no catalog, or one that another version of this code wrote. */
export class CatalogFileError extends Error {
  override readonly name = "CatalogFileError";
}

/** Another process held the file for writing longer than a write waits. */
export class CatalogBusyError extends Error {
  override readonly name = "CatalogBusyError";
}

/** The process that writes broke off before it confirmed a write, which is stored whole or not at all. */
export class CatalogWriterError extends Error {
  override readonly name = "CatalogWriterError";
}
