import { z } from "zod";
import { targets } from "./mapping.ts";

const expression = z.string().min(1).max(500);
const link = z.union([
  expression,
  z.strictObject({ reference: expression, relation: z.enum(["SAME_WEIGHTS", "QUANTIZED", "HOSTED", "REGISTERED", "UNKNOWN"]).optional() }),
]);
const set = z.strictObject({ ...Object.fromEntries(targets.map((target) => [target, expression.optional()])), link: link.optional() });
const onEvent = { key: expression.optional(), when: z.record(z.string(), z.string()).optional() };
const eventRule = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("upsert"), first: z.boolean().optional(), set, ...onEvent }),
  z.strictObject({ op: z.literal("status"), value: z.enum(["LISTED", "DEPRECATED", "GONE"]), ...onEvent }),
]);
const blockNumber = z.union([z.bigint().nonnegative(), z.number().int().nonnegative()]).transform(Number).pipe(z.number().int().max(Number.MAX_SAFE_INTEGER));

/** The shape of a mapping; what its texts mean is checked against the ABI by `compileMapping`. */
export const mappingSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter"),
  chainId: z.number().int().positive(),
  address: z.string().regex(/^0x[0-9a-fA-F]{40}$/, "must be a contract's address: 0x and 40 hex digits"),
  startBlock: blockNumber,
  abi: z.array(z.string().min(1)).min(1, "needs the signatures of the events and functions that the mapping uses"),
  key: z.strictObject({ from: expression, as: z.enum(["hex", "number", "text"]).optional() }),
  on: z.record(z.string(), eventRule).refine((rules) => Object.keys(rules).length > 0, "needs at least one event"),
  read: z.array(z.strictObject({ call: z.string().min(1), args: z.array(z.string().max(500)), set })).max(10).optional(),
  writers: z.enum(["curated", "namespaced", "open"]).optional(),
  listed: z.boolean().optional(),
  about: z.strictObject({ operator: z.string().min(1).max(300).optional() }).optional(),
});

/** A mapping whose shape has been checked. */
export type CheckedMapping = z.output<typeof mappingSchema>;
