export { onchain } from "./onchain.ts";
export type { ChainOptions, OnChainOptions } from "./options.ts";
export type { EventRule, Expression, LinkExpression, Mapping, ReadRule, SetRule, StatusRule, Target, UpsertRule } from "./mapping/mapping.ts";
export { fabstir } from "./presets/fabstir.ts";
export type { FabstirOptions } from "./presets/fabstir.ts";
export { erc8004 } from "./presets/erc8004.ts";
export type { Erc8004Options } from "./presets/erc8004.ts";
export { onChainDetails } from "./record/record.ts";
