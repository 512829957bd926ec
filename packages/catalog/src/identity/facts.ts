import type { DateTime, LinkKind, ListingKey, ListingRelation, Naming } from "@modeldex/schema";
import type { StoredLink } from "../stored.ts";
import type { NameSignature } from "./signature.ts";

/** What the rules of identity look at in one listing. */
export interface IdentityFacts {
  readonly key: ListingKey;
  readonly source: string;
  readonly nativeId: string;
  readonly name: string;
  /** What the id calls it, where the source's operator gives ids such as `owner/name`: what it is shown as may say less, or more. */
  readonly idName?: string;
  readonly publisher: string;
  /** Whose it is: the owner in `owner/name`, else the stated publisher; "" when nobody is said. */
  readonly owner: string;
  readonly naming: Naming;
  readonly isGone: boolean;
  readonly createdAt?: DateTime;
  /** The larger the more used; see `popularityBucket`. */
  readonly bucket: number;
  readonly fetchedAt: DateTime;
  /** Page of the listing at its source. */
  readonly url?: string;
  /** Whether the listing holds files, as far as its record says. */
  readonly hasFiles: boolean;
  readonly hasOffers: boolean;
  /** What its name says. */
  readonly signature: NameSignature;
  /** Whether its name may join it: an operator gave it, or the owner of an account on the Hub, where only the account tells the publisher. */
  readonly joinsByName: boolean;
  /** Whether its publisher is stated, and not only guessed from the name. */
  readonly statesPublisher: boolean;
  /** Whether the record refers to other listings, known here or not. */
  readonly namesOthers: boolean;
  /** `false`: its task is another one than making text, so that nobody asks whether it is a base model. Absent: not known. */
  readonly generatesText?: boolean;
  /** Digests that may join. */
  readonly digests: readonly FactDigest[];
  /** References whose target is stored. */
  readonly references: readonly FactReference[];
}

export interface FactDigest {
  readonly digest: string;
  readonly path: string;
  /** Whether the listing says that it is a file of weights; a digest without a path joins only with one that is. */
  readonly isWeights: boolean;
}

export interface FactReference {
  readonly reference: string;
  readonly target: ListingKey;
  readonly relation: ListingRelation;
  readonly statement: string;
}

/** Pairs of keys as an operator wrote them. */
export interface PairRules {
  readonly same: readonly (readonly [ListingKey, ListingKey])[];
  readonly different: readonly (readonly [ListingKey, ListingKey])[];
}

/** Something that speaks for two listings being the same model. */
export interface Edge {
  readonly first: ListingKey;
  readonly second: ListingKey;
  readonly kind: Exclude<LinkKind, "LEADING">;
  /** What `first` holds of the model, seen from `second`. */
  readonly relation: ListingRelation;
  readonly statement: string;
  /** Whether it is enough to join them. */
  readonly joins: boolean;
  readonly evidence: StoredLink["evidence"];
}
