// Written by scripts/generate.ts; a change here is lost.
import { operation } from "../client/operation.ts";
import type { HistoryBeforeQuery, HistoryBeforeQueryVariables } from "./types.ts";

export const HistoryBefore = operation<HistoryBeforeQuery, HistoryBeforeQueryVariables>("80eebb3cb444d4198b710b0c93dec50024a8928048b914263257c0ec073ed74d", "query HistoryBefore($models: [ID!], $sources: [ID!], $before: String) {\n  changes(last: 30, before: $before, models: $models, sources: $sources) {\n    pageInfo {\n      hasPreviousPage\n      startCursor\n      __typename\n    }\n    nodes {\n      ...HistoryChange\n      __typename\n    }\n    __typename\n  }\n}\nfragment HistoryChange on Change {\n  id\n  kind\n  at\n  statement\n  before\n  after\n  source {\n    id\n    title\n    __typename\n  }\n  model {\n    id\n    __typename\n  }\n  listing {\n    key\n    __typename\n  }\n  __typename\n}");
