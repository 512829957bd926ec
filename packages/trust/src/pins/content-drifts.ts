import type { LicenseClass } from "@modeldex/schema";
import { listed, short, type Drift } from "./drift.ts";
import { fileChanges, noDigest, type FileChange, type FileGroup } from "./file-changes.ts";
import type { PresentFacts } from "./listing-facts.ts";
import type { LockEntry, LockFile, LockLicense, LockSignature } from "./lock-entry.ts";

/** Paths that `before` and `after` of one drift name at most. */
const maxPaths = 50;

/** What differs in the content of two states: files, licence, signatures, whether loading runs code, name and tags. */
export function contentDrifts(pinned: LockEntry, present: PresentFacts): readonly Drift[] {
  const changes = present.files === undefined ? [] : fileChanges(pinned.files, present.files);
  const of = (group: FileGroup): readonly FileChange[] => changes.filter((change) => change.group === group);
  const heavier = [
    weightsDrift(of("WEIGHTS"), pinned, present.files ?? []),
    codeDrift(of("CODE"), pinned, present),
    signatureDrift(of("SIGNATURE"), pinned, present),
    licenseDrift(of("LICENSE"), pinned, present),
    configurationDrift(of("CONFIGURATION")),
  ].filter((drift) => drift !== undefined);
  const metadata = metadataDrift(of("METADATA"), pinned, present);
  return heavier.length > 0 || metadata === undefined ? heavier : [metadata];
}

function weightsDrift(changes: readonly FileChange[], { requested, files }: LockEntry, now: readonly LockFile[]): Drift | undefined {
  if (changes.length === 0) return undefined;
  const replaced = changes.some(({ before, after }) => before !== null && after !== null);
  const untold = changes.every(({ after }) => after === noDigest);
  const says = untold ? `What "${requested}" now gives cannot be held against the pinned weights` : `"${requested}" now gives other weights`;
  const isEmpty = !now.some(({ role }) => role === "WEIGHTS");
  const packed = replaced || isEmpty || !files.some(({ role }) => role === "WEIGHTS") ? "" : " They are in other files than before: perhaps the same numbers in another format or split anew, which digests of files cannot show.";
  return {
    kind: "WEIGHTS_CHANGED_SAME_REF", severity: "BLOCK", ...beforeAndAfter(changes),
    statement: `${says}: ${wordsOf(changes)}.${packed} The pinned digests, and every check of the pinned weights, do not hold for what it gives now.`,
  };
}

function codeDrift(changes: readonly FileChange[], pinned: LockEntry, present: PresentFacts): Drift | undefined {
  const runsNow = present.codeExecution === "YES" && pinned.codeExecution === "NO";
  if (changes.length === 0 && !runsNow) return undefined;
  const runs = present.codeExecution === "YES" || pinned.codeExecution === "YES";
  const told = beforeAndAfter(changes);
  const verdict = runsNow ? { before: { ...told.before, codeExecution: pinned.codeExecution }, after: { ...told.after, codeExecution: present.codeExecution } } : told;
  const what = [...(changes.length === 0 ? [] : [`Code or chat templates differ: ${wordsOf(changes)}`]), ...(runsNow ? ["Loading it runs code of the repository now, which it did not when it was pinned"] : [])];
  return { kind: "CODE_CHANGED", severity: runs ? "BLOCK" : "WARN", ...verdict, statement: `${what.join(". ")}. What was found about its code when it was pinned no longer holds.` };
}

function signatureDrift(changes: readonly FileChange[], { signatures }: LockEntry, present: PresentFacts): Drift | undefined {
  // Where no check was made, nothing is known of signers.
  const known = present.signatures.length > 0 || present.files !== undefined;
  const differs = known && textOf(signatures) !== textOf(present.signatures);
  if (changes.length === 0 && !differs) return undefined;
  const told = beforeAndAfter(changes);
  const said = differs ? { before: { ...told.before, signatures }, after: { ...told.after, signatures: present.signatures } } : told;
  const what = [...(changes.length === 0 ? [] : [wordsOf(changes)]), ...(differs ? [`signed by ${textOf(present.signatures) || "nobody"}, before by ${textOf(signatures) || "nobody"}`] : [])];
  return { kind: "SIGNATURE_CHANGED", severity: "WARN", ...said, statement: `Signatures differ: ${what.join("; ")}. A signature that was verified for the pin says nothing of what is there now.` };
}

const strictness = ["PERMISSIVE", "COPYLEFT", "USE_RESTRICTED", "NON_COMMERCIAL", "PROPRIETARY"] as const satisfies readonly LicenseClass[];

