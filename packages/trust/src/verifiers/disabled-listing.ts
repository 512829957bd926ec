import type { Verifier } from "@modeldex/plugin-kit";
import { fetchCommand } from "../reproduce.ts";

const method = "advisory.source-flag/1";

/**
 * Whether the source has disabled the listing, as the Hub does with what breaks its rules or is malicious. The source's word, which weighs against it.
 * Where it says nothing of the kind there is nothing to say: that is no word for the listing.
 */
export const disabledListing: Verifier<"SECURITY_ADVISORY"> = {
  id: "disabled-listing/1",
  kind: "SECURITY_ADVISORY",
  depth: "STANDARD",
  needs: "records",
  verify: async ({ subject: { listing }, claim }) => {
    if (claim !== undefined) return [{ kind: "SECURITY_ADVISORY", statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", method, evidence: claim.evidence }];
    const { access, url } = listing.record;
    if (access !== "DISABLED") {
      return [{ kind: "SECURITY_ADVISORY", statement: "The source does not say that it has disabled this listing.", status: "NOT_APPLICABLE", effect: "NEUTRAL", method, evidence: [] }];
    }
    const reproduce = fetchCommand(url);
    return [{
      kind: "SECURITY_ADVISORY",
      statement: "The source has disabled this listing.",
      status: "ASSERTED",
      effect: "UNDERMINES",
      method,
      evidence: url === undefined ? [] : [{ kind: "document", url, ...(reproduce === undefined ? {} : { reproduce }) }],
    }];
  },
};
