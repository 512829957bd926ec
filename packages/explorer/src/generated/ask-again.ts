// Written by scripts/generate.ts; a change here is lost.
import { operation } from "../client/operation.ts";
import type { ModelPageAgainQuery, ModelPageAgainQueryVariables } from "./types.ts";

export const ModelPageAgain = operation<ModelPageAgainQuery, ModelPageAgainQueryVariables>("41adde116d61cfee6b9c20f13c36e38faef8a9404509b9c3f2efa6bfb5fb9144", "query ModelPageAgain($id: ID!) {\n  model(id: $id, maxAgeSeconds: 0) {\n    id\n    listings(first: 100) {\n      nodes {\n        ...ModelPageAsked\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}\nfragment ModelPageAsked on Listing {\n  key\n  fetchedAt\n  name\n  revision\n  access\n  state\n  license {\n    spdx\n    name\n    __typename\n  }\n  source {\n    id\n    title\n    __typename\n  }\n  __typename\n}");
