import { CatalogInputError } from "@modeldex/catalog";
import type { ChangeQuery, StoredChange } from "@modeldex/catalog";
import { readLicense } from "@modeldex/schema";
import type { ChangeKind, LicenseStatement, ListingRecord, Offer, SourceId } from "@modeldex/schema";
import type { GraphContext } from "./context.ts";
import { badInput } from "./errors.ts";
import { offerFields } from "./offers.ts";
import { pageInfo, pageSize } from "./pages.ts";
import type { PageInfo } from "./pages.ts";
import { readPosition, writePosition } from "./positions.ts";
import { sourceNode } from "./source.ts";

interface ChangesArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly models?: readonly string[] | null;
  readonly sources?: readonly string[] | null;
  readonly kinds?: readonly ChangeKind[] | null;
  readonly since?: string | null;
}

interface ChangesPage {
  readonly nodes: readonly StoredChange[];
  readonly edges: readonly { readonly node: StoredChange; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
}

/** Most models or sources that a feed is narrowed to. */
const mostNamed = 100;

export const changeResolvers = {
  Query: { changes: changesPage },
  Change: {
    __isTypeOf: (value: object) => "sequence" in value,
    id: ({ sequence }: StoredChange) => `change:${sequence}`,
    source: ({ source }: StoredChange, _: unknown, context: GraphContext) => (source === undefined ? null : sourceNode(source, context)),
    listing: ({ listingNow }: StoredChange, _: unknown, { loaders }: GraphContext) => (listingNow === undefined ? null : loaders.listing.load(listingNow)),
    model: ({ model, listing, listingNow }: StoredChange, _: unknown, { loaders }: GraphContext) => {
      // A model that bears the listing's key is found by what the listing is called now: its old key may be another one's.
      const id = model === (listing as string | undefined) ? listingNow : model;
      return id === undefined ? null : loaders.model.load(id);
    },
    before: ({ kind, before }: StoredChange) => shaped(kind, before),
    after: ({ kind, after }: StoredChange) => shaped(kind, after),
  },
};

/** A row of the log by the id of its node. */
export async function changeById(id: string, { services }: GraphContext): Promise<StoredChange | null> {
  const sequence = /^change:([1-9]\d{0,15})$/.exec(id)?.[1];
  if (sequence === undefined || !Number.isSafeInteger(Number(sequence))) return null;
  return (await services.catalog.changesAt([Number(sequence)]))[0] ?? null;
}

async function changesPage(_: unknown, given: ChangesArguments, context: GraphContext): Promise<ChangesPage> {
  const { catalog } = context.services;
  const newest = typeof given.last === "number";
  if (newest && typeof given.first === "number") throw badInput("last", "stands beside `first`; give one of them: `first` reads forward, `last` backward.");
  const limit = newest ? sizeOf(given.last) : pageSize(given.first, 50);
  const list = `changes of ${await catalog.catalogId()}`;
  const after = readPosition(list, given.after) as number | undefined;
  const before = readPosition(list, given.before, "before") as number | undefined;
  const query = { ...narrowed(given, context), limit, newest, ...(after !== undefined && { after }), ...(before !== undefined && { before }) };
  // A feed is asked for what is new now; the history of given models may be as old as the page that shows it.
  if (given.models === null || given.models === undefined) context.volatile.yes = true;
  const { changes, hasEarlier, hasLater } = await catalog.findChanges(query).catch((error: unknown) => {
    // Only the positions are not checked before: the log can be shorter than it was, when its file was put back to an earlier state.
    if (error instanceof CatalogInputError) throw badInput(after === undefined ? "before" : "after", `lies beyond the end of the log, which was put back to an earlier state: ${error.message} Begin again without it.`, error);
    throw error;
  });
  const edges = changes.map((node) => ({ node, cursor: writePosition(list, node.sequence) }));
  return { nodes: changes, edges, pageInfo: pageInfo(edges.map(({ cursor }) => cursor), hasLater, hasEarlier) };
}

function sizeOf(last: number | null | undefined): number {
  if (typeof last !== "number" || last < 1 || last > 100) throw badInput("last", `is ${String(last)}; write a number from 1 to 100.`);
  return last;
}

function narrowed({ models, sources, kinds, since }: ChangesArguments, { services }: GraphContext): Partial<ChangeQuery> {
  for (const [argument, list] of Object.entries({ models, sources, kinds })) {
    if (list?.length === 0) throw badInput(argument, "is an empty list, which nothing can meet; leave it out.");
    if ((list?.length ?? 0) > mostNamed) throw badInput(argument, `has ${list?.length ?? 0} of them; give at most ${mostNamed}.`);
  }
  const known = services.sources.map(({ id }) => id);
  const unknown = sources?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw badInput("sources", `has "${unknown}"; the sources here are ${known.join(", ") || "none"}.`);
  return {
    ...(models && { models }),
    ...(sources && { sources: [...new Set(sources)] as SourceId[] }),
    ...(kinds && { kinds: [...new Set(kinds)] }),
    ...(since && { since }),
  };
}

/** What was stored, in the shape of the field of the schema that it is about. */
function shaped(kind: ChangeKind, value: unknown): unknown {
  if (value === undefined) return kind === "ACCESS" ? "UNKNOWN" : null;
  switch (kind) {
    case "LICENSE": return readLicense(value as LicenseStatement);
    case "PRICE": return (value as readonly Offer[]).map(offerFields);
    case "WEIGHTS": return Object.entries(value as Readonly<Record<string, string | null>>).map(([path, digest]) => ({ path, digest }));
    case "UPDATED": return updatedFields(value as Partial<ListingRecord>);
    case "ACCESS": case "LISTED": case "GONE": case "RENAMED": case "MERGED": case "SPLIT": case "FINDING": case "HELD_BACK": return value;
    default: return kind satisfies never;
  }
}

/** Fields of a record under the names and in the shapes of the schema. */
function updatedFields(record: Partial<ListingRecord>): Readonly<Record<string, unknown>> {
  const { contextTokens, deprecated, offers, ...rest } = record;
  return {
    ...rest,
    ...(contextTokens !== undefined && { contextLength: contextTokens }),
    ...(deprecated !== undefined && { state: deprecated ? "DEPRECATED" : "LISTED" }),
    ...(offers !== undefined && { offers: offers.map(offerFields) }),
  };
}