/** The licence as it is declared; with `changes` of the file of its text. */
export function licenseDrift(changes: readonly FileChange[], { license: before }: Pick<LockEntry, "license">, { license: after }: Pick<PresentFacts, "license">): Drift | undefined {
  const differs = before?.stated !== after?.stated;
  if (!differs && changes.length === 0) return undefined;
  const [was, is] = [rank(before), rank(after)];
  const isStricter = differs && was !== undefined && is !== undefined && is > was;
  const told = beforeAndAfter(changes);
  const said = differs ? { before: { ...told.before, license: before?.stated ?? null }, after: { ...told.after, license: after?.stated ?? null } } : told;
  const what = [...(differs ? [`The declared licence is ${nameOf(after)}, and was ${nameOf(before)}${isStricter ? ", which allows more" : ""}`] : []), ...(changes.length === 0 ? [] : [`The text of the licence differs: ${wordsOf(changes)}`])];
  return { kind: "LICENSE_CHANGED", severity: isStricter ? "BLOCK" : "WARN", ...said, statement: `${what.join(". ")}. The pinned licence does not hold for what is there now.` };
}

function configurationDrift(changes: readonly FileChange[]): Drift | undefined {
  if (changes.length === 0) return undefined;
  return { kind: "CONFIG_CHANGED", severity: "WARN", ...beforeAndAfter(changes), statement: `Configuration differs: ${wordsOf(changes)}. The same weights may behave otherwise with it.` };
}

function metadataDrift(changes: readonly FileChange[], pinned: LockEntry, present: PresentFacts): Drift | undefined {
  const name = pinned.name === present.name && pinned.nativeId === present.nativeId ? [] : [`it is called ${present.nativeId} now, before ${pinned.nativeId}`];
  const tags = tagWords(pinned.tags, present.tags);
  const words = [...name, ...(changes.length === 0 ? [] : [wordsOf(changes)]), ...(tags === undefined ? [] : [tags.words])];
  if (words.length === 0) return undefined;
  const told = beforeAndAfter(changes);
  const both = (member: string, was: unknown, is: unknown) => ({ before: { [member]: was }, after: { [member]: is } });
  const extra = [...(name.length === 0 ? [] : [both("nativeId", pinned.nativeId, present.nativeId)]), ...(tags === undefined ? [] : [both("tags", tags.before, tags.after)])];
  return {
    kind: "METADATA_ONLY", severity: "INFO",
    before: Object.assign({}, told.before, ...extra.map(({ before }) => before)) as unknown,
    after: Object.assign({}, told.after, ...extra.map(({ after }) => after)) as unknown,
    statement: `Only what describes it differs: ${words.join("; ")}. Weights, code, configuration and licence are as pinned.`,
  };
}

function tagWords(before: readonly string[] | undefined, after: readonly string[] | undefined) {
  if (before === undefined || after === undefined) return undefined;
  const [went, came] = [before.filter((tag) => !after.includes(tag)), after.filter((tag) => !before.includes(tag))];
  if (went.length === 0 && came.length === 0) return undefined;
  const words = [...(came.length === 0 ? [] : [`new tags ${listed(came)}`]), ...(went.length === 0 ? [] : [`tags no longer there ${listed(went)}`])].join("; ");
  return { before: went.slice(0, maxPaths), after: came.slice(0, maxPaths), words };
}

function beforeAndAfter(changes: readonly FileChange[]): { readonly before: Readonly<Record<string, unknown>>; readonly after: Readonly<Record<string, unknown>> } {
  const some = changes.slice(0, maxPaths);
  return { before: Object.fromEntries(some.map(({ path, before }) => [path, before])), after: Object.fromEntries(some.map(({ path, after }) => [path, after])) };
}

/** `model.safetensors: sha256:0123… → sha256:4567…; x.json is new`. */
function wordsOf(changes: readonly FileChange[]): string {
  return listed(changes.map(({ path, before, after }) => {
    if (before === null) return `${path} is new`;
    return after === null ? `${path} is no longer there` : `${path} (${short(String(before))} → ${short(String(after))})`;
  }));
}

function textOf(signatures: readonly LockSignature[]): string {
  return signatures.map(({ format, signer }) => (signer === undefined ? format : `${signer} (${format})`)).join(", ");
}

function rank(license: LockLicense | undefined): number | undefined {
  const place = license === undefined ? -1 : (strictness as readonly LicenseClass[]).indexOf(license.class);
  return place < 0 ? undefined : place;
}

function nameOf(license: LockLicense | undefined): string {
  return license === undefined ? "not stated" : JSON.stringify(license.spdx ?? license.stated);
}
