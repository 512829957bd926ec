import { base32 } from "multiformats/bases/base32";
import { CID } from "multiformats/cid";
import { create as digestOf } from "multiformats/hashes/digest";
import { bytesToHex, decodeAbiParameters, hexToBytes, isHex, keccak256, numberToBytes, stringToBytes, type Hex } from "viem";
import { exactJson, memberAt } from "./exact-json.ts";
import { ExpressionError } from "./expression-error.ts";
import { bitsOf, fullType, integerOf, isBytes, unknownType, valueType, type ValueClass } from "./value-types.ts";
import { valueText } from "./text.ts";

/** A named step of an expression, `<name>` or `<name>:<argument>`, made ready by `compileExpression`. */
export interface Transform {
  readonly name: TransformName;
  /** What stands behind the colon. */
  readonly argument?: string;
  /** Type of the ABI of what it is given; absent where no ABI was asked. */
  readonly type?: string;
  /** Of `enum`: texts by index, or by text. */
  readonly table?: ReadonlyMap<string, string>;
  /** Of `scaled`, where the number of decimals is a value beside the scaled one. */
  readonly decimals?: { readonly root: "args" | "out" | "item" | "doc"; readonly members: readonly string[] };
}

interface Definition {
  /** Shape of its argument; absent: it has none. */
  readonly argument?: { readonly form: string; readonly pattern: RegExp };
  readonly takes: readonly ValueClass[];
  /** Type of what it gives: one of the ABI, or `unknown`. */
  readonly gives: string;
  /** `undefined` for what it can make nothing of. */
  readonly apply: (value: unknown, transform: Transform, decimals: unknown) => unknown;
}

const member = String.raw`[\w@$-]+(?:\.[\w@$-]+)*`;
const anyText = { form: "<separator>", pattern: /^[^]+$/ };

const abiPattern = new RegExp(String.raw`^${valueType}(?:,${valueType})*:\d{1,2}$`);

/** Every transform that there is. None runs code of a mapping, and none throws. */
export const transforms = {
  /** Bytes as UTF-8: invalid sequences become U+FFFD, zeros at the end are filling. */
  utf8: { takes: ["bytes"], gives: "string", apply: bytesText },
  /** The same for a bytes32 that holds a short text. */
  "bytes32-text": { takes: ["bytes32"], gives: "string", apply: bytesText },
  /** Of a purl, `pkg:<type>/<namespace>/<name>@<version>`, namespace and name; other text is its own name. */
  "model-name": { takes: ["bytes", "text"], gives: "string", apply: modelName },
  /** A member of a JSON object in bytes or text, with dots into objects and lists: `json:model.files.0.name`. */
  json: {
    argument: { form: "<member>", pattern: new RegExp(`^${member}$`) },
    takes: ["bytes", "text"],
    gives: unknownType,
    apply: jsonMember,
  },
  /** One of several values that were encoded together as the ABI has it: of `abi:string,bytes32:1` the second. What does not decode is none. */
  abi: { argument: { form: "<types>:<index>", pattern: abiPattern }, takes: ["bytes"], gives: unknownType, apply: abiValue },
  /** The text that a table of `enums` has for an index or a text; nothing for one that it does not have. */
  enum: { argument: { form: "<table>", pattern: /^[\w-]+$/ }, takes: ["integer", "text", "bool", "bytes", "address"], gives: "string", apply: fromTable },
  /** An integer divided by a power of ten, as exact decimal text: `scaled:6`, or `scaled:args.decimals` where the event gives the power. */
  scaled: {
    argument: { form: "<decimals>", pattern: /^(?:\d{1,3}|(?:args|out|item|doc)(?:\.[\w@$-]+)+)$/ },
    takes: ["integer"],
    gives: "string",
    apply: scaled,
  },
  /** Seconds since 1970 as RFC 3339 in UTC; 0 means none, and so does what is after the year 9999. */
  unix: { takes: ["integer"], gives: "string", apply: unixTime },
  /** The CIDv1 (codec raw, base32) whose sha256 digest a bytes32 is; with `cid:dag-pb` of that codec. Zeros are none. */
  cid: { argument: { form: "dag-pb", pattern: /^(?:raw|dag-pb)?$/ }, takes: ["bytes32"], gives: "string", apply: cidV1 },
  /** The CIDv0, `Qm…`, whose sha256 digest a bytes32 is. Zeros are none. */
  cidv0: { takes: ["bytes32"], gives: "string", apply: cidV0 },
  /** A Walrus blob id, 43 characters: of a bytes32 in its order, of a uint256 as Walrus writes the number (lowest byte first). Zeros are none. */
  walrus: { takes: ["bytes32", "uint256"], gives: "string", apply: walrusId },
  /** Bytes in base64url (RFC 4648, section 5) without padding. */
  base64url: { takes: ["bytes"], gives: "string", apply: base64Url },
  /** Text in lower case. */
  lower: { takes: ["text", "address"], gives: "string", apply: (value) => (typeof value === "string" ? value.toLowerCase() : undefined) },
  /** Text without white space at its ends. */
  trim: { takes: ["text"], gives: "string", apply: (value) => (typeof value === "string" ? value.trim() : undefined) },
  /** 0x and hex digits in lower case: of bytes, of an address, of an unsigned integer with all digits of its type. */
  hex: { takes: ["bytes", "address", "integer"], gives: "string", apply: hexText },
  /** keccak256 of a text in UTF-8, or of bytes. */
  keccak256: { takes: ["bytes", "text"], gives: "bytes32", apply: keccak },
  /** A text cut into several, for tags: `split:,`. Each without white space at its ends, empty ones left out. */
  split: { argument: anyText, takes: ["text"], gives: "string[]", apply: splitText },
  /** A list as one text, its texts with the separator between them: `join:", "`. */
  join: { argument: anyText, takes: ["list"], gives: "string", apply: joinedText },
  /** What is before the first separator, the whole text where there is none. */
  first: { argument: anyText, takes: ["text"], gives: "string", apply: beforeFirst },
  /** What is behind the last separator, the whole text where there is none: `last:/` is the name of a file. */
  last: { argument: anyText, takes: ["text"], gives: "string", apply: behindLast },
} as const satisfies Record<string, Definition>;

