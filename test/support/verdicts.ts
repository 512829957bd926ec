/** Sends an operation to a gateway and gives its data. */
export type Query = (document: string, variables?: Readonly<Record<string, unknown>>) => Promise<any>;

/** What is found of a listing or a source, by kind of claim; under `level` its levels. */
export type Verdicts = ReadonlyMap<string, readonly string[]>;

/** How foreign words, such as addresses, are said. */
type Say = (text: string) => string;

const claims = "systemLevel claims(first: 100) { nodes { kind status effect unknownReason stale checks { key statement } } }";

/**
 * The report of a listing (`listing:…`) or a source, or `undefined` when the budget did not reach every check.
 *
 * @param distinct makes the operation another one than those before, since whole answers are kept for some seconds
 */
export async function verdictsOf(query: Query, id: string, { distinct, say = (text) => text }: { readonly distinct: string; readonly say?: Say }): Promise<Verdicts | undefined> {
  const trust = id.startsWith("listing:")
    ? (await query(`query($id: ID!) { node(id: $id) { ... on Listing { trust(depth: STANDARD) { level ${claims} } } } } # ${distinct}`, { id })).node.trust
    : (await query(`query($id: ID!) { source(id: $id) { trust { ${claims} } } } # ${distinct}`, { id })).source.trust;
  const nodes = trust.claims.nodes as readonly any[];
  if (nodes.some(({ unknownReason }) => unknownReason === "BUDGET_EXCEEDED")) return undefined;
  const byKind = [...Map.groupBy(nodes, ({ kind }) => kind as string)].map(([kind, found]) => [kind, found.map((claim) => verdictOf(claim, say)).toSorted()] as const);
  return new Map([["level", [`${trust.level ?? "-"} ${trust.systemLevel}`]], ...byKind]);
}

/** With the states that it rests on, such as who holds a power. */
function verdictOf({ status, effect, unknownReason, stale, checks }: any, say: Say): string {
  const states = checks.filter(({ key }: any) => key.startsWith("state:")).map(({ statement }: any) => say(statement));
  return [`${status}${unknownReason === null ? "" : `(${unknownReason})`} ${effect}`, ...(stale ? ["stale"] : []), ...(states.length === 0 ? [] : [`[${states.join(" ")}]`])].join(" ");
}

/** `KIND: before → after` of each kind in which something turned; what is equal on both sides is left out. */
export function turnedBetween(before: Verdicts, after: Verdicts): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((kind) => {
    const [old, now] = [[...(before.get(kind) ?? [])], [...(after.get(kind) ?? [])]];
    for (const verdict of old.slice()) {
      if (!now.includes(verdict)) continue;
      now.splice(now.indexOf(verdict), 1);
      old.splice(old.indexOf(verdict), 1);
    }
    return old.length + now.length === 0 ? [] : [`${kind}: ${old.join(" + ") || "nothing"} → ${now.join(" + ") || "nothing"}`];
  });
}

/** Where the feed of changes ends now. */
export async function feedEnd(query: Query, distinct: string): Promise<string> {
  return (await query(`{ changes(last: 1) { pageInfo { endCursor } } } # ${distinct}`)).changes.pageInfo.endCursor;
}

/** At most 100 rows of the feed after a cursor, in words: `KIND` and of findings what turned, of updates which fields; by the key of the listing, else the source. */
export async function toldAfter(query: Query, after: string, { distinct, say = (text) => text }: { readonly distinct: string; readonly say?: Say }): Promise<readonly { readonly about: string; readonly words: string }[]> {
  const { changes } = await query(`query($after: String) { changes(after: $after, first: 100) { nodes { kind source { id } listing { key } statement before after } } } # ${distinct}`, { after });
  return changes.nodes.map(({ kind, source, listing, statement, before, after: now }: any) => {
    const shown = ({ status, effect, states }: any) => [`${status} ${effect}`, ...(states === undefined ? [] : [`[${states.map(say).join(" ")}]`])].join(" ");
    const words = kind === "FINDING" ? `FINDING ${now.kind}: ${shown(before)} → ${shown(now)}` : kind === "UPDATED" ? `UPDATED ${fieldsOf(statement).join(", ")}` : kind;
    return { about: listing?.key ?? source.id, words };
  });
}

/** Of a new revision without what is only asked for by need: that is told with it where somebody had asked before and asks first. */
function fieldsOf(statement: string): readonly string[] {
  const fields = statement.slice("Changed: ".length, -1).split(", ");
  return fields.includes("revision") ? fields.filter((field) => field !== "artifacts" && field !== "claims") : fields;
}
