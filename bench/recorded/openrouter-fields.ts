import { readFileSync } from "node:fs";

/** Paths of all members of a value, lists as `[]`: `pricing.overrides[].prompt`. Empty objects and lists count as themselves. */
export function pathsOf(value: unknown, at = ""): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${at}[]`] : value.flatMap((each) => pathsOf(each, `${at}[]`));
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([name, member]) => pathsOf(member, at === "" ? name : `${at}.${name}`));
}

/** Lines of the tables of a page, `| \`path\` | where it goes |`: a path, and the paths of a record that it gives; none where the line says why not. */
export function fieldLines(page: URL): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(page, "utf8").matchAll(/^\| `([^`]+)` \| (.+?) \|$/gm);
  return new Map([...lines].map(([, path = "", to = ""]) => [path, to.startsWith("—") ? [] : [...to.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)]));
}

/** What is wrong between the fields of the data, the lines of the page, and the fields that records have. */
export function fieldFaults(inData: ReadonlySet<string>, lines: ReadonlyMap<string, readonly string[]>, inRecords: ReadonlySet<string>): readonly string[] {
  return [
    ...[...inData].filter((path) => !lines.has(path)).map((path) => `no line says what becomes of ${path}`),
    ...[...lines.keys()].filter((path) => !inData.has(path)).map((path) => `a line names ${path}, which never occurs`),
    ...[...lines].flatMap(([path, targets]) => targets.filter((target) => ![...inRecords].some((each) => each === target || each.startsWith(`${target}.`) || each.startsWith(`${target}[]`))).map((target) => `the line of ${path} names ${target}, which no record has`)),
  ];
}
