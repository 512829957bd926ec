import { quoted } from "../foreign-text.ts";
import { isEncrypted, localHeaderBytes, sizesBehind } from "./zip-entry.ts";
import type { LocalHeader, ZipEntry } from "./zip-entry.ts";

/** Longest that may stand between the data of an entry and the next: extra fields of its local header, and sizes behind its data. */
const longestBetween = 65_535 + 24;

/** What the directory by itself has against it, each a clause: two readers may see two things in such a zip. Names are as they stand in the file. */
export function checkEntries(entries: readonly ZipEntry[], directoryStart: number): readonly string[] {
  const problems: string[] = [];
  const seen = new Map<string, string>();
  for (const entry of entries) {
    const { name } = entry;
    const said = quoted(name);
    if (name === "") problems.push("an entry has no name");
    if (name.includes("\0")) problems.push(`the name ${said} has a NUL in it`);
    if (/^(?:[\\/]|[a-z]:)/i.test(name)) problems.push(`the name ${said} is an absolute path`);
    if (name.split(/[\\/]/).includes("..")) problems.push(`the name ${said} leads out of the zip`);
    if (isEncrypted(entry)) problems.push(`${said} is marked as encrypted`);
    const folded = foldedName(name);
    const other = seen.get(folded);
    if (other !== undefined) problems.push(other === name ? `two entries are named ${said}` : `the names ${quoted(other)} and ${said} are the same to some readers`);
    seen.set(folded, name);
    if (entry.start + localHeaderBytes + entry.nameBytes + entry.compressedBytes > directoryStart) problems.push(`${said} ends behind the beginning of the directory`);
    if (entry.method === 0 && entry.compressedBytes !== entry.sizeBytes) problems.push(`${said} is stored, with ${entry.compressedBytes} bytes in the file and ${entry.sizeBytes} declared`);
  }
  const inOrder = entries.toSorted((left, right) => left.start - right.start);
  const first = inOrder[0]?.start ?? directoryStart;
  if (first !== 0) problems.push(`${first} bytes stand before its first entry`);
  for (const [index, entry] of inOrder.entries()) {
    const end = entry.start + localHeaderBytes + entry.nameBytes + entry.compressedBytes;
    const next = inOrder[index + 1];
    if (next !== undefined && end > next.start) problems.push(`${quoted(entry.name)} and ${quoted(next.name)} overlap`);
    const between = (next?.start ?? directoryStart) - end;
    if (between > longestBetween) problems.push(`${between} bytes behind ${quoted(entry.name)} belong to no entry`);
  }
  return problems;
}

/** Where an entry and its local header disagree, each a clause. */
export function compareHeaders(entry: ZipEntry, local: LocalHeader): readonly string[] {
  const said = quoted(entry.name);
  const problems: string[] = [];
  const differ = (what: string, left: number | string, right: number | string): void => {
    if (left !== right) problems.push(`${said} has ${what} ${left} in the directory and ${right} in its local header`);
  };
  if (local.name !== entry.name) problems.push(`${said} is named ${quoted(local.name)} in its local header`);
  differ("the flags", entry.flags, local.flags);
  differ("the method", entry.method, local.method);
  const behind = (local.flags & sizesBehind) !== 0;
  for (const [what, key] of [["the checksum", "crc32"], ["the packed size", "compressedBytes"], ["the size", "sizeBytes"]] as const) {
    if (!(behind && local[key] === 0)) differ(what, entry[key], local[key]);
  }
  return problems;
}

/** The name as a file system that knows no case, `.`, doubled or backward slashes would have it. */
function foldedName(name: string): string {
  const ends = name.includes("\0") ? name.slice(0, name.indexOf("\0")) : name;
  return ends.replaceAll("\\", "/").split("/").filter((part) => part !== "" && part !== ".").join("/").normalize("NFC").toLowerCase();
}
