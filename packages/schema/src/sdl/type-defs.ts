import { alternativeSdl } from "./alternative.ts";
import { artifactSdl } from "./artifact.ts";
import { availabilitySdl } from "./availability.ts";
import { changeSdl } from "./change.ts";
import { claimSdl } from "./claim.ts";
import { comparisonSdl } from "./comparison.ts";
import { evidenceSdl } from "./evidence.ts";
import { filterSdl } from "./filter.ts";
import { lineageSdl } from "./lineage.ts";
import { listingSdl } from "./listing.ts";
import { memorySdl } from "./memory.ts";
import { modelSdl } from "./model.ts";
import { offerSdl } from "./offer.ts";
import { outcomeSdl } from "./outcome.ts";
import { pinSdl } from "./pin.ts";
import { policySdl } from "./policy.ts";
import { querySdl } from "./query.ts";
import { resolutionSdl } from "./resolution.ts";
import { searchSdl } from "./search.ts";
import { sourceSdl } from "./source.ts";
import { trustSdl } from "./trust.ts";

/** The served schema in GraphQL SDL, by area. Complete together with what `detailsSdl` writes for the configured sources. */
export const typeDefs: readonly string[] = [
  querySdl, modelSdl, listingSdl, filterSdl, searchSdl, outcomeSdl, resolutionSdl, comparisonSdl, trustSdl, claimSdl, evidenceSdl, policySdl, sourceSdl,
  artifactSdl, offerSdl, availabilitySdl, memorySdl, lineageSdl, alternativeSdl, changeSdl, pinSdl,
];