export type TransformName = keyof typeof transforms;

/** What a transform takes, and of which type it is what it gives. */
export function definitionOf({ name, argument = "" }: Transform): Pick<Definition, "takes" | "gives"> {
  const { takes, gives } = transforms[name];
  return { takes, gives: name === "abi" ? (abiTypes(argument).type ?? unknownType) : gives };
}

/** How a transform is written. */
export function transformText({ name, argument }: Pick<Transform, "name" | "argument">): string {
  return argument === undefined ? name : `${name}:${argument}`;
}

/**
 * Reads one transform; `path` is the whole text, for messages.
 *
 * @throws {ExpressionError} there is no such transform, or its argument is none.
 */
export function parseTransform(text: string, path: string): Transform {
  const [, name = "", given] = /^([^:]*)(?::([^]*))?$/.exec(text) ?? [];
  if (!isTransformName(name)) throw new ExpressionError(`"${path}" has the transform "${text}"; there are ${allForms()}`);
  const definition: Definition = transforms[name];
  const quoted = given === undefined ? undefined : /^"([^"]+)"$/.exec(given.trim())?.[1];
  const argument = quoted ?? given?.trim();
  if (definition.argument === undefined) {
    if (argument === undefined) return { name };
    throw new ExpressionError(`"${path}" gives ${name} the argument "${argument}"; it takes none`);
  }
  if (!definition.argument.pattern.test(argument ?? "")) throw new ExpressionError(`"${path}" has the transform "${text}"; it is written ${formOf(name)}`);
  if (argument === undefined || argument === "") return { name };
  if (name === "abi" && abiTypes(argument).type === undefined) throw new ExpressionError(`"${path}" asks ${text} for a value that it does not have; the first has the index 0`);
  const [root, ...members] = argument.split(".");
  if (name === "scaled" && (root === "args" || root === "out" || root === "item" || root === "doc")) return { name, argument, decimals: { root, members } };
  return { name, argument };
}

/** What a transform makes of a value; `undefined` for what it can make nothing of. `decimals`: the value at the path of `scaled`. */
export function transformed(value: unknown, transform: Transform, decimals?: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  const { apply }: Definition = transforms[transform.name];
  return apply(value, transform, decimals);
}

function isTransformName(name: string): name is TransformName {
  return Object.hasOwn(transforms, name);
}

function allForms(): string {
  const forms = Object.keys(transforms).filter(isTransformName).map(formOf);
  return `${forms.slice(0, -1).join(", ")} and ${forms.at(-1)}`;
}

function formOf(name: TransformName): string {
  const { argument }: Definition = transforms[name];
  if (name === "cid") return "cid, cid:dag-pb";
  return argument === undefined ? name : `${name}:${argument.form}`;
}

/** Where the type is not known, what looks like hex is bytes. */
function bytesOf(value: unknown, { type }: Transform): Uint8Array | undefined {
  if (typeof value !== "string" || !isHex(value) || value.length % 2 === 1) return undefined;
  return type === undefined || isBytes(type) || type === unknownType ? hexToBytes(value) : undefined;
}

function bytes32Of(value: unknown, transform: Transform): Uint8Array | undefined {
  const bytes = bytesOf(value, transform);
  return bytes?.length === 32 && bytes.some((byte) => byte !== 0) ? bytes : undefined;
}

function bytesText(value: unknown, transform: Transform): string | undefined {
  const bytes = bytesOf(value, transform);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes).replace(/\u0000+$/, "");
}

/** Text as it is, bytes as UTF-8. What a JSON document has is text, also where it looks like hex. */
function textOf(value: unknown, transform: Transform): string | undefined {
  if (typeof value !== "string") return undefined;
  if (transform.type === "string" || transform.type === unknownType) return value;
  return bytesText(value, transform) ?? (transform.type === undefined ? value : undefined);
}

