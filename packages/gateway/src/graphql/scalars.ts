import { GraphQLError, Kind } from "graphql";
import type { ValueNode } from "graphql";

const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const digestPattern = /^(sha256:[0-9a-f]{64}|keccak256:[0-9a-f]{64}|git-sha1:[0-9a-f]{40}|[a-z0-9-]+:[A-Za-z0-9._=+/-]{1,200})$/;

interface ScalarResolver {
  readonly __serialize: (value: unknown) => unknown;
  readonly __parseValue: (value: unknown) => unknown;
  readonly __parseLiteral: (node: ValueNode) => unknown;
}

/** Resolvers of the schema's scalars; each refuses what it is not, with what it should be. Descriptions are those of the SDL. */
export const scalars = {
  DateTime: scalar("DateTime", "RFC 3339 in UTC, such as 2026-08-01T00:00:00Z", (value) => (typeof value === "string" && dateTimePattern.test(value) && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined), passText),
  URL: scalar("URL", "an absolute http or https URL", (value) => (typeof value === "string" && isUrl(value) ? value : undefined), passText),
  SafeInt: scalar("SafeInt", "a whole number from -(2^53-1) to 2^53-1", (value) => (Number.isSafeInteger(value) ? value : undefined)),
  Digest: scalar("Digest", "<algorithm>:<value>, such as sha256 with 64 lower-case hexadecimal digits", (value) => (typeof value === "string" && digestPattern.test(value) ? value : undefined)),
  JSON: { __serialize: (value: unknown) => value, __parseValue: (value: unknown) => value, __parseLiteral: literal },
};

type Check = (value: unknown) => unknown;

function scalar(name: string, right: string, check: Check, serialize: Check = check): ScalarResolver {
  const parse = (value: unknown, node?: ValueNode): unknown => {
    const read = check(value);
    if (read === undefined) throw new GraphQLError(`${shown(value)} is not a ${name}; write ${right}.`, { extensions: { code: "BAD_USER_INPUT" }, ...(node && { nodes: [node] }) });
    return read;
  };
  return {
    __serialize: (value) => {
      const written = serialize(value);
      if (written === undefined) throw new TypeError(`A stored value is not a ${name}.`);
      return written;
    },
    __parseValue: (value) => parse(value),
    __parseLiteral: (node) => parse(literal(node), node),
  };
}

/** Stored times and addresses were checked when they came in. */
function passText(value: unknown): unknown {
  return typeof value === "string" ? value : undefined;
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function literal(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.STRING: case Kind.ENUM: return node.value;
    case Kind.BOOLEAN: return node.value;
    case Kind.INT: case Kind.FLOAT: return Number(node.value);
    case Kind.NULL: return null;
    case Kind.LIST: return node.values.map(literal);
    case Kind.OBJECT: return Object.fromEntries(node.fields.map((field) => [field.name.value, literal(field.value)]));
    case Kind.VARIABLE: throw new GraphQLError("A variable cannot stand inside a JSON value; give the whole value as a variable.", { nodes: [node] });
    default: return node satisfies never;
  }
}
