// Written by scripts/generate.ts; a change here is lost.
import { operation } from "../client/operation.ts";
import type { PoliciesPageQuery, PoliciesPageQueryVariables } from "./types.ts";

export const PoliciesPage = operation<PoliciesPageQuery, PoliciesPageQueryVariables>("0266b3ded294c5e0d35ab66919f57639df230406be3b24b57d54a901a92e62b3", "query PoliciesPage {\n  policies {\n    ...PolicyRow\n    __typename\n  }\n}\nfragment PolicyRow on TrustPolicy {\n  id\n  version\n  title\n  digest\n  rules {\n    key\n    title\n    severity\n    definition\n    __typename\n  }\n  __typename\n}");