function modelName(value: unknown, transform: Transform): string | undefined {
  const text = textOf(value, transform);
  const path = text === undefined ? undefined : /^pkg:[a-z][a-z0-9.+-]*\/([^@?#]+)/.exec(text)?.[1];
  if (path === undefined) return text;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function jsonMember(value: unknown, transform: Transform): unknown {
  const text = textOf(value, transform);
  return text === undefined ? undefined : memberAt(exactJson(text), transform.argument?.split(".") ?? []);
}

function abiTypes(argument: string): { readonly types: readonly string[]; readonly type: string | undefined; readonly index: number } {
  const [list = "", place] = argument.split(":");
  const types = list.split(",").map(fullType);
  return { types, type: types[Number(place)], index: Number(place) };
}

function abiValue(value: unknown, transform: Transform): unknown {
  const bytes = bytesOf(value, transform);
  const { types, index } = abiTypes(transform.argument ?? "");
  if (bytes === undefined) return undefined;
  try {
    return decodeAbiParameters(types.map((type) => ({ type })), bytes)[index];
  } catch {
    // Anybody writes these bytes; viem's message would repeat them.
    return undefined;
  }
}

function fromTable(value: unknown, { table }: Transform): string | undefined {
  const text = valueText(value);
  if (text === undefined) return undefined;
  // `compileExpression` writes hex in lower case; an address is decoded with its checksum.
  return table?.get(isHex(text) ? text.toLowerCase() : text);
}

function scaled(value: unknown, { argument, decimals: path }: Transform, given: unknown): string | undefined {
  const integer = integerOf(value);
  const decimals = path === undefined ? Number(argument) : Number(integerOf(given) ?? -1n);
  if (integer === undefined || !(decimals >= 0 && decimals <= 255)) return undefined;
  const digits = (integer < 0n ? -integer : integer).toString().padStart(decimals + 1, "0");
  const fraction = decimals === 0 ? "" : digits.slice(-decimals).replace(/0+$/, "");
  const whole = decimals === 0 ? digits : digits.slice(0, -decimals);
  return `${integer < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Last second of the year 9999: RFC 3339 has four digits for a year. */
const lastSecond = 253_402_300_799n;

function unixTime(value: unknown): string | undefined {
  const seconds = integerOf(value);
  if (seconds === undefined || seconds <= 0n || seconds > lastSecond) return undefined;
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** Codes of the multicodec table. */
const codes = { raw: 0x55, "dag-pb": 0x70, sha256: 0x12 } as const;

function cidV1(value: unknown, transform: Transform): string | undefined {
  const digest = bytes32Of(value, transform);
  const codec = transform.argument === "dag-pb" ? codes["dag-pb"] : codes.raw;
  return digest === undefined ? undefined : CID.createV1(codec, digestOf(codes.sha256, digest)).toString(base32);
}

function cidV0(value: unknown, transform: Transform): string | undefined {
  const digest = bytes32Of(value, transform);
  return digest === undefined ? undefined : CID.createV0(digestOf(codes.sha256, digest)).toString();
}

function walrusId(value: unknown, transform: Transform): string | undefined {
  const bytes = bytes32Of(value, transform);
  if (bytes !== undefined) return Buffer.from(bytes).toString("base64url");
  const integer = isBytes(transform.type ?? "") ? undefined : integerOf(value);
  if (integer === undefined || integer <= 0n || integer >= 1n << 256n) return undefined;
  return Buffer.from(numberToBytes(integer, { size: 32 })).reverse().toString("base64url");
}

function base64Url(value: unknown, transform: Transform): string | undefined {
  const bytes = bytesOf(value, transform);
  return bytes === undefined || bytes.length === 0 ? undefined : Buffer.from(bytes).toString("base64url");
}

function hexText(value: unknown, transform: Transform): string | undefined {
  if (typeof value === "string" && isHex(value)) return value.toLowerCase();
  const integer = integerOf(value);
  if (integer === undefined || integer < 0n || integer >= 1n << 256n) return undefined;
  return `0x${integer.toString(16).padStart(bitsOf(transform.type === undefined || transform.type === unknownType ? "uint256" : transform.type) / 4, "0")}`;
}

function keccak(value: unknown, transform: Transform): Hex | undefined {
  if (typeof value !== "string") return undefined;
  if (transform.type === "string" || transform.type === unknownType) return keccak256(stringToBytes(value));
  const bytes = bytesOf(value, transform);
  if (bytes !== undefined) return keccak256(bytesToHex(bytes));
  return transform.type === undefined ? keccak256(stringToBytes(value)) : undefined;
}

function splitText(value: unknown, { argument }: Transform): readonly string[] | undefined {
  if (typeof value !== "string" || argument === undefined) return undefined;
  return value.split(argument).map((part) => part.trim()).filter((part) => part !== "");
}

function joinedText(value: unknown, { argument = "" }: Transform): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.map(valueText).filter((text) => text !== undefined && text !== "");
  return texts.length === 0 ? undefined : texts.join(argument);
}

function beforeFirst(value: unknown, { argument }: Transform): string | undefined {
  return typeof value !== "string" || argument === undefined ? undefined : value.split(argument, 1)[0];
}

function behindLast(value: unknown, { argument }: Transform): string | undefined {
  return typeof value !== "string" || argument === undefined ? undefined : value.split(argument).at(-1);
}
