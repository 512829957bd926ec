import type { ChainProgress, HarvestState, SourceCoverage, SourceHealth } from "@modeldex/catalog";
import type { Source } from "@modeldex/plugin-kit";
import type { SourceCapability, SourceId } from "@modeldex/schema";
import type { Gateway } from "../gateway.ts";
import { withStoredHealth, type SourceStatus } from "../sources/health.ts";
import { withGateway } from "./open-gateway.ts";
import { plain, table } from "./print.ts";
import type { Surroundings } from "./surroundings.ts";

/** One configured source, as `--json` prints it. */
export interface SourceRow {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly capabilities: readonly SourceCapability[];
  readonly status: SourceStatus & {
    /** What went wrong at `lastErrorAt`, where no run has ended since: an answer to something else does not mend it. */
    readonly lastErrorMessage?: string;
  };
  readonly coverage: SourceCoverage & Pick<HarvestState, "lastRunAt" | "lastFullRunAt" | "heldBackBecause" | "notListed" | "dropped" | "notStored"> & {
    readonly lagSeconds?: number;
    /** For a source on chains. */
    readonly chains?: readonly (ChainProgress & { readonly lagBlocks: number })[];
  };
  readonly needs: SourceNeeds;
}

/** What must be there for the source to be asked. */
export interface SourceNeeds {
  /** Addresses that the configuration gives it; empty: its own public ones, or none. */
  readonly addresses: readonly string[];
  /** Whose view its answers are, under which they are kept; absent: everybody's, or nobody is asked for them. */
  readonly credentialScope?: string;
  /** Whether words that people type are sent to it, as a search. */
  readonly typedWords: boolean;
  /** Whether texts that people paste are sent to it where they look like its references: names of its form, ids, addresses. */
  readonly typedReferences: boolean;
}

/** Prints the configured sources, how they do, and how much of them is known here. */
export function sourcesCommand(flags: { readonly json?: boolean; readonly live: boolean }, around: Surroundings): Promise<void> {
  return withGateway(around, async (gateway) => {
    if (flags.live) await gateway.probe();
    const rows = await Promise.all(gateway.services.sources.map((source) => readRow(source, gateway, around.env.MODELDEX_OFFLINE === "1")));
    around.out.write(flags.json === true ? `${JSON.stringify(rows, null, 2)}\n` : `${sourcesText(rows)}\n`);
  });
}

async function readRow(source: Source, { services }: Gateway, offline: boolean): Promise<SourceRow> {
  const id = source.id as SourceId;
  const isAsked = !(offline && (source.baseAddresses ?? []).length > 0) && services.comparing.freshness.live(id);
  const can = (...wanted: readonly SourceCapability[]): boolean => isAsked && services.capabilitiesOf(id).some((each) => wanted.includes(each));
  const [counts, { lastRunAt, lastFullRunAt, asOf, heldBackBecause, notListed, dropped, notStored, chains, health }] = await Promise.all([services.catalog.coverage(id), services.catalog.harvestState(id)]);
  return {
    id: source.id, title: source.title, kind: source.kind,
    capabilities: services.capabilitiesOf(id),
    status: services.capabilitiesOf(id).includes("LIST") ? withUnmended(withStoredHealth(services.statusOf(id), health), health, lastRunAt) : withStoredHealth(services.statusOf(id), health),
    coverage: {
      ...counts, notListed, dropped, notStored,
      ...(lastRunAt !== undefined && { lastRunAt }), ...(lastFullRunAt !== undefined && { lastFullRunAt }), ...(heldBackBecause !== undefined && { heldBackBecause }),
      ...(asOf !== undefined && { lagSeconds: Math.max(0, Math.round((services.now().getTime() - Date.parse(asOf)) / 1_000)) }),
      ...(chains.length > 0 && { chains: chains.map((chain) => ({ ...chain, lagBlocks: Math.max(0, chain.finalized - chain.indexed) })) }),
    },
    needs: {
      addresses: source.baseAddresses ?? [],
      ...(source.credentialScope !== undefined && (source.baseAddresses ?? []).length > 0 && { credentialScope: source.credentialScope }),
      typedWords: can("SEARCH"),
      typedReferences: can("LOOKUP") || (can("PARSE_REFERENCE") && can("GET")),
    },
  };
}

