import type { ListingRelation, Naming } from "@modeldex/plugin-kit";
import type { AbiEvent, AbiFunction, Address, Hex } from "viem";
import type { ParsedExpression, ParsedPath } from "./expression.ts";
import type { KeyForm } from "./key.ts";
import type { Target } from "./mapping.ts";

/** A mapping that has been checked against its ABI, ready to read logs with. */
export interface Registry {
  readonly id: string;
  readonly chainId: number;
  /** With the checksum of EIP-55. */
  readonly address: Address;
  readonly startBlock: number;
  readonly writers: Naming;
  readonly operator?: string;
  readonly keyForm: KeyForm;
  /** By topic 0. */
  readonly events: ReadonlyMap<Hex, RegistryEvent>;
  readonly reads: readonly RegistryRead[];
  /** Of everything in the mapping that decides what is read. */
  readonly fingerprint: string;
}

export interface RegistryEvent {
  readonly topic: Hex;
  readonly abi: AbiEvent;
  /** Canonical, the text whose hash is the topic: `ModelAdded(bytes32,string)`. */
  readonly signature: string;
  readonly keyPath: ParsedPath;
  /** 1 to 3 when the key is a topic, so that a node can be asked for one key. */
  readonly keyTopic?: number;
  readonly when: readonly { readonly path: ParsedPath; readonly text: string }[];
  readonly does:
    | { readonly op: "upsert"; readonly first: boolean; readonly set: readonly Setter[] }
    | { readonly op: "status"; readonly value: "LISTED" | "DEPRECATED" | "GONE" };
}

export interface RegistryRead {
  readonly abi: AbiFunction;
  /** Canonical, the text whose hash is the selector: `getModel(bytes32)`. */
  readonly signature: string;
  readonly args: readonly ReadArgument[];
  readonly set: readonly Setter[];
}

export type ReadArgument = { readonly kind: "key" } | { readonly kind: "fixed"; readonly value: string | bigint | boolean };

export type Setter =
  | { readonly target: Exclude<Target, "link">; readonly value: ParsedExpression }
  | { readonly target: "link"; readonly value: ParsedExpression; readonly relation: ListingRelation };

/** `eip155:<chain id>:<address>`, CAIP-10. */
export function registryAccount({ chainId, address }: Pick<Registry, "chainId" | "address">): string {
  return `eip155:${chainId}:${address}`;
}
