import type { ListingKey } from "@modeldex/schema";
import type { Edge, IdentityFacts } from "./facts.ts";
import { type NameSignature, signaturesContradict } from "./signature.ts";

/** Listings that are one model so far. */
interface Union {
  readonly keys: Set<ListingKey>;
  /** What their names say, each once. */
  readonly names: Map<string, NameSignature>;
  /** Source and packaging of each that may join by its name. */
  readonly packagings: Set<string>;
}

/**
 * Listings on their way to being models. What would break an operator's `different` is refused, and so is, but for the operator's own word, what would put
 * two names together that contradict each other; a name alone never puts two listings of one source and packaging together.
 */
export class Unions {
  readonly #of = new Map<ListingKey, Union>();
  readonly #different: ReadonlySet<string>;

  /** @param different `<key> <key>` in both orders */
  constructor(listings: readonly IdentityFacts[], different: ReadonlySet<string>) {
    this.#different = different;
    for (const { key, source, joinsByName, signature } of listings) {
      this.#of.set(key, {
        keys: new Set([key]),
        names: new Map([[JSON.stringify(signature), signature]]),
        packagings: new Set(!joinsByName ? [] : [`${source} ${signature.packaging.join(" ")}`]),
      });
    }
  }

  /** @returns whether the edge put two unions together. */
  join({ first, second, kind }: Pick<Edge, "first" | "second" | "kind">): boolean {
    const [left, right] = [this.#of.get(first), this.#of.get(second)];
    if (left === undefined || right === undefined || left === right || this.#refuses(left, right, kind)) return false;
    for (const key of right.keys) {
      left.keys.add(key);
      this.#of.set(key, left);
    }
    for (const [text, signature] of right.names) left.names.set(text, signature);
    for (const packaging of right.packagings) left.packagings.add(packaging);
    return true;
  }

  areOne(first: ListingKey, second: ListingKey): boolean {
    return this.#of.get(first) === this.#of.get(second);
  }

  all(): readonly ReadonlySet<ListingKey>[] {
    return [...new Set(this.#of.values())].map(({ keys }) => keys);
  }

  #refuses(left: Union, right: Union, kind: Edge["kind"]): boolean {
    for (const one of left.keys) for (const other of right.keys) if (this.#different.has(`${one} ${other}`)) return true;
    if (kind === "OPERATOR_RULE") return false;
    for (const one of left.names.values()) for (const other of right.names.values()) if (signaturesContradict(one, other)) return true;
    return kind === "NAME_AND_PUBLISHER" && [...left.packagings].some((packaging) => right.packagings.has(packaging));
  }
}
