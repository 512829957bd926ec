import { readFileSync } from "node:fs";

/** Version of this package; all packages of Modeldex have the same. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string };
  return manifest.version;
}
