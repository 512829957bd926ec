import { asRecord } from "@modeldex/plugin-kit";
import { parsePackageUrl, type AdvisoryProduct, type AdvisoryRange } from "./match-advisory.ts";

/** What an advisory says of its products; a document of OSV has no other than `affected`. */
export type AdvisoryStatus = "affected" | "under_investigation" | "not_affected" | "fixed";

/** One advisory, or one statement of a VEX document, as far as it is read. Texts of others are cut and on one line. */
export interface Advisory {
  /** Id of the advisory or of the vulnerability: `CVE-2026-1`, `GHSA-…`. */
  readonly id: string;
  readonly format: "OSV" | "OpenVEX";
  readonly status: AdvisoryStatus;
  /** Who says so, where the document names it. */
  readonly author?: string;
  readonly summary?: string;
  /** As its author words it. */
  readonly severity?: string;
  readonly url?: string;
  /** When its author took it back. */
  readonly withdrawnAt?: string;
  /** When it was made or last altered. */
  readonly statedAt?: string;
  readonly products: readonly AdvisoryProduct[];
  /** The entry as it stands in the document. */
  readonly raw: unknown;
}

/** What a document holds. */
export interface AdvisoryList {
  readonly advisories: readonly Advisory[];
  /** Entries that could not be read. */
  readonly unread: number;
}

/**
 * Reads advisories in OSV (https://ossf.github.io/osv-schema/: one object, a list, or `{ vulns: [...] }`) or OpenVEX 0.2.0
 * (https://github.com/openvex/spec: one document, or a list). Unknown fields are passed over.
 *
 * @returns `undefined` when the value is in neither form.
 */
export function readAdvisories(document: unknown): AdvisoryList | undefined {
  const { vulns } = asRecord(document) ?? {};
  const entries: readonly unknown[] = Array.isArray(document) ? document : Array.isArray(vulns) ? vulns : [document];
  const read = entries.map(readEntry);
  const found = read.filter((each) => each !== undefined);
  if (found.length === 0 && entries.length > 0) return undefined;
  return { advisories: found.flatMap(({ advisories }) => advisories), unread: found.reduce((sum, { unread }) => sum + unread, entries.length - found.length) };
}

function readEntry(entry: unknown): AdvisoryList | undefined {
  const fields = asRecord(entry);
  if (fields === undefined) return undefined;
  if (Array.isArray(fields["statements"]) && texts(fields["@context"]).some((context) => context.startsWith("https://openvex.dev/ns"))) return readVex(fields);
  return typeof fields["id"] === "string" && (Array.isArray(fields["affected"]) || text(fields["withdrawn"]) !== undefined) ? readOsv(fields, fields["id"]) : undefined;
}

function readOsv(fields: Readonly<Record<string, unknown>>, id: string): AdvisoryList {
  const summary = line(fields["summary"]) ?? line(fields["details"]);
  const severity = line(asRecord(fields["database_specific"])?.["severity"]) ?? line(asRecord(list(fields["severity"])[0])?.["score"]);
  const references = list(fields["references"]).map(asRecord);
  const url = link((references.find((each) => each?.["type"] === "ADVISORY") ?? references[0])?.["url"]);
  const withdrawnAt = text(fields["withdrawn"]);
  const statedAt = text(fields["modified"]) ?? text(fields["published"]);
  const advisory: Advisory = {
    id: line(id) ?? "", format: "OSV", status: "affected", raw: fields, products: list(fields["affected"]).flatMap(osvProduct),
    ...(summary === undefined ? {} : { summary }), ...(severity === undefined ? {} : { severity }), ...(url === undefined ? {} : { url }),
    ...(withdrawnAt === undefined ? {} : { withdrawnAt }), ...(statedAt === undefined ? {} : { statedAt }),
  };
  return { advisories: [advisory], unread: 0 };
}

function osvProduct(affected: unknown): readonly AdvisoryProduct[] {
  const fields = asRecord(affected);
  const purl = parsePackageUrl(text(asRecord(fields?.["package"])?.["purl"]) ?? "");
  if (fields === undefined || purl === undefined) return [];
  const ranges = list(fields["ranges"]).map((range): AdvisoryRange => list(asRecord(range)?.["events"]).flatMap((event) => Object.entries(asRecord(event) ?? {})).map(([kind, at]) => ({ kind, at: String(at) })));
  return [{ purl, versions: texts(fields["versions"]), ranges, sha256: [] }];
}

function readVex(fields: Readonly<Record<string, unknown>>): AdvisoryList {
  const author = line(fields["author"]);
  const documentUrl = link(fields["@id"]);
  const documentAt = text(fields["last_updated"]) ?? text(fields["timestamp"]);
  const statements = list(fields["statements"]);
  const advisories = statements.flatMap((statement): readonly Advisory[] => {
    const given = asRecord(statement);
    const vulnerability = asRecord(given?.["vulnerability"]) ?? { name: given?.["vulnerability"] };
    const id = line(vulnerability["name"]) ?? line(vulnerability["@id"]);
    const status = vexStatuses.find((each) => each === given?.["status"]);
    if (given === undefined || id === undefined || status === undefined) return [];
    const summary = summaryOf(given, status) ?? line(vulnerability["description"]);
    const statedAt = text(given["last_updated"]) ?? text(given["timestamp"]) ?? documentAt;
    const url = link(vulnerability["@id"]) ?? documentUrl;
    return [{
      id, format: "OpenVEX", status, products: list(given["products"]).flatMap(vexProduct), raw: { ...fields, statements: [statement] },
      ...(author === undefined ? {} : { author }), ...(summary === undefined ? {} : { summary }), ...(url === undefined ? {} : { url }), ...(statedAt === undefined ? {} : { statedAt }),
    }];
  });
  return { advisories, unread: statements.length - advisories.length };
}

const vexStatuses = ["affected", "under_investigation", "not_affected", "fixed"] as const satisfies readonly AdvisoryStatus[];

/** Why it is not affected, or what to do where it is. */
function summaryOf(statement: Readonly<Record<string, unknown>>, status: AdvisoryStatus): string | undefined {
  const why = status === "not_affected" ? (line(statement["justification"])?.replaceAll("_", " ") ?? line(statement["impact_statement"])) : line(statement["action_statement"]);
  return why ?? line(statement["status_notes"]);
}

function vexProduct(product: unknown): readonly AdvisoryProduct[] {
  const fields = asRecord(product) ?? { "@id": product };
  const purl = [asRecord(fields["identifiers"])?.["purl"], fields["@id"]].map((each) => parsePackageUrl(text(each) ?? "")).find((each) => each !== undefined);
  const sha256 = text(asRecord(fields["hashes"])?.["sha-256"])?.toLowerCase();
  const digests = sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? [`sha256:${sha256}`] : [];
  return purl === undefined && digests.length === 0 ? [] : [{ ...(purl === undefined ? {} : { purl }), versions: [], ranges: [], sha256: digests }];
}

const maxLineLength = 240;

/** A text of others for a sentence: on one line, without control and direction characters, cut. */
function line(value: unknown): string | undefined {
  const clean = text(value)?.slice(0, 4 * maxLineLength).replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  if (clean === undefined || clean === "") return undefined;
  return clean.length > maxLineLength ? `${clean.slice(0, maxLineLength - 1)}…` : clean;
}

function link(value: unknown): string | undefined {
  const url = text(value);
  return url !== undefined && url.length <= 2_000 && URL.canParse(url) && /^https?:\/\//.test(url) ? url : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string");
}
