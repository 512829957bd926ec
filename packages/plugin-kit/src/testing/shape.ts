import { problem, shown, type SourceProblem, type SourceRule } from "./problems.ts";

/** Looks at one value; `at` is its place in messages. Gives nothing when it is right. */
export type Shape = (value: unknown, at: string) => Iterable<SourceProblem>;

/** A member of an object: its shape, and whether it must be there. */
export interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}

export const required = (shape: Shape): Member => ({ shape, required: true });
export const optional = (shape: Shape): Member => ({ shape, required: false });

/** Text with something in it, of at most so many bytes in UTF-8. */
export function text(maxBytes = 4096): Shape {
  return function* (value, at) {
    if (typeof value !== "string") yield wrongType(at, value, "text");
    else if (value.trim() === "") yield absent(at, value);
    else if (Buffer.byteLength(value) > maxBytes) yield problem("limits", `${at} has ${Buffer.byteLength(value)} bytes; cut it at ${maxBytes}`);
  };
}

/** Text that a test accepts; `form` says which form is meant. */
export function textOf(form: string, accepts: (value: string) => boolean, rule: SourceRule = "types"): Shape {
  return function* (value, at) {
    if (typeof value !== "string") yield wrongType(at, value, form);
    else if (value.trim() === "") yield absent(at, value);
    else if (!accepts(value)) yield problem(rule, `${at} is ${shown(value)}; write ${form}`);
  };
}

/** A word of a list of the contract. */
export function oneOf(words: readonly string[]): Shape {
  return function* (value, at) {
    if (value === "") yield absent(at, value);
    else if (typeof value !== "string" || !words.includes(value)) yield problem("types", `${at} is ${shown(value)}; write one of ${words.join(", ")}`);
  };
}

export const boolean: Shape = function* (value, at) {
  if (typeof value !== "boolean") yield wrongType(at, value, "true or false");
};

/** A finite number from `least` on. */
export function number(least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): Shape {
  return function* (value, at) {
    if (typeof value !== "number") yield wrongType(at, value, "a number");
    else if (!Number.isFinite(value)) yield absent(at, value);
    else if (value < least || value > most) yield problem("types", `${at} is ${value}; write a number from ${least} ${most === Number.POSITIVE_INFINITY ? "on" : `to ${most}`}, or leave it out`);
  };
}

/** A count: whole, from `least` on. */
export function count(least = 0): Shape {
  return function* (value, at) {
    if (typeof value !== "number") yield wrongType(at, value, "a whole number");
    else if (!Number.isFinite(value)) yield absent(at, value);
    else if (!Number.isSafeInteger(value) || value < least) {
      yield problem("types", `${at} is ${value}; write a whole number from ${least} on, or leave it out`);
    }
  };
}

/** RFC 3339 in UTC. */
export const time: Shape = textOf("RFC 3339 in UTC, such as 2026-08-01T00:00:00Z (asTime does)", isTime);

/** Absolute, http or https, without user name and password. */
export const httpUrl: Shape = textOf("an absolute http(s) URL without user name and password (asHttpUrl checks)", isHttpUrl);

/** sha256 of the raw bytes. */
export const sha256: Shape = textOf("sha256: and 64 lower-case hex digits (asSha256 does)", (value) => /^sha256:[0-9a-f]{64}$/.test(value));

/** Any digest, with its algorithm. */
export const anyDigest: Shape = textOf("<algorithm>:<value>, with 64 lower-case hex digits after sha256:", (value) =>
  value.startsWith("sha256:") ? /^sha256:[0-9a-f]{64}$/.test(value) : /^[a-z][a-z0-9-]*:\S+$/.test(value));

/** A list without holes. */
export function listOf(shape: Shape, most = 2000): Shape {
  return function* (value, at) {
    if (!Array.isArray(value)) {
      yield wrongType(at, value, "a list");
      return;
    }
    if (value.length > most) yield problem("limits", `${at} has ${value.length} entries; cut it at ${most}`);
    for (const [index, entry] of value.slice(0, most).entries()) {
      const place = `${at}[${index}]`;
      if (entry === undefined || entry === null) yield absent(place, entry);
      else yield* shape(entry, place);
    }
  };
}

/** An object with these members and no others; `extra` says what a further member is told. */
export function object(members: Readonly<Record<string, Member>>, extra = "the contract has no such member; leave it out"): Shape {
  return function* (value, at) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      yield wrongType(at, value, "an object");
      return;
    }
    for (const [name, { required: must }] of Object.entries(members)) {
      if (must && !Object.hasOwn(value, name)) yield problem("types", `${at}.${name} is missing; it must be there`);
    }
    for (const [name, entry] of Object.entries(value)) {
      const place = `${at}.${name}`;
      const member = members[name];
      if (member === undefined) yield problem("members", `${place} is given; ${extra}`);
      else if (entry === undefined || entry === null) yield absent(place, entry);
      else yield* member.shape(entry, place);
    }
  };
}

/** Any value that JSON can hold. */
export const json: Shape = function* (value, at) {
  if (!isJson(value)) yield wrongType(at, value, "a value that JSON can hold");
};

/** Whether a text is RFC 3339 in UTC, of a day that there is. */
export function isTime(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/.test(value)) return false;
  const milliseconds = Date.parse(value);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().slice(0, 19) === value.slice(0, 19);
}

/** Whether a text is an absolute http(s) URL without user name and password. */
export function isHttpUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.username === "" && url.password === "";
}

function wrongType(at: string, value: unknown, wanted: string): SourceProblem {
  return problem("types", `${at} is ${shown(value)}; write ${wanted}`);
}

function absent(at: string, value: unknown): SourceProblem {
  return problem("absence", `${at} is ${shown(value)}; leave it out when the source does not say`);
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson);
}
