import { OptionsError } from "@modeldex/plugin-kit";
import { getAddress, isAddress } from "viem";
import type { EventRule, LinkExpression, Mapping, SetRule } from "../mapping/mapping.ts";

export interface EasOptions {
  /** @default "eas" */
  readonly id?: string;
  readonly chainId: number;
  /** @default of the chains in `easAddresses` the address that is known; required for another */
  readonly address?: string;
  /** Block of the first attestation that counts; the contract carries everybody's. */
  readonly startBlock: number | bigint;
  /** 0x and 64 hex digits. */
  readonly schemaUid: string;
  /** The schema as it is registered: `string model, bytes32 sha256, uint8 score`. Elementary types, and arrays of them. */
  readonly schema: string;
  /** Addresses whose attestations count; those of anybody else are not read. */
  readonly attesters: readonly string[];
  /**
   * An attestation is shown with the model that it names, and is no listing of its own. A digest names no model, so with `sha256` it is one.
   *
   * @default true where the model is a purl or a repository
   */
  readonly overlay?: boolean;
  /** Which field says what is attested, and how. */
  readonly model: {
    readonly field: string;
    /**
     * `purl`: a purl or URL. `huggingface`: name of a repository, `acme/tiny-chat`. `sha256`: digest of the weights, bytes32 or 64 hex digits.
     */
    readonly as: "purl" | "huggingface" | "sha256";
  };
}

/** Where the Ethereum Attestation Service is deployed, by chain id; read in eas-contracts on 2026-11-20 and not asked live. */
export const easAddresses: Readonly<Record<number, string>> = {
  1: "0xA1207F3BBa224E2c9c3c6D5aF63D0eb1582Ce587",
  10: "0x4200000000000000000000000000000000000021",
  8453: "0x4200000000000000000000000000000000000021",
  84_532: "0x4200000000000000000000000000000000000021",
  42_161: "0xbD75f629A22Dc1ceD33dDA0b68c546A1c035c458",
  11_155_111: "0xC2679fBD37d54388Ce493F1DB75320D236e1815e",
};

/**
 * Attestations about models in the Ethereum Attestation Service, of the attesters that you name and under one schema: anybody can attest
 * anything, so those of others are noise.
 *
 * An attestation adds a claim of its attester to the model that it names, and another one of what its fields say. Without `overlay` it is an entry
 * that links to the model; its fields are `extra.<field>`, and a revoked one is deprecated. The claim of a revoked one says so, and `expiresAt` among
 * the fields says until when one holds. The fields are read by
 * `getAttestation`, not from an indexer. There is no agreed schema for models (2026-11-20). Interface: `EAS.sol` in eas-contracts.
 *
 * @throws {OptionsError} an attester is no address, or the schema has no such field.
 */
export function eas(options: EasOptions): Mapping {
  const { id = "eas", chainId, address = easAddresses[chainId] ?? "", startBlock, schemaUid, overlay = options.model.as !== "sha256" } = options;
  const fields = readSchema(options);
  const types = fields.map(({ type }) => type).join(",");
  const valueOf = (name: string): string => `out.data | abi:${types}:${fields.findIndex((field) => field.name === name)}`;
  const attesters = readAttesters(options);
  const each = (rule: EventRule): readonly EventRule[] => attesters.map((attester) => ({ ...rule, when: { "args.schemaUID": schemaUid, "args.attester": attester } }));
  return {
    id,
    chainId,
    address,
    startBlock,
    writers: "open",
    ...(overlay ? { overlay } : {}),
    abi: [
      "event Attested(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)",
      "event Revoked(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)",
      "function getAttestation(bytes32 uid) view returns ((bytes32 uid, bytes32 schema, uint64 time, uint64 expirationTime, uint64 revocationTime, bytes32 refUID, address recipient, address attester, bool revocable, bytes data))",
    ],
    key: { from: "args.uid", as: "hex" },
    on: {
      Attested: [
        ...each({ op: "upsert", first: true, set: { owner: "args.attester" } }),
        ...each({
          op: "claim",
          id: "{args.uid}",
          kindUri: `https://attest.org/schema/${schemaUid}`,
          statement: "{args.attester} made attestation {args.uid} under schema {args.schemaUID}.",
          issuer: "args.attester",
          value: { uid: "args.uid", schema: "args.schemaUID", recipient: "args.recipient" },
        }),
      ],
      Revoked: [...each({ op: "status", value: "DEPRECATED" }), ...each({ op: "revoke", id: "{args.uid}" })],
    },
    read: [
      {
        call: "getAttestation",
        args: ["{key}"],
        set: {
          ...modelOf(options.model, valueOf(options.model.field)),
          createdAt: "out.time | unix",
          "extra.expiresAt": "out.expirationTime | unix",
          "extra.revokedAt": "out.revocationTime | unix",
          ...Object.fromEntries(fields.flatMap((field) => shown(field, valueOf(field.name)))),
        },
      },
    ],
  };
}

/** How a field is shown; lists of other things than texts are not. */
function shown({ type, name }: { readonly type: string; readonly name: string }, value: string): readonly (readonly [`extra.${string}`, string])[] {
  if (type === "bytes") return [[`extra.${name}`, `${value} | hex`]];
  if (type === "string[]") return [[`extra.${name}`, `${value} | join:", "`]];
  return type.endsWith("[]") ? [] : [[`extra.${name}`, value]];
}

function modelOf({ as }: EasOptions["model"], value: string): SetRule & { readonly link?: LinkExpression } {
  switch (as) {
    case "purl":
      return { name: `${value} | model-name`, link: value };
    case "huggingface":
      return { name: value, link: `pkg:huggingface/{${value}}` };
    case "sha256":
      // An artifact has a path, and an attestation of a digest gives none.
      return { name: "Attestation {key}", "artifact.path": "attested", "artifact.sha256": value };
    default:
      return as satisfies never;
  }
}

function readSchema({ schema, model }: EasOptions): readonly { readonly type: string; readonly name: string }[] {
  const fields = schema.split(",").map((field) => {
    const [type = "", name = "", ...more] = field.trim().split(/\s+/);
    if (!/^(u?int\d*|bytes\d*|address|bool|string)(\[\])?$/.test(type) || !/^\w+$/.test(name) || more.length > 0) {
      throw new OptionsError("eas", [{ path: "schema", message: `"${field.trim()}" is no field: write its type and its name, such as string model` }]);
    }
    return { type, name };
  });
  if (!fields.some(({ name }) => name === model.field)) {
    throw new OptionsError("eas", [{ path: "model.field", message: `the schema has no field ${model.field}; it has ${fields.map(({ name }) => name).join(", ")}` }]);
  }
  return fields;
}

function readAttesters({ attesters }: EasOptions): readonly string[] {
  if (attesters.length === 0) throw new OptionsError("eas", [{ path: "attesters", message: "needs at least one address: anybody can attest anything" }]);
  return attesters.map((attester, index) => {
    if (isAddress(attester, { strict: false })) return getAddress(attester);
    throw new OptionsError("eas", [{ path: `attesters[${index}]`, message: `"${attester}" is no address: 0x and 40 hex digits` }]);
  });
}
