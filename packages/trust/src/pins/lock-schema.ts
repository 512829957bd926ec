import {
  accesses, artifactRoles, claimEffects, claimKinds, claimStatuses, decisionOutcomes, licenseClasses, systemTrustLevels, trustLevels,
} from "@modeldex/schema";
import { lockVerdicts, lockVersion } from "./lock-entry.ts";

/** The part of JSON Schema 2020-12 in which lock entries are described, and which `faultIn` reads. */
export interface LockSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  /** For a person: what would be right here. */
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "integer";
  readonly const?: string | number;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  /** In code points. */
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: LockSchema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, LockSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

const text = (description: string, maxLength = 2_048): LockSchema => ({ type: "string", minLength: 1, maxLength, description });
const oneOf = (values: readonly string[], description: string): LockSchema => ({ type: "string", enum: values, description });
const listOf = (items: LockSchema, maxItems: number, description: string): LockSchema => ({ type: "array", items, maxItems, description });
const sha256 = (description: string): LockSchema => ({ type: "string", pattern: "^sha256:[0-9a-f]{64}$", description });
const anyDigest = (description: string): LockSchema => ({ type: "string", pattern: "^[a-z0-9-]+:[A-Za-z0-9._=+/-]{1,200}$", description });
const time = (description: string): LockSchema => ({ type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$", description });
const count = (description: string): LockSchema => ({ type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description });

function object(description: string, required: Readonly<Record<string, LockSchema>>, optional: Readonly<Record<string, LockSchema>> = {}): LockSchema {
  return { type: "object", description, properties: { ...required, ...optional }, required: Object.keys(required), additionalProperties: false };
}

const file = object("a file: its path, role and digests", {
  path: text("the path within the listing", 1_024),
  role: oneOf(artifactRoles, "what the file is for"),
}, {
  sizeBytes: count("its size in bytes"),
  digest: sha256("`sha256:` and 64 lower-case hexadecimal digits"),
  otherDigests: listOf(anyDigest("`<algorithm>:<value>`"), 20, "digests of other kinds"),
});

const power = object("a power and who has it", {
  power: text("its name, such as `upgrade`", 200),
  holders: listOf(text("an account or a name"), 100, "who has it"),
}, {
  authority: oneOf(["NONE", "SINGLE_PARTY", "MULTI_PARTY", "TIME_LOCKED", "PERMISSIONLESS"], "how strong it is bound"),
  terms: listOf(text("a sentence"), 20, "what its holders are bound to"),
});

const system = object("the system around the listing", {
  operators: listOf(text("a name or an account"), 20, "who is said to operate it"),
  powers: listOf(power, 200, "who can change what"),
}, {
  contract: text("an account in CAIP-10", 200),
  implementation: text("the address of the code behind the proxy", 200),
  admin: text("the address of the administrator of the proxy", 200),
  beacon: text("the address of the beacon of the proxy", 200),
  codeHash: text("the keccak256 of the contract's code", 200),
});

const finding = object("the result of a check", {
  kind: oneOf(claimKinds, "what was checked"),
  status: oneOf(claimStatuses, "how it is known"),
  effect: oneOf(claimEffects, "whether it helps"),
  method: text("name and version of the check", 200),
}, {
  statement: text("a sentence", 4_096),
  evidence: listOf(sha256("the digest of what was kept"), 20, "digests of the evidence"),
});

const members = object("a lock entry: one pinned model", {
  lockVersion: { const: lockVersion, description: `the version of this form, ${lockVersion}` },
  requested: text("the reference as it was given"),
  source: object("the source that lists it", { id: text("its id in the configuration", 40), kind: text("the kind of its adapter", 200) }),
  nativeId: text("the id that the source knows it by"),
  name: text("its name"),
  revision: text("the immutable state: a commit, a digest, or `block:<number>:<hash>`", 300),
  codeExecution: oneOf(lockVerdicts, "whether loading it runs code of the repository"),
  signatures: listOf(object("a signature", { format: text("its format", 200) }, { signer: text("who signed") }), 20, "signatures of the publisher"),
  files: listOf(file, 2_000, "its files by path"),
  system,
  links: listOf(object("another listing", { key: text("its key, `<source>:<native id>`") }, { revision: text("its revision", 300) }), 100, "other listings with the same weights"),
  trust: object("what had been found", {
    level: oneOf(trustLevels, "the level of the files"),
    systemLevel: oneOf(systemTrustLevels, "the level of the system"),
    findings: listOf(finding, 100, "results of checks"),
  }),
  policy: object("the decision of a policy", {
    id: text("the id of the policy", 200),
    digest: sha256("the digest of its rules"),
    outcome: oneOf(decisionOutcomes, "what it decided"),
    inputDigest: sha256("the digest of what went in"),
  }),
  pinnedAt: time("a time of RFC 3339, such as 2026-08-01T00:00:00Z"),
  integrity: sha256("the sha256 of the canonical JSON of the entry without this member"),
}, {
  requestedRevision: text("the revision that the reference named", 1_024),
  presentRevision: text("the revision that the listing was at besides", 300),
  stableId: text("the inner id that survives a rename"),
  publisher: text("who publishes it"),
  owner: text("the account that owns the entry", 200),
  createdAt: time("a time of RFC 3339, such as 2026-08-01T00:00:00Z"),
  url: text("its address"),
  access: oneOf(accesses, "who can get the files"),
  license: object("the licence", { stated: text("as it is stated", 1_024), class: oneOf(licenseClasses, "its class") }, {
    spdx: text("its SPDX expression", 1_024),
    fileDigest: anyDigest("the digest of its text, `<algorithm>:<value>`"),
  }),
  fileCount: count("how many files there are"),
  tags: listOf(text("a tag", 1_024), 1_000, "its tags"),
});

/** JSON Schema (2020-12) of one entry: the `document` of a pin. */
export const lockEntrySchema: LockSchema = members;

/** JSON Schema (2020-12) of `models.lock.json`. */
export const lockFileSchema: LockSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Lock file of Modeldex",
  ...object("a lock file: the models that somebody pinned", {
    lockVersion: { const: lockVersion, description: `the version of this form, ${lockVersion}` },
    models: listOf(members, 10_000, "its entries, by `requested`"),
  }),
};