/** A source that answers may still be none that can be read to its end, such as a chain where a contract is missing. */
function withUnmended(status: SourceStatus, { lastErrorAt, lastErrorMessage }: SourceHealth, lastRunAt: string | undefined): SourceRow["status"] {
  const isMended = lastErrorAt === undefined || (lastRunAt !== undefined && lastRunAt >= lastErrorAt);
  return isMended || lastErrorMessage === undefined || status.message !== undefined ? status : { ...status, lastErrorMessage };
}

function sourcesText(rows: readonly SourceRow[]): string {
  if (rows.length === 0) return "No source is configured; name some in modeldex.config.ts.";
  const cells = rows.map(({ id, kind, status, coverage, capabilities }) => [
    id, kind, status.state.toLowerCase().replace("_", " "), String(coverage.listings), String(coverage.artifactsWithDigest), minuteOf(coverage.lastRunAt) ?? "never",
    coverage.lagSeconds === undefined ? "-" : lagText(coverage.lagSeconds), capabilities.map((can) => can.toLowerCase().replaceAll("_", " ")).join(", "),
  ]);
  const notes = rows.flatMap(({ id, status, coverage, needs }) => [
    ...(status.message === undefined ? [] : [`${id}: ${plain(status.message)}`]),
    ...(status.lastErrorMessage === undefined ? [] : [`${id}: it failed at ${minuteOf(status.lastErrorAt)} UTC, and no run has ended since: ${plain(status.lastErrorMessage)}`]),
    ...(coverage.heldBackBecause === undefined ? [] : [`${id}: ${plain(coverage.heldBackBecause)}`]),
    ...(coverage.chains ?? []).map((chain) => `${id}: ${chainText(chain)}`),
    ...(coverage.entriesPerRegistrant === undefined ? [] : [`${id} keeps ${coverage.entriesPerRegistrant} entries of one account where anybody may write; ${coverage.notStored} further ones were read and not stored`]),
    ...(coverage.overlays === 0 ? [] : [`${id} has ${coverage.overlays} ${coverage.overlays === 1 ? "row" : "rows"} about models that others list; ${coverage.overlaysUnmatched} of them fit none that is known here${coverage.entriesPerRegistrant === undefined && coverage.notStored > 0 ? `, and ${coverage.notStored} further ones were not stored, since their accounts have as many as are kept` : ""}`]),
    `${id} needs ${needs.addresses.length === 0 ? "no configured address" : plain(needs.addresses.join(", "))}; ${needs.credentialScope === undefined ? "no credentials" : `what it answers depends on its credentials, so answers are kept apart, under ${plain(needs.credentialScope)} (a name or digest, not the credentials)`}; ${typedText(needs)}`,
  ]);
  return [table([["SOURCE", "KIND", "STATE", "LISTINGS", "DIGESTS", "LAST RUN (UTC)", "LAG", "CAN"], ...cells]), "", ...notes].join("\n");
}

function typedText({ typedWords, typedReferences }: SourceNeeds): string {
  if (typedWords) return "words that people type are sent to it";
  return typedReferences ? "of what people type, only texts that look like its references are sent to it" : "no typed words are sent to it";
}

function chainText({ chainId, address, head, finalized, indexed, lagBlocks }: ChainProgress & { readonly lagBlocks: number }): string {
  const behind = lagBlocks === 0 ? "read to the newest final block" : `read to block ${indexed}, ${lagBlocks} behind the newest final block`;
  return `eip155:${chainId}:${plain(address)} is ${behind}, ${finalized}; the newest is ${head}`;
}

function minuteOf(time: string | undefined): string | undefined {
  return time?.slice(0, 16).replace("T", " ");
}

function lagText(seconds: number): string {
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}
