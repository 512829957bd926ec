import type { Source } from "@modeldex/plugin-kit";
import type { ListingRecord, OverlayRecord } from "@modeldex/schema";
import { parameterText } from "../compare/attribute.ts";
import { overlayFields, recordFields } from "../sources/clean-record.ts";
import { counted, plain, table } from "./print.ts";
import type { Trial } from "./trials.ts";

const shownRecords = 5;
const shownNotes = 10;
const shownUnread = 30;

export function headText(source: Source): string {
  const addresses = source.baseAddresses ?? (source.homepage === undefined ? [] : [source.homepage]);
  return `${plain(source.title)} (${source.id}, adapter ${plain(source.kind)})${addresses.length === 0 ? "" : ` at ${plain(addresses.join(", "))}`}`;
}

export function trialText(trial: Trial): string {
  const { call, status, kept, elapsedMs, code, message, cause, records, overlays, claims = [], readings = [], page, dropped, valuesLeftOut, advice, log, unread, requests } = trial;
  const outcome = status === "FAILED" ? `${code ?? ""}: ${plain(message ?? "")}` : `${kept} kept${message === undefined ? "" : `. ${message}`}`;
  return [
    "",
    `${plain(call)}: ${outcome}  (${elapsedMs} ms, ${requests.length} ${requests.length === 1 ? "request" : "requests"})`,
    ...(cause === undefined ? [] : [`  because: ${plain(cause)}`]),
    ...(page === undefined ? [] : [`  ${pageText(page)}`]),
    ...readings.map(({ ref, readAs, certain }) => `  read as ${plain(readAs)}: ${plain(ref.nativeId)}${certain ? "" : " (others may mean it, too)"}`),
    ...claims.slice(0, shownRecords).map(({ statement }) => `  claim: ${plain(statement)}`),
    ...(records.length === 0 ? [] : indented(table(records.slice(0, shownRecords).map(recordCells), { whole: 0 }))),
    ...more(records.length, shownRecords, "records"),
    ...(overlays.length === 0 ? [] : indented(table(overlays.slice(0, shownRecords).map(overlayCells), { whole: 0 }))),
    ...more(overlays.length, shownRecords, "overlays"),
    ...fieldLines(trial),
    ...dropped.slice(0, shownNotes).map(({ nativeId, reason }) => `  left out ${plain(nativeId)}: ${plain(reason)}`),
    ...more(dropped.length, shownNotes, "rows left out"),
    ...Object.entries(valuesLeftOut).map(([path, count]) => `  value left out or cut: ${plain(path)} (${count} ${count === 1 ? "time" : "times"})${advice[path] === undefined ? "" : `; ${plain(advice[path])}`}`),
    ...(unread?.slice(0, shownUnread) ?? []).map(({ path, count, example }) => `  never read: ${plain(path)} (${count} ${count === 1 ? "time" : "times"}, such as ${plain(example)})`),
    ...more(unread?.length ?? 0, shownUnread, "members never read"),
    ...(unread?.length === 0 ? ["  every member of the answers was read"] : []),
    ...log.slice(0, shownNotes).map(({ level, message: text }) => `  ${level}: ${plain(text)}`),
    ...requests.slice(0, shownNotes).map(({ method, url, status: answered, bytes, elapsedMs: took, failure }) => `  ${answered ?? "---"} ${method} ${plain(url)}  ${failure === undefined ? "" : failure === message ? "no answer, as above; " : `${plain(failure)} `}${bytes === undefined ? "" : `${bytes} bytes, `}${took} ms`),
    ...more(requests.length, shownNotes, "requests"),
  ].join("\n");
}

export function recordingText({ file, exchanges, leftOut }: { readonly file: string; readonly exchanges: number; readonly leftOut: readonly { readonly request: string; readonly reason: string }[] }): string {
  return ["", `${counted(exchanges, "answer")} recorded in ${file}; look through it before you publish it.`, ...leftOut.map(({ request, reason }) => `  not recorded: ${plain(request)}: ${plain(reason)}`)].join("\n");
}

function pageText({ pages, more: further, checkpoint, expected, gone, overlays }: NonNullable<Trial["page"]>): string {
  return [
    `${pages} ${pages === 1 ? "page" : "pages"}${further ? ", and there are more" : ", and there are no more"}`,
    ...(expected === undefined ? [] : [`${expected} rows expected in all`]),
    ...(gone === 0 ? [] : [`${gone} gone`]),
    ...(overlays === 0 ? [] : [`${overlays} overlays`]),
    checkpoint === undefined ? "no checkpoint, so every run lists all" : `checkpoint ${plain(checkpoint)}`,
  ].join("; ");
}

function recordCells({ nativeId, name, task, parameters, license, updatedAt }: ListingRecord): readonly string[] {
  return [nativeId, name, task ?? "-", parameters === undefined ? "-" : parameterText(parameters.total), license?.stated ?? "-", updatedAt?.slice(0, 10) ?? "-"];
}

/** What a row adds, and to which model. */
function overlayCells({ nativeId, name, links = [], ...rest }: OverlayRecord): readonly string[] {
  const { offers = [], evaluations = [], claims = [] } = rest;
  const parts = [[offers.length, "offer"], [evaluations.length, "evaluation"], [claims.length, "claim"]] as const;
  const others = (["contextTokens", "capabilities"] as const).filter((field) => rest[field] !== undefined);
  return [nativeId, [...parts.flatMap(([count, what]) => (count === 0 ? [] : [counted(count, what)])), ...others].join(", ") || "-", `of ${[...links.map(({ reference }) => reference), ...(name === undefined ? [] : [`"${name}"`])].join(", ") || "no model"}`];
}

/** Which fields are filled in the rows that were kept. */
function fieldLines({ call, records, overlays, fields }: Trial): readonly string[] {
  const rows = records.length + overlays.length;
  // Of what is listed and fetched: others give the same records again.
  if (rows === 0 || !/^(list|get) /.test(call)) return [];
  const able = records.length > 0 ? ["nativeId", "name", ...recordFields] : ["nativeId", "name", ...overlayFields];
  const [always, never] = [able.filter((field) => fields[field] === rows), able.filter((field) => fields[field] === undefined)];
  const some = able.filter((field) => !always.includes(field) && !never.includes(field)).map((field) => `${field} (${fields[field]} of ${rows})`);
  const parts = [[always, "in each row"], [some, "in some"], [never, "in none"]] as const;
  return parts.flatMap(([names, where]) => (names.length === 0 ? [] : [`  fields ${where}: ${names.join(", ")}`]));
}

function indented(text: string): readonly string[] {
  return text.split("\n").map((line) => `  ${line}`);
}

function more(count: number, shown: number, what: string): readonly string[] {
  return count > shown ? [`  … and ${count - shown} more ${what} (--json has all)`] : [];
}
