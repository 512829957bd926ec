import { readLicense, type LicenseStatement } from "@modeldex/plugin-kit";
import { licenseClasses, type LicenseClass } from "@modeldex/schema";
import type { KnownLicense } from "./license-known.ts";

/**
 * Whether a text is that of the declared licence. `PARTLY`: of one of several that are declared. `UNSAID`: what is declared names no licence in particular
 * (`other`, `gpl`, a name of one's own), so that nothing is contradicted.
 */
export type Agreement = "YES" | "PARTLY" | "NO" | "UNSAID";

/** Holds a declaration against the licence whose text was found. "Only" and "or later" are said beside a text, not in it. */
export function agrees(declared: LicenseStatement, found: KnownLicense): Agreement {
  const { spdx } = readLicense(declared);
  const words = [declared.stated, declared.name ?? ""].map((each) => each.trim().toLowerCase());
  if (words.some((each) => found.declaredAs.includes(each))) return "YES";
  if (spdx === undefined) {
    // A declared `other` whose name reads as the licence that the file is.
    const named = declared.name === undefined ? undefined : readLicense({ stated: declared.name }).spdx;
    return named !== undefined && found.spdx !== undefined && sameText(named, found.spdx) ? "YES" : "UNSAID";
  }
  const parts = spdx.split(/\s+(?:AND|OR)\s+/).map((part) => part.replace(/[()]/g, "").split(" WITH ")[0] ?? "");
  const own = found.spdx;
  const isOne = parts.some((part) => (own !== undefined && sameText(part, own)) || found.declaredAs.includes(part.toLowerCase()));
  if (!isOne) return "NO";
  return parts.length === 1 ? "YES" : "PARTLY";
}

/** Whether one class allows less than another. Of what is not known, nothing is said. */
export function permitsLess(one: LicenseClass, other: LicenseClass): boolean {
  if (one === "UNKNOWN" || other === "UNKNOWN") return false;
  return licenseClasses.indexOf(one) > licenseClasses.indexOf(other);
}

function sameText(one: string, other: string): boolean {
  return withoutTerm(one) === withoutTerm(other);
}

function withoutTerm(spdx: string): string {
  return spdx.toLowerCase().replace(/-(?:only|or-later)$/, "");
}
