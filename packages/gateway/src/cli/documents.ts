const outcomes = /* GraphQL */ `fragment Outcomes on SourceOutcome { status origin asOf code message source { id } }`;

/** Operations behind the commands; `--json` prints what they answer. */
export const searchDocument = /* GraphQL */ `
  query Search($text: String, $filter: ModelFilterInput, $first: Int, $after: String, $sort: ModelSort, $benchmark: String, $live: Boolean) {
    search(text: $text, filter: $filter, first: $first, after: $after, sort: $sort, benchmark: $benchmark, live: $live) {
      totalCount totalCountIsExact didYouMean pageInfo { hasNextPage endCursor }
      nodes { id name task parameters { total } license { spdx class } popularity { downloads30d asOf } contextLength }
      sources { ...Outcomes }
    }
  }
  ${outcomes}`;

export const resolveDocument = /* GraphQL */ `
  query Resolve($reference: String!) {
    resolve(reference: $reference) {
      reference outcome readAs revision message
      model { id name listings(first: 100) { totalCount nodes { key url access state fetchedAt precisions source { id } link { kind relation statement } } } }
      listing { key url }
      candidates(first: 10) { confidence reason model { id name } }
      sources { ...Outcomes }
    }
  }
  ${outcomes}`;

export const compareDocument = /* GraphQL */ `
  query Compare($references: [String!]!, $policy: PolicyInput) {
    compare(references: $references, policy: $policy) {
      models { id name }
      unresolved { reference outcome message candidates { model { id } } }
      rows { attribute label group unit verdict note leaders cells { text known } }
    }
  }`;

export const trustDocument = /* GraphQL */ `
  query Trust($reference: String!, $policy: PolicyInput, $depth: TrustDepth) {
    resolve(reference: $reference) {
      outcome message candidates { model { id } }
      model { id }
      listing {
        key revision
        trust(policy: $policy, depth: $depth) {
          level missingForNext systemLevel systemMissingForNext assessedAt
          counts { verified asserted unknown failed }
          decision { outcome validUntil policy { id title digest } exceptions { subject rule policy reason by until } rules { outcome explanation remedy rule { key title severity } } }
          claims { totalCount nodes { kind status effect statement unknownReason method evidence { digest reproduce sourceUrl } } }
        }
      }
    }
  }`;

interface OutcomeRow {
  readonly status: string;
  readonly origin: string | null;
  readonly asOf: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly source: { readonly id: string };
}

export interface SearchAnswer {
  readonly search: {
    readonly totalCount: number;
    readonly totalCountIsExact: boolean;
    readonly didYouMean: string | null;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly {
      readonly id: string;
      readonly name: string;
      readonly task: string | null;
      readonly parameters: { readonly total: number } | null;
      readonly license: { readonly spdx: string | null; readonly class: string };
      readonly popularity: { readonly downloads30d: number | null; readonly asOf: string | null };
    }[];
    readonly sources: readonly OutcomeRow[];
  };
}

export interface ResolveAnswer {
  readonly resolve: {
    readonly reference: string;
    readonly outcome: string;
    readonly readAs: readonly string[];
    readonly revision: string | null;
    readonly message: string | null;
    readonly model: {
      readonly id: string;
      readonly name: string;
      readonly listings: {
        readonly totalCount: number;
        readonly nodes: readonly {
          readonly key: string;
          readonly url: string | null;
          readonly state: string;
          readonly fetchedAt: string;
          readonly precisions: readonly string[];
          readonly source: { readonly id: string };
          readonly link: { readonly kind: string; readonly statement: string };
        }[];
      };
    } | null;
    readonly listing: { readonly key: string } | null;
    readonly candidates: readonly { readonly confidence: number; readonly reason: string; readonly model: { readonly id: string; readonly name: string } }[];
    readonly sources: readonly OutcomeRow[];
  };
}

export interface CompareAnswer {
  readonly compare: {
    readonly models: readonly { readonly id: string }[];
    readonly unresolved: readonly { readonly reference: string; readonly outcome: string; readonly message: string | null; readonly candidates: readonly { readonly model: { readonly id: string } }[] }[];
    readonly rows: readonly { readonly label: string; readonly group: string; readonly unit: string | null; readonly verdict: string; readonly note: string | null; readonly leaders: readonly number[]; readonly cells: readonly { readonly text: string; readonly known: boolean }[] }[];
  };
}

export interface TrustAnswer {
  readonly resolve: {
    readonly outcome: string;
    readonly message: string | null;
    readonly candidates: readonly { readonly model: { readonly id: string } }[];
    readonly model: { readonly id: string } | null;
    readonly listing: {
      readonly key: string;
      readonly revision: string | null;
      readonly trust: {
        readonly level: string;
        readonly missingForNext: readonly string[];
        readonly systemLevel: string;
        readonly systemMissingForNext: readonly string[];
        readonly assessedAt: string | null;
        readonly counts: { readonly verified: number; readonly asserted: number; readonly unknown: number; readonly failed: number };
        readonly decision: { readonly outcome: string; readonly policy: { readonly id: string; readonly title: string }; readonly rules: readonly { readonly outcome: string; readonly explanation: string; readonly remedy: string | null; readonly rule: { readonly key: string; readonly title: string; readonly severity: string } }[] };
        readonly claims: { readonly totalCount: number; readonly nodes: readonly { readonly kind: string; readonly status: string; readonly effect: string; readonly statement: string }[] };
      } | null;
    } | null;
  };
}
