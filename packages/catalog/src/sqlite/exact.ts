import { parseListingKey } from "@modeldex/schema";
import { signatureOf } from "../model-words.ts";
import { openRanks } from "../popularity.ts";
import type { CatalogQuery } from "../query.ts";
import type { Database } from "./database.ts";
import { fold } from "./listing-rows.ts";
import { findsVouched } from "./name-parts.ts";
import { ranks } from "./streams.ts";

/** Models that a whole text names, as row ids in the order of use. */
export interface ExactRanks {
  readonly byId: ReadonlySet<number>;
  readonly byName: ReadonlySet<number>;
}

/** Most models that one exact text gives: the most used ones. */
export const maxExact = 200;

/**
 * Models that the text names as a whole: by id, native id or alias; or by its whole name. Each the most used first.
 *
 * An id that anybody could take is one only where the text finds no model of another kind; else it is a name like others.
 */
export function exactRanks(database: Database, query: CatalogQuery): ExactRanks {
  const text = query.text?.trim() ?? "";
  if (text === "") return { byId: new Set(), byName: new Set() };
  const signature = signatureOf(text);
  const byName = signature === "" ? [] : ranksOfName(database, signature);
  const byNativeId = ranksOfNativeId(database, text);
  const taken = byNativeId.filter((rank) => rank > openRanks);
  const isTaken = taken.length > 0 && findsVouched(database, query);
  return {
    byId: new Set([...ranksOfKey(database, text), ...(isTaken ? byNativeId.filter((rank) => rank <= openRanks) : byNativeId)]),
    byName: new Set(isTaken ? [...byName, ...taken].sort((left, right) => left - right) : byName),
  };
}

/** Whether the text is the id of a model that not just anybody could have named so. */
export function isVouchedId({ byId }: ExactRanks): boolean {
  return [...byId].some((rank) => rank <= openRanks);
}

function ranksOfKey(database: Database, text: string): readonly number[] {
  const parsed = parseListingKey(text.toLowerCase());
  if (parsed === undefined) return [];
  return ranks(
    database
      .sql(
        `SELECT m.rk FROM (
           SELECT model FROM listings WHERE folded = ?1 AND source = ?2
           UNION SELECT l.model FROM aliases AS a CROSS JOIN listings AS l ON l.seq = a.listing WHERE a.folded = ?1 AND a.source = ?2
         ) AS found CROSS JOIN models AS m ON m.seq = found.model ORDER BY m.rk LIMIT ?3`,
      )
      .all(fold(parsed.nativeId), parsed.source, maxExact),
  );
}

/** In an open registry anybody can take any id, so there a bare id leads only to models that are listed nowhere else. */
const mayName = "(l.naming <> 'open' OR l.link_kind = 'LEADING')";

function ranksOfNativeId(database: Database, text: string): readonly number[] {
  return ranks(
    database
      .sql(
        `SELECT m.rk FROM (
           SELECT l.model FROM listings AS l WHERE l.folded = ?1 AND ${mayName}
           UNION SELECT l.model FROM aliases AS a CROSS JOIN listings AS l ON l.seq = a.listing WHERE a.folded = ?1 AND ${mayName}
         ) AS found CROSS JOIN models AS m ON m.seq = found.model ORDER BY m.rk LIMIT ?2`,
      )
      .all(fold(text), maxExact),
  );
}

function ranksOfName(database: Database, signature: string): readonly number[] {
  return ranks(
    database
      .sql(
        `SELECT DISTINCT m.rk FROM signatures AS s CROSS JOIN listings AS l ON l.seq = s.listing CROSS JOIN models AS m ON m.seq = l.model
         WHERE s.signature = ?1 AND ${mayName} ORDER BY m.rk`,
      )
      .all(signature),
  );
}
