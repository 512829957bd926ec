// Written by scripts/generate.ts; a change here is lost.
import { operation } from "../client/operation.ts";
import type { TrustPageQuery, TrustPageQueryVariables } from "./types.ts";

export const TrustPage = operation<TrustPageQuery, TrustPageQueryVariables>("cc9e294f8d016e749b89eba0aabdc28b0ac6b8281f31ab0aca0ca19425f7eb78", "query TrustPage($id: ID!, $policy: PolicyInput, $depth: TrustDepth) {\n  model(id: $id) {\n    id\n    name\n    trust(policy: $policy, depth: $depth) {\n      level\n      decision {\n        outcome\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}");
