import { z } from "zod";
import { jsonAbiItem } from "./abi-schema.ts";
import { chosen, closed, noMembers } from "./closed-schema.ts";
import { fileTargets, targets } from "./mapping.ts";

const expression = z.string({ error: "must be an expression: text such as args.name" }).min(1, "must not be empty").max(500, "must have at most 500 characters");
const several = z.array(expression).min(1, "needs at least one expression").max(8, "at most 8 expressions");
const value = chosen((given) => (Array.isArray(given) ? several : expression));
const statuses = z.enum(["LISTED", "DEPRECATED", "GONE"], "must be LISTED, DEPRECATED or GONE");

const relation = z.enum(["SAME_WEIGHTS", "QUANTIZED", "HOSTED", "REGISTERED", "UNKNOWN"], "must be SAME_WEIGHTS, QUANTIZED, HOSTED, REGISTERED or UNKNOWN");
const linkObject = closed({ reference: value, relation: relation.optional() });
const link = chosen((given) => (Array.isArray(given) ? several : typeof given === "object" ? linkObject : expression));

/** Of each target its value; `link` alone may be an object. */
const set = z.record(z.string(), z.unknown(), "must be an object: { name: \"args.name\" }").transform((given, context) => {
  const checked: Record<string, z.output<typeof link>> = {};
  for (const [target, rule] of Object.entries(given)) {
    if (rule === undefined) continue;
    if (!isTarget(target)) {
      context.issues.push({ code: "custom", message: noMembers([target], [...targets, "extra.<name>"]), input: given });
      continue;
    }
    const parsed = (target === "link" ? link : value).safeParse(rule);
    if (parsed.success) checked[target] = parsed.data;
    else for (const { path, message } of parsed.error.issues) context.issues.push({ code: "custom", path: [target, ...path], message, input: given });
  }
  return checked;
});

const statusTable = closed({
  from: expression,
  table: z.record(z.string(), statuses).refine((table) => Object.keys(table).length > 0, "needs at least one text"),
});
const status = chosen((given) => (typeof given === "object" ? statusTable : statuses));

const onEvent = {
  key: expression.optional(),
  when: z.record(z.string(), z.string()).optional(),
  recover: z.record(z.string(), closed({ call: z.string().min(1), argument: z.string().min(1).max(200) })).optional(),
};
const eventRule = z.discriminatedUnion(
  "op",
  [
    closed({ op: z.literal("upsert"), first: z.boolean().optional(), set, ...onEvent }),
    closed({ op: z.literal("status"), value: status, ...onEvent }),
    closed({
      op: z.literal("file"),
      id: expression,
      set: closed(Object.fromEntries(fileTargets.map((target) => [target, value.optional()]))).optional(),
      removed: z.boolean().optional(),
      ...onEvent,
    }),
    closed({ op: z.literal("version"), version: expression, set: set.optional(), ...onEvent }),
    closed({
      op: z.literal("claim"),
      id: expression.optional(),
      kindUri: z.string().regex(/^[a-z][a-z0-9+.-]*:\S{1,300}$/i, "must be a URI that names the kind of claim"),
      statement: expression,
      issuer: expression,
      value: z.record(z.string().regex(/^[A-Za-z]\w{0,39}$/, "must be a name: letters, digits and _, beginning with a letter"), value).optional(),
      ...onEvent,
    }),
    closed({ op: z.literal("revoke"), id: expression, ...onEvent }),
  ],
  { error: "op must be upsert, status, file, version, claim or revoke" },
);
const severalRules = z.array(eventRule).min(1, "needs at least one rule").max(64, "at most 64 rules");
const eventRules = chosen((given) => (Array.isArray(given) ? severalRules : eventRule));

const view = z.string().min(1, "must name a function of the ABI");
const listedItem = { key: expression.optional(), set: set.optional() };
const listForms = {
  keys: closed({ keys: view, ...listedItem }),
  count: closed({ count: view, item: view, from: z.union([z.literal(0), z.literal(1)], "must be 0 or 1").optional(), ...listedItem }),
  page: closed({ page: view, size: z.number().int().min(1).max(1000), items: z.string().min(1).max(200).optional(), ...listedItem }),
};
const noList = z.never({ error: "must have one of keys, count (with item) or page (with size)" });
const list = chosen((given) => {
  const form = (["keys", "count", "page"] as const).find((name) => typeof given === "object" && given !== null && name in given);
  return form === undefined ? noList : listForms[form];
});

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, "must be a contract's address: 0x and 40 hex digits");
const fixedArguments = z.array(z.string().max(500)).max(20);
const read = closed({ call: view, args: fixedArguments, address: address.optional(), set, status: statusTable.optional() });
const document = closed({
  uri: value,
  digest: closed({ algorithm: z.enum(["sha256", "keccak256", "cid"], "must be sha256, keccak256 or cid"), value }).optional(),
  as: z.enum(["json", "text"], "must be json or text").optional(),
  maxBytes: z.number().int().min(1).max(4_000_000, "must be at most 4000000").optional(),
  set,
});

const tableName = z.string().regex(/^[A-Za-z][\w-]{0,39}$/, "must be a name: letters, digits, _ and -, beginning with a letter");
const names = z.array(z.string()).min(1, "needs at least one name").max(1000);
const namesByText = z.record(z.string(), z.string()).refine((table) => Object.keys(table).length > 0, "needs at least one name");
const table = chosen((given) => (Array.isArray(given) ? names : namesByText));

const abiItem = chosen((given) => (typeof given === "string" ? z.string().min(1) : jsonAbiItem));
const blockNumber = z.union([z.bigint().nonnegative(), z.number().int().nonnegative()]).transform(Number).pipe(z.number().int().max(Number.MAX_SAFE_INTEGER));
const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter");

/** The shape of a mapping; what its texts mean is checked against the ABI by `compileMapping`. */
export const mappingSchema = closed({
  id,
  chainId: z.number().int().positive(),
  address,
  space: id.optional(),
  startBlock: blockNumber,
  abi: z.array(abiItem).min(1, "needs the signatures of the events and functions that the mapping uses"),
  key: closed({ from: expression.optional(), as: z.enum(["hex", "number", "text"], "must be hex, number or text").optional(), keccak256Of: expression.optional() }),
  on: z.record(z.string(), eventRules).optional(),
  list: list.optional(),
  read: z.array(read).max(10).optional(),
  documents: z.array(document).max(4).optional(),
  enums: z.record(tableName, table).optional(),
  claimsOn: id.optional(),
  writers: z.enum(["curated", "namespaced", "open"]).optional(),
  writeCall: closed({ call: view, args: fixedArguments }).optional(),
  listed: z.boolean().optional(),
  overlay: z.boolean().optional(),
  about: closed({ operator: z.string().min(1).max(300).optional() }).optional(),
}).refine(({ on, list: listed }) => Object.keys(on ?? {}).length > 0 || listed !== undefined, { path: ["on"], error: "needs at least one event, or list" });

/** A mapping whose shape has been checked. */
export type CheckedMapping = z.output<typeof mappingSchema>;
export type CheckedRule = z.output<typeof eventRule>;
export type CheckedSet = z.output<typeof set>;
export type CheckedList = NonNullable<CheckedMapping["list"]>;

function isTarget(name: string): boolean {
  return targets.some((target) => target === name) || /^extra\.[A-Za-z][\w-]{0,39}$/.test(name);
}
