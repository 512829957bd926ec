/** A lock entry as the endpoint made it, unread but for its reference. */
export type LockDocument = Readonly<Record<string, unknown>>;

/** Version of the form of lock files that is read and written here. */
const lockVersion = 1;

/** What people compare first stands first; members that are not named here follow in code unit order. */
const order = [
  "requested", "requestedRevision", "source", "nativeId", "name", "stableId", "publisher", "owner", "createdAt", "revision", "presentRevision", "url", "access", "license", "codeExecution",
  "signatures", "files", "fileCount", "system", "links", "policy", "trust", "tags", "pinnedAt", "lockVersion", "integrity",
];
const innerOrder = ["id", "path", "key", "power", "stated", "kind", "outcome", "status", "effect", "method", "role", "sizeBytes", "digest", "otherDigests", "authority", "holders", "terms"];

/** `models.lock.json` of these entries, byte for byte as `modeldex pin` writes it: each model once, by `requested`. A test holds the two equal. */
export function lockFileText(documents: readonly LockDocument[]): string {
  const once = [...new Map(documents.toReversed().map((entry) => [canonical([entry["requested"], entry["source"], entry["nativeId"], entry["revision"]]), entry])).values()];
  const sorted = once.toSorted((left, right) => byCodeUnits(String(left["requested"]), String(right["requested"])) || byCodeUnits(canonical(left), canonical(right)));
  const models = sorted.map((entry) => block(entry, "    ", order));
  const text = `{\n  "lockVersion": ${lockVersion},\n  "models": [${models.length === 0 ? "" : `\n    ${models.join(",\n    ")}\n  `}]\n}\n`;
  return text.replaceAll(unseen, (character) => Array.from({ length: character.length }, (_, place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, "0")}`).join(""));
}

/** What is not seen, or turns the writing round, is written by its number. */
const unseen = /[\u007f-\u009f\u2028\u2029\p{Cf}]/gu;

/** One entry of a lock file that was given: what can be asked about, or why not. */
export type GivenEntry =
  | { readonly place: number; readonly requested: string; readonly document: LockDocument }
  | { readonly place: number; readonly requested: string | undefined; readonly problem: string };

/** Reads a lock file. Whether an entry is as it was made, the endpoint says; an entry that is none does not take the others with it. */
export function readLockFile(text: string): { readonly entries: readonly GivenEntry[] } | { readonly problem: string } {
  if (text.trim() === "") return { problem: "It is empty; a lock file is what “Download the lock file” and `modeldex pin` write." };
  const value = parsed(text);
  if (value === undefined) return { problem: "It is no JSON; a lock file is what “Download the lock file” and `modeldex pin` write." };
  if (!isObject(value)) return { problem: "It is no lock file; one is {\"lockVersion\": 1, \"models\": […]}." };
  const { lockVersion: version, models, ...others } = value;
  if (typeof version === "number" && Number.isInteger(version) && version > lockVersion) return { problem: `It was made by a newer version of Modeldex (lockVersion ${version}; ${lockVersion} is read here).` };
  if (version !== lockVersion) return { problem: `Its lockVersion is ${JSON.stringify(version) ?? "missing"}; ${lockVersion} is read here.` };
  if (!Array.isArray(models)) return { problem: "Its “models” is no list of entries." };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return { problem: `It has the member ${JSON.stringify(unknown)}, which lock files do not have.` };
  if (models.length === 0) return { problem: "Nothing is pinned in it: its list of models is empty." };
  return { entries: models.map((model: unknown, place) => given(model, place)) };
}

function given(model: unknown, place: number): GivenEntry {
  if (!isObject(model)) return { place, requested: undefined, problem: `Entry ${place + 1} is no object, so it is no pin.` };
  const requested = model["requested"];
  if (typeof requested !== "string") return { place, requested: undefined, problem: `Entry ${place + 1} does not say what was asked for (“requested”), so it is no pin.` };
  return { place, requested, document: model };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its message would repeat the text, which may be any file.
    return undefined;
  }
}

function isObject(value: unknown): value is LockDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object with one line for each member; what is within lists is one line each, down to two levels. */
function block(value: LockDocument, indent: string, names: readonly string[]): string {
  const inner = `${indent}  `;
  const lines = members(value, names).map(([name, member]) => `${inner}${JSON.stringify(name)}: ${within(name, member, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function within(name: string, member: unknown, indent: string): string {
  if (Array.isArray(member) && member.some((each) => typeof each === "object")) return `[\n${member.map((each: unknown) => `${indent}  ${oneLine(each)}`).join(",\n")}\n${indent}]`;
  return (name === "system" || name === "trust") && isObject(member) ? block(member, indent, []) : oneLine(member);
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each: unknown) => oneLine(each)).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const parts = members(value, innerOrder).map(([name, member]) => `${JSON.stringify(name)}: ${oneLine(member)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function members(value: LockDocument, names: readonly string[]): readonly (readonly [string, unknown])[] {
  const place = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.entries(value).toSorted(([left], [right]) => place(left) - place(right) || byCodeUnits(left, right));
}

/** JSON with the keys of every object in code unit order (RFC 8785). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each: unknown) => canonical(each)).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  return `{${Object.entries(value).toSorted(([left], [right]) => byCodeUnits(left, right)).map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

function byCodeUnits(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
