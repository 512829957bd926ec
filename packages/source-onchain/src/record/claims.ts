import { asSha256, type ChainEvidence, type SourceClaim } from "@modeldex/plugin-kit";
import { documentClaims } from "../documents/document-claims.ts";
import type { DocumentResult } from "../documents/page-documents.ts";
import { chainEvidence, evidenceOf, statedAt, type ReadFrom } from "./evidence.ts";
import { statedClaims } from "./stated-claims.ts";
import { shownKey } from "../mapping/text.ts";
import { registryAccount } from "../mapping/registry.ts";
import type { FileState } from "../reader/children.ts";
import type { Entry } from "../reader/entries.ts";
import type { EntryState, Value } from "../reader/state.ts";
import type { ViewResult } from "../reader/views.ts";

/** Most digests of files that are claims of one entry. */
const mostDigests = 50;

/** What the chain says of an entry, each with the log or the call that says it; then what others say about it. */
export function claimsOf(key: string, state: EntryState, from: ReadFrom): readonly SourceClaim[] {
  return [registrationOf(key, state, from), ...digestsOf(state, from), ...statedClaims(state, from)];
}

function registrationOf(key: string, { registration, listed, values, status, statusFrom, last }: EntryState, from: ReadFrom): SourceClaim {
  const { registry, facts } = from;
  const account = registryAccount(registry);
  const owner = values.owner?.text;
  const registeredAt = registration && facts.timeOf(registration.log);
  const shown = registry.space === undefined ? shownKey(key) : `${registry.space}:${shownKey(key)}`;
  const how = registration === undefined ? `is listed by ${registry.id} (${account})` : `was registered in ${registry.id} (${account}) in block ${registration.log.blockNumber}`;
  const deprecation = status === "DEPRECATED" ? statusFrom : undefined;
  const says = [registration ?? listed, values.owner?.from, deprecation, last].filter((origin) => origin !== undefined);
  return {
    kind: "ONCHAIN_REGISTRATION",
    statement: `Entry ${shown} ${how}${owner === undefined ? "" : `; its owner is ${owner}`}${deprecation === undefined ? "" : `; it is deprecated, ${saidBy(deprecation)}`}.`,
    facts: { registry: account, key: shown, ...(owner === undefined ? {} : { owner }) },
    // The last change is what makes the revision a final block, or not.
    evidence: [...evidenceOf(says, from), ...senderEvidence(registration, from)],
    ...(registeredAt === undefined ? {} : { validAt: registeredAt }),
    issuer: { type: "CHAIN", key: account },
  };
}

/** `says ModelRevoked(bytes32,address,string) in block 7`. */
function saidBy(origin: Entry | ViewResult): string {
  return "event" in origin ? `says ${origin.event.signature} in block ${origin.log.blockNumber}` : `says ${origin.read.signature}`;
}

/** Of who sent the registration, where no owner is named. */
function senderEvidence(registration: EntryState["registration"], { senders, facts }: ReadFrom): readonly ChainEvidence[] {
  const evidence = registration === undefined ? undefined : senders?.get(registration.log.transactionHash)?.evidence;
  if (registration === undefined || evidence === undefined) return [];
  const implementation = facts.implementationAt(registration.log.address, registration.log.blockNumber);
  return [{ ...evidence, ...(implementation === undefined ? {} : { implementation }) }];
}

/** The logs that the claims of an entry, and its times, rest on: of its files only those whose digests are claims. */
export function logsShown(state: EntryState, documents: readonly DocumentResult[]): readonly Entry[] {
  const { registration, last, values, claims } = state;
  const origins = [...Object.values(values).map(({ from }) => from), ...documents];
  const chain = origins.flatMap((origin) => ("document" in origin ? origin.origins : [origin]));
  const said = claims.kept.flatMap(({ entry, revoked }) => (revoked === undefined || revoked === "unknown" ? [entry] : [entry, revoked]));
  const entries = [registration, last, ...chain, ...filesWithDigest(state).map(({ from }) => from), ...said];
  return entries.filter((entry) => entry !== undefined && "event" in entry);
}

/** The newest first. */
function filesWithDigest({ files }: EntryState): readonly FileState[] {
  return files.kept.filter(({ values }) => values.sha256 !== undefined).slice(-mostDigests).toReversed();
}

/** The digest that the entry states itself, and those of its files. */
function digestsOf(state: EntryState, from: ReadFrom): readonly SourceClaim[] {
  const { values, link } = state;
  const own = values["artifact.sha256"];
  const stated: readonly { readonly path: string | undefined; readonly text: string | undefined; readonly from: Value["from"] }[] = [
    ...(own === undefined ? [] : [{ path: values["artifact.path"]?.text, ...own }]),
    ...filesWithDigest(state).map((file) => ({ path: file.values.path ?? file.id, text: file.values.sha256, from: file.from })),
  ];
  return stated.flatMap(({ path, text, from: origin }) => digestClaim({ path, text, reference: link?.reference, origin }, from) ?? []).slice(0, mostDigests);
}

function digestClaim(
  { path, text, reference, origin }: { readonly path: string | undefined; readonly text: string | undefined; readonly reference: string | undefined; readonly origin: Value["from"] },
  from: ReadFrom,
): SourceClaim | undefined {
  const { registry, facts } = from;
  const digest = asSha256(text);
  if (digest === undefined) return undefined;
  const account = registryAccount(registry);
  const validAt = statedAt(origin, facts);
  const of = [path, reference].filter((part) => part !== undefined).join(" of ");
  return {
    kind: "CONTENT_DIGEST",
    statement: `${registry.id} (${account}) gives ${digest}${of === "" ? "" : ` for ${of}`}.`,
    facts: { digest, ...(path === undefined ? {} : { path }), ...(reference === undefined ? {} : { reference }) },
    evidence: evidenceOf([origin], from),
    ...(validAt === undefined ? {} : { validAt }),
    issuer: { type: "CHAIN", key: account },
  };
}

/** What the documents of an entry are, and what became of them. */
export function claimsOfDocuments(key: string, documents: readonly DocumentResult[], from: ReadFrom): readonly SourceClaim[] {
  const account = registryAccount(from.registry);
  return documentClaims(documents, { entry: `entry ${shownKey(key)} of ${from.registry.id} (${account})`, account, evidenceOf: ({ origins }) => chainEvidence(origins, from) });
}
