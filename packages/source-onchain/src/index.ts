export { onchain } from "./onchain.ts";
export type { ChainOptions, OnChainOptions } from "./options.ts";
export type {
  ClaimRule, DocumentRule, EntryStatus, EventRule, Expression, FileRule, FileTarget, LinkExpression, ListRule, Mapping, ReadRule, RecoverRule, RevokeRule, SetRule,
  StatusRule, Target, UpsertRule, ValueRule, VersionRule,
} from "./mapping/mapping.ts";
export { fabstir } from "./presets/fabstir.ts";
export type { FabstirOptions } from "./presets/fabstir.ts";
export { erc8004 } from "./presets/erc8004.ts";
export type { Erc8004Options } from "./presets/erc8004.ts";
export { onChainDetails } from "./record/record.ts";
