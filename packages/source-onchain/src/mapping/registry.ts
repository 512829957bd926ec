import type { ListingRelation, Naming } from "@modeldex/plugin-kit";
import type { AbiEvent, AbiFunction, Address, Hex } from "viem";
import type { ParsedExpression, ParsedPath } from "./expression.ts";
import type { KeyForm } from "./key.ts";
import type { EntryStatus, FileTarget, Target } from "./mapping.ts";
import type { Transform } from "./transforms.ts";

/** A mapping that has been checked against its ABI, ready to read logs with. */
export interface Registry {
  readonly id: string;
  readonly chainId: number;
  /** With the checksum of EIP-55. */
  readonly address: Address;
  /** Prefix of the keys, where a contract has several id spaces. */
  readonly space?: string;
  readonly startBlock: number;
  readonly writers: Naming;
  readonly operator?: string;
  readonly keyForm: KeyForm;
  /** The key is keccak256 of this template of `{repository}` and `{file}`. */
  readonly keccak256Of?: string;
  /** By topic 0; several rules may read one event. */
  readonly events: ReadonlyMap<Hex, readonly RegistryEvent[]>;
  readonly reads: readonly RegistryRead[];
  readonly list?: RegistryList;
  readonly documents: readonly RegistryDocument[];
  /** Id of the registry whose entries the events are claims about; then this one lists nothing. */
  readonly claimsOn?: string;
  readonly writeCall?: { readonly abi: AbiFunction; readonly args: readonly unknown[] };
  /** `false`: entries are counted and none is listed. */
  readonly listed: boolean;
  /** Entries are overlays of the models that they link to, and no listings. */
  readonly overlay: boolean;
  /** Of everything in the mapping that decides what is read. */
  readonly fingerprint: string;
}

/** What an event's key is read from: one of its values, or several with texts between them. */
export type EventKey = Extract<ParsedExpression, { kind: "path" | "template" }>;

export interface RegistryEvent {
  readonly topic: Hex;
  /** Place of the rule among those of its registry: tells rules of one event apart. */
  readonly rule: number;
  readonly abi: AbiEvent;
  /** Canonical, the text whose hash is the topic: `ModelAdded(bytes32,string)`. */
  readonly signature: string;
  readonly keyFrom: EventKey;
  /** 1 to 3 when the key is a topic (of a text: its hash), so that a node can be asked for one key. */
  readonly keyTopic?: number;
  readonly when: readonly { readonly path: ParsedPath; readonly text: string }[];
  /** Texts of which the log has only the hash. */
  readonly recover: readonly Recovery[];
  readonly does: Action;
}

/** Where a text stands in calldata. */
export interface Recovery {
  /** Name, or index, of the argument of the event as viem decodes it. */
  readonly argument: string;
  readonly abi: AbiFunction;
  /** Steps into the function's decoded arguments: index first, then members. */
  readonly steps: readonly string[];
}

export type Action =
  | { readonly op: "upsert"; readonly first: boolean; readonly set: readonly Setter[] }
  | { readonly op: "status"; readonly value: StatusValue }
  | { readonly op: "file"; readonly id: ParsedExpression; readonly removed: boolean; readonly set: readonly { readonly target: FileTarget; readonly value: ParsedExpression }[] }
  | { readonly op: "version"; readonly version: ParsedExpression; readonly set: readonly Setter[] }
  | {
      readonly op: "claim";
      readonly id?: ParsedExpression;
      readonly kindUri: string;
      readonly statement: ParsedExpression;
      readonly issuer: ParsedExpression;
      readonly value: readonly { readonly name: string; readonly value: ParsedExpression }[];
    }
  | { readonly op: "revoke"; readonly id: ParsedExpression };

export type StatusValue = EntryStatus | { readonly from: ParsedExpression; readonly table: ReadonlyMap<string, EntryStatus> };

export interface RegistryRead {
  readonly abi: AbiFunction;
  /** Canonical, the text whose hash is the selector: `getModel(bytes32)`. */
  readonly signature: string;
  readonly selector: Hex;
  /** Another contract than the registry. */
  readonly address?: Address;
  readonly args: readonly ReadArgument[];
  readonly set: readonly Setter[];
  readonly status?: Exclude<StatusValue, string>;
}

export type ReadArgument =
  | { readonly kind: "key"; readonly transforms: readonly Transform[] }
  /** Of the newest event of the key that has it. */
  | { readonly kind: "args"; readonly path: ParsedPath }
  | { readonly kind: "fixed"; readonly value: string | bigint | boolean };

/** How the contract lists its own entries. */
export type RegistryList = (
  | { readonly kind: "keys"; readonly view: AbiFunction }
  | { readonly kind: "count"; readonly count: AbiFunction; readonly item: AbiFunction; readonly from: 0 | 1 }
  /** `items`: path of the list in the result; absent: the result itself, or its first output. */
  | { readonly kind: "page"; readonly page: AbiFunction; readonly size: number; readonly items?: ParsedPath }
) & {
  /** Absent, of count and item: the number that the item is asked by. */
  readonly key?: ParsedExpression;
  readonly set: readonly Setter[];
};

export interface RegistryDocument {
  readonly uri: ParsedExpression;
  readonly digest?: { readonly algorithm: "sha256" | "keccak256" | "cid"; readonly value: ParsedExpression };
  readonly as: "json" | "text";
  readonly maxBytes: number;
  readonly set: readonly Setter[];
}

export type Setter =
  | { readonly target: Exclude<Target, "link"> | `extra.${string}`; readonly value: ParsedExpression }
  | { readonly target: "link"; readonly value: ParsedExpression; readonly relation: ListingRelation };

/** `eip155:<chain id>:<address>`, CAIP-10. */
export function registryAccount({ chainId, address }: Pick<Registry, "chainId" | "address">): string {
  return `eip155:${chainId}:${address}`;
}

/** Contract that a view is asked of. */
export function addressOf(read: Pick<RegistryRead, "address">, registry: Pick<Registry, "address">): Address {
  return read.address ?? registry.address;
}
