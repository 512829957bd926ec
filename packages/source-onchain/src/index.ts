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
export { erc8004Reputation, erc8004Validation } from "./presets/erc8004-feedback.ts";
export type { Erc8004FeedbackOptions } from "./presets/erc8004-feedback.ts";
export { zeroGCompute } from "./presets/zero-g-compute.ts";
export type { ZeroGComputeOptions } from "./presets/zero-g-compute.ts";
export { oraOao } from "./presets/ora-oao.ts";
export type { OraOaoOptions } from "./presets/ora-oao.ts";
export { eas, easAddresses } from "./presets/eas.ts";
export type { EasOptions } from "./presets/eas.ts";
export { opengradientTee } from "./presets/opengradient-tee.ts";
export type { OpenGradientTeeOptions } from "./presets/opengradient-tee.ts";
export { onChainDetails } from "./record/record.ts";
