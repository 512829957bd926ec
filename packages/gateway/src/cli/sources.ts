import type { ChainProgress, HarvestState, SourceCoverage } from "@modeldex/catalog";
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
  readonly status: SourceStatus;
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
  /** Whether words that people type are sent to it. */
  readonly typedWords: boolean;
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
  const [counts, { lastRunAt, lastFullRunAt, asOf, heldBackBecause, notListed, dropped, notStored, chains, health }] = await Promise.all([services.catalog.coverage(id), services.catalog.harvestState(id)]);
  return {
    id: source.id, title: source.title, kind: source.kind,
    capabilities: services.capabilitiesOf(id),
    status: withStoredHealth(services.statusOf(id), health),
    coverage: {
      ...counts, notListed, dropped, notStored,
      ...(lastRunAt !== undefined && { lastRunAt }), ...(lastFullRunAt !== undefined && { lastFullRunAt }), ...(heldBackBecause !== undefined && { heldBackBecause }),
      ...(asOf !== undefined && { lagSeconds: Math.max(0, Math.round((services.now().getTime() - Date.parse(asOf)) / 1_000)) }),
      ...(chains.length > 0 && { chains: chains.map((chain) => ({ ...chain, lagBlocks: Math.max(0, chain.finalized - chain.indexed) })) }),
    },
    needs: {
      addresses: source.baseAddresses ?? [],
      ...(source.credentialScope !== undefined && (source.baseAddresses ?? []).length > 0 && { credentialScope: source.credentialScope }),
      typedWords: !(offline && (source.baseAddresses ?? []).length > 0) && source.live !== false && services.capabilitiesOf(id).some((can) => can === "SEARCH" || can === "LOOKUP"),
    },
  };
}

function sourcesText(rows: readonly SourceRow[]): string {
  if (rows.length === 0) return "No source is configured; name some in modeldex.config.ts.";
  const cells = rows.map(({ id, kind, status, coverage, capabilities }) => [
    id, kind, status.state.toLowerCase().replace("_", " "), String(coverage.listings), String(coverage.artifactsWithDigest), coverage.lastRunAt?.slice(0, 16).replace("T", " ") ?? "never",
    coverage.lagSeconds === undefined ? "-" : lagText(coverage.lagSeconds), capabilities.map((can) => can.toLowerCase().replaceAll("_", " ")).join(", "),
  ]);
  const notes = rows.flatMap(({ id, status, coverage, needs }) => [
    ...(status.message === undefined ? [] : [`${id}: ${plain(status.message)}`]),
    ...(coverage.heldBackBecause === undefined ? [] : [`${id}: ${plain(coverage.heldBackBecause)}`]),
    ...(coverage.chains ?? []).map((chain) => `${id}: ${chainText(chain)}`),
    ...(coverage.entriesPerRegistrant === undefined ? [] : [`${id} keeps ${coverage.entriesPerRegistrant} entries of one account where anybody may write; ${coverage.notStored} further ones were read and not stored`]),
    ...(coverage.overlays === 0 ? [] : [`${id} has ${coverage.overlays} ${coverage.overlays === 1 ? "row" : "rows"} about models that others list; ${coverage.overlaysUnmatched} of them fit none that is known here${coverage.entriesPerRegistrant === undefined && coverage.notStored > 0 ? `, and ${coverage.notStored} further ones were not stored, since their accounts have as many as are kept` : ""}`]),
    `${id} needs ${needs.addresses.length === 0 ? "no configured address" : plain(needs.addresses.join(", "))}; ${needs.credentialScope === undefined ? "no credentials" : `its answers are kept as the view of ${plain(needs.credentialScope)}`}; ${needs.typedWords ? "words that people type are sent to it" : "no typed words are sent to it"}`,
  ]);
  return [table([["SOURCE", "KIND", "STATE", "LISTINGS", "DIGESTS", "LAST RUN (UTC)", "LAG", "CAN"], ...cells]), "", ...notes].join("\n");
}

function chainText({ chainId, address, head, finalized, indexed, lagBlocks }: ChainProgress & { readonly lagBlocks: number }): string {
  const behind = lagBlocks === 0 ? "read to the newest final block" : `read to block ${indexed}, ${lagBlocks} behind the newest final block`;
  return `eip155:${chainId}:${plain(address)} is ${behind}, ${finalized}; the newest is ${head}`;
}

function lagText(seconds: number): string {
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}
