import type { AbiEvent, AbiParameter } from "viem";
import type { EntryStatus, ReadRule, StatusRule } from "../mapping/mapping.ts";

/** Names of events that end an entry; `beginningOf` passes them over. */
export const ending = /deactivat|revok|remov|delet|suspend|retir|delist|deprecat|burn|disabl/i;

const gone = /remov|delet|burn|delist/i;
const again = /reactivat|restor|unsuspend|enabl|reinstat/i;
const whileTrue = /^_?(is)?_?(active|enabled|live|listed|available)$/i;
const whileFalse = /^_?(is)?_?(inactive|revoked|deprecated|paused|disabled|retired|removed|deleted|deactivated|suspended)$/i;

/** The status that an event gives, by a bool that says so, else by its name. */
export function statusOfEvent({ name, inputs }: AbiEvent): StatusRule["value"] | undefined {
  const table = tableOf(inputs);
  if (table !== undefined) return { from: `args.${table.name}`, table: table.by };
  if (again.test(name) && !ending.test(name.replace(again, ""))) return "LISTED";
  if (gone.test(name)) return "GONE";
  return ending.test(name) ? "DEPRECATED" : undefined;
}

/** The status that a view gives by a bool, for contracts of which no event says it. */
export function statusOfFields(fields: readonly AbiParameter[]): ReadRule["status"] {
  const table = tableOf(fields);
  return table === undefined ? undefined : { from: `out.${table.name}`, table: table.by };
}

function tableOf(fields: readonly AbiParameter[]): { readonly name: string; readonly by: Readonly<Record<string, EntryStatus>> } | undefined {
  for (const { name = "", type } of fields) {
    if (type !== "bool") continue;
    if (whileTrue.test(name)) return { name, by: { true: "LISTED", false: "DEPRECATED" } };
    if (whileFalse.test(name)) return { name, by: { true: "DEPRECATED", false: "LISTED" } };
  }
  return undefined;
}
