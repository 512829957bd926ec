import type { LicenseClass } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** What a declared licence asks of those who use the model. A class never says that the declaration is true. */
export const licenseClasses: Readonly<Record<LicenseClass, Word>> = {
  PERMISSIVE: { label: "permissive", note: "Any use; at most notices must be kept.", tone: "plain" },
  COPYLEFT: { label: "copyleft", note: "Any use; changed copies stay under the same terms.", tone: "plain" },
  USE_RESTRICTED: { label: "use restricted", note: "Fields of use are limited, or changed copies may not be shared.", tone: "caution" },
  NON_COMMERCIAL: { label: "non-commercial", note: "No commercial use.", tone: "caution" },
  PROPRIETARY: { label: "no weights licensed", note: "No weights are licensed.", tone: "caution" },
  UNKNOWN: { label: "licence unknown", note: "Not declared, or not known to this gateway.", tone: "unknown" },
};
