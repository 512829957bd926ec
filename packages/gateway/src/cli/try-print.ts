import type { Source } from "@modeldex/plugin-kit";
import type { ListingRecord, OverlayRecord } from "@modeldex/schema";
import { parameterText } from "../compare/attribute.ts";
import { counted, plain, table } from "./print.ts";
import type { Trial } from "./trials.ts";

const shownRecords = 5;
const shownNotes = 10;

export function headText(source: Source): string {
  const addresses = source.baseAddresses ?? (source.homepage === undefined ? [] : [source.homepage]);
  return `${plain(source.title)} (${source.id}, adapter ${plain(source.kind)})${addresses.length === 0 ? "" : ` at ${plain(addresses.join(", "))}`}`;
}

export function trialText(trial: Trial): string {
  const { call, status, kept, elapsedMs, code, message, cause, records, overlays = [], claims = [], readings = [], page, dropped, valuesLeftOut, advice, log, requests } = trial;
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
    ...dropped.slice(0, shownNotes).map(({ nativeId, reason }) => `  left out ${plain(nativeId)}: ${plain(reason)}`),
    ...more(dropped.length, shownNotes, "rows left out"),
    ...Object.entries(valuesLeftOut).map(([path, count]) => `  value left out or cut: ${plain(path)} (${count} ${count === 1 ? "time" : "times"})${advice[path] === undefined ? "" : `; ${plain(advice[path])}`}`),
    ...log.slice(0, shownNotes).map(({ level, message: text }) => `  ${level}: ${plain(text)}`),
    ...requests.slice(0, shownNotes).map(({ method, url, status: answered, bytes, elapsedMs: took, failure }) => `  ${answered ?? "---"} ${method} ${plain(url)}  ${failure === undefined ? "" : `${plain(failure)} `}${bytes === undefined ? "" : `${bytes} bytes, `}${took} ms`),
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

/** What it says, and of which model: by its name, by what it links to, or not at all. */
function overlayCells({ nativeId, name, links = [], offers = [], evaluations = [], claims = [] }: OverlayRecord): readonly string[] {
  const says = [[offers.length, "offer"], [evaluations.length, "evaluation"], [claims.length, "claim"]] as const;
  return [nativeId, name ?? "-", links[0]?.reference ?? "-", says.filter(([count]) => count > 0).map(([count, what]) => counted(count, what)).join(", ") || "-"];
}

function indented(text: string): readonly string[] {
  return text.split("\n").map((line) => `  ${line}`);
}

function more(count: number, shown: number, what: string): readonly string[] {
  return count > shown ? [`  … and ${count - shown} more ${what} (--json has all)`] : [];
}
