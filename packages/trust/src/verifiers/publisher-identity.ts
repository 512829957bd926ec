import type { ClaimOf, Finding, FindingCheck, FindingEvidence, Subject, SubjectListing, UnknownReason, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { readAgentDocument, readPublisherDocument, type DomainStatement } from "./domain-proof.ts";
import { lookUpEns, type EnsAnswer, type EnsOptions } from "./ens.ts";
import { checkedAnchor, names, ownDomains, prefixesOf, publisherNames, writerOf, type PublisherAnchor } from "./publisher-anchors.ts";
import { named } from "./weight-files.ts";

const method = "publisher.proof/1";
/** How long a proof holds; a domain changes hands, and a name of ENS expires. */
const validMs = 86_400_000;
/** Domains and names of ENS that are looked at for one listing. */
const maxDomains = 3;
const maxChecks = 50;

export interface PublisherIdentityOptions {
  /** Who publishers are: whom a verdict trusts. @default none */
  readonly anchors?: readonly PublisherAnchor[];
  /** Where names of accounts are looked up. @default none are */
  readonly ens?: EnsOptions;
}

/**
 * Who stands behind the publisher's name.
 *
 * Verified where both directions agree: a domain names the publisher (or the account that wrote the entry), and the operator's anchors or the listing
 * itself names the domain. It SUPPORTS by an anchor alone: a domain that only the listing calls its own shows which one stands behind the name, and a stranger's
 * listing may have a stranger's domain. An anchor may also name accounts. A badge of the source stays asserted, by the source. What the name of an account in ENS proves
 * is that name and no more, unless an anchor has it.
 *
 * The check `writer:<key>` is VERIFIED where the writer of another listing of the model is the same publisher.
 *
 * @throws {RangeError} naming the option that is wrong.
 */
export function publisherIdentity({ anchors = [], ens }: PublisherIdentityOptions = {}): Verifier<"PUBLISHER_IDENTITY"> {
  const checked = anchors.map(checkedAnchor);
  const endpoints = (ens?.rpc ?? []).map(checkedUrl);
  const domains = checked.flatMap(({ domains: each = [] }) => each).filter((domain) => !isEns(domain));
  return {
    id: "publisher-identity/1",
    kind: "PUBLISHER_IDENTITY",
    depth: "STANDARD",
    cost: endpoints.length === 0 ? "LOW" : "HIGH",
    baseAddresses: [...new Set([...endpoints, ...domains.map((domain) => `https://${domain}`)])],
    verify: async ({ subject, claim }, tools) => {
      if (claim !== undefined) return [ofClaim(claim, subject.listing)];
      return [conclude(subject, await gather(subject, checked, { ens, tools }), tools.now())];
    },
  };
}

/** The source's own word, such as a badge. */
function ofClaim(claim: ClaimOf<"PUBLISHER_IDENTITY">, { record }: SubjectListing): Finding {
  const own = [record.publisher?.name, record.publisher?.id].filter((text) => text !== undefined);
  const base = { kind: "PUBLISHER_IDENTITY", method, evidence: claim.evidence } as const;
  if (own.length > 0 && !own.some((text) => text.toLowerCase() === claim.facts.publisher.toLowerCase())) {
    return { ...base, statement: `${claim.facts.confirmedBy} confirms who ${quoted(claim.facts.publisher)} is, and the publisher is ${quoted(own[0] ?? "")}.`, status: "FAILED", effect: "CAUTION" };
  }
  return { ...base, statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL" };
}

/** What was found out about the publisher of one listing. */
interface Gathered {
  readonly writer: string | undefined;
  /** Anchors that speak of it. */
  readonly anchors: readonly PublisherAnchor[];
  readonly statements: readonly DomainStatement[];
  /** Of the anchors' names, and of the writer. */
  readonly ens: readonly EnsAnswer[];
}

interface Ground {
  readonly ens: EnsOptions | undefined;
  readonly tools: VerifierTools;
}

async function gather({ listing }: Subject, all: readonly PublisherAnchor[], { ens, tools }: Ground): Promise<Gathered> {
  const writer = writerOf(listing);
  const anchors = all.filter((anchor) => names(anchor, listing) || (writer !== undefined && anchor.accounts?.includes(writer) === true));
  const stated = [...new Set([...anchors.flatMap(({ domains = [] }) => domains), ...ownDomains(listing)])];
  const domains = stated.filter((domain) => !isEns(domain)).slice(0, maxDomains);
  const isEntry = entryOf(listing) !== undefined;
  const statements = await Promise.all(domains.flatMap((domain) => [readPublisherDocument(domain, tools), ...(isEntry ? [readAgentDocument(domain, tools)] : [])]));
  const account = writer?.startsWith(`eip155:${String(ens?.chainId ?? 1)}:`) === true ? writer.slice(writer.lastIndexOf(":") + 1) : undefined;
  const starts = [...stated.filter(isEns), ...(account === undefined ? [] : [account])].slice(0, maxDomains);
  return { writer, anchors, statements, ens: ens === undefined ? [] : await Promise.all(starts.map((start) => lookUpEns(start, ens, tools))) };
}

function conclude(subject: Subject, gathered: Gathered, now: Date): Finding {
  const { listing } = subject;
  const { writer, anchors, statements, ens } = gathered;
  const whom = nameOf(listing, writer);
  if (whom === undefined) return unknown("NO_EVIDENCE_PUBLISHED", "Its source does not say who publishes it.");
  const read = statements.filter((statement) => statement.status === "read");
  const proving = read.filter((statement) => proves(statement, listing, writer));
  const against = read.filter((statement) => !proving.includes(statement) && contradicts(statement, listing, writer));
  const agreeing = ens.filter((answer) => answer.status === "agrees");
  const accounts = accountsOf(gathered, proving);
  const evidence = [...proving.map((statement) => statement.evidence), ...agreeing.flatMap((answer) => answer.evidence)];
  const expiresAt = new Date(now.getTime() + validMs).toISOString();
  const ofDomains = domainChecks(statements, { proving, against });
  const writers = otherWriters(subject, { ...gathered, accounts, proving });
  const checks = [...ofDomains, ...ensChecks(ens), ...writers.map(({ check }) => check)].slice(0, maxChecks);
  const finding = (status: "VERIFIED" | "FAILED", effect: Finding["effect"], statement: string, shown: readonly FindingEvidence[] = evidence): Finding => ({ kind: "PUBLISHER_IDENTITY", method, statement, status, effect, checks, evidence: shown, expiresAt });
  const [contradicting] = against;
  if (contradicting !== undefined) return finding("FAILED", "CAUTION", `${contradicting.domain} names others, and not ${whom}.`, [contradicting.evidence]);
  const differing = ens.find((answer) => answer.status === "differs");
  if (differing !== undefined) return finding("FAILED", "CAUTION", `A name of ENS does not lead back: ${differing.because}.`, differing.evidence);
  const domains = [...new Set(proving.map(({ domain }) => domain))];
  const anchored = domains.filter((domain) => hasDomain(anchors, domain));
  if (anchored.length > 0) return finding("VERIFIED", "SUPPORTS", `${named(anchored)} names ${whom}, and the operator of this gateway names ${named(anchored)} as its publisher's.`);
  if (writer !== undefined && accounts.has(writer)) {
    return finding("VERIFIED", "SUPPORTS", `The operator of this gateway names the account ${writer}, which wrote the entry as its source reads the chain, as that of ${quoted(anchors[0]?.publisher ?? "")}.`);
  }
  const confirmed = writers.filter(({ byAnchor }) => byAnchor);
  if (confirmed.length > 0) return finding("VERIFIED", "SUPPORTS", `The operator of this gateway names accounts of ${whom}, and one of them wrote ${named(confirmed.map(({ check: { key } }) => key.slice("writer:".length)))}.`);
  if (domains.length > 0) return finding("VERIFIED", "NEUTRAL", `${named(domains)} names ${whom}, and the listing names ${named(domains)} as its publisher's; whether that is the publisher that is meant, nobody whom the operator of this gateway trusts says.`);
  const [answer] = agreeing;
  if (answer !== undefined && writer === answer.account) return finding("VERIFIED", "NEUTRAL", `The account that wrote the entry is called ${answer.name} in ENS, and the name leads back to it; who has the name is not known here.`);
  return { ...unproven(whom, gathered), checks };
}

/** Why nothing is known: the first thing that could not be read, one that did not answer before one that answered otherwise, else that nobody says. */
function unproven(whom: string, { anchors, statements, ens }: Gathered): Finding {
  const unreadable = [...statements, ...ens].filter((each) => each.status === "unread");
  const unread = unreadable.find(({ unknownReason }) => unknownReason !== "NO_EVIDENCE_PUBLISHED" && unknownReason !== "UNSUPPORTED_FORMAT") ?? unreadable[0];
  if (unread !== undefined) return unknown(unread.unknownReason, `Who ${whom} is could not be found out: ${unread.because}.`);
  if (statements.length > 0) return unknown("NO_TRUST_ANCHOR", `${named([...new Set(statements.map(({ domain }) => domain))])} does not name ${whom}.`);
  if (anchors.length > 0) return unknown("NO_EVIDENCE_PUBLISHED", `What the operator of this gateway names as ${whom}'s is not found at any listing of the model.`);
  return unknown("NO_TRUST_ANCHOR", `Nothing that is configured here says who ${whom} is.`);
}

function nameOf({ naming, record }: SubjectListing, writer: string | undefined): string | undefined {
  if (naming === "open") return writer === undefined ? undefined : `the account ${writer}`;
  return record.publisher === undefined ? undefined : quoted(record.publisher.name);
}

/** The entry of a contract, as documents of domains name it. Other native ids may be any text, also one that names a publisher. */
function entryOf({ record: { nativeId } }: SubjectListing): string | undefined {
  const contract = /^eip155:\d+:0x[0-9a-f]{40}(?=\/)/i.exec(nativeId)?.[0];
  return contract === undefined ? undefined : `${contract.toLowerCase()}${nativeId.slice(contract.length)}`;
}

type ReadStatement = Extract<DomainStatement, { status: "read" }>;

function proves({ publishers, accounts }: ReadStatement, listing: SubjectListing, writer: string | undefined): boolean {
  const entry = entryOf(listing);
  if (entry !== undefined && publishers.has(entry)) return true;
  return writer === undefined ? publisherNames(listing).some((name) => publishers.has(name)) : accounts.has(writer);
}

/** A domain that names others of the same source, or other accounts of the same chain, would name this one if it were its own. */
function contradicts({ publishers, accounts }: ReadStatement, listing: SubjectListing, writer: string | undefined): boolean {
  if (writer !== undefined) return [...accounts].some((account) => account.startsWith(writer.slice(0, writer.lastIndexOf(":") + 1)));
  return [...publishers].some((publisher) => prefixesOf(listing).some((prefix) => publisher.startsWith(prefix.toLowerCase())));
}

function isWriter({ accounts = [] }: PublisherAnchor, writer: string | undefined): boolean {
  return writer !== undefined && accounts.includes(writer);
}

/**
 * Accounts that are the publisher's: by anchors, by names of ENS that anchors have, and by domains that anchors have and that name it. In a record that anybody
 * may write the publisher's name is a claim, so there only an anchor that has its writer counts. What a domain says that the listing alone calls its own
 * counts for the writer of the listing: of other accounts anybody could say so.
 */
function accountsOf({ writer, anchors, ens }: Gathered, proving: readonly ReadStatement[]): ReadonlySet<string> {
  const own = anchors.filter((anchor) => writer === undefined || isWriter(anchor, writer));
  const ofDomains = proving.filter(({ domain }) => hasDomain(anchors, domain)).flatMap(({ accounts }) => [...accounts]);
  const ofNames = ens.flatMap((answer) => (answer.status === "agrees" && hasDomain(anchors, answer.name) && (writer === undefined || writer === answer.account) ? [answer.account] : []));
  return new Set([...own.flatMap(({ accounts = [] }) => accounts), ...ofDomains, ...ofNames]);
}

function hasDomain(anchors: readonly PublisherAnchor[], domain: string): boolean {
  return anchors.some(({ domains = [] }) => domains.includes(domain));
}

interface Known extends Gathered {
  readonly accounts: ReadonlySet<string>;
  readonly proving: readonly ReadStatement[];
}

interface OtherWriter {
  readonly check: FindingCheck & { readonly status: "VERIFIED" };
  /** By accounts or domains of an anchor; else by a document of a domain that names both. */
  readonly byAnchor: boolean;
}

/** Other listings of the model whose writers are the same publisher. Where the domain is not an anchor's, they have to call it their own too. */
function otherWriters({ listing, others }: Subject, { writer, accounts, proving, anchors }: Known): readonly OtherWriter[] {
  if (writer !== undefined && !accounts.has(writer) && proving.length === 0) return [];
  const found = others.flatMap((other): readonly OtherWriter[] => {
    const checked = (statement: string, byAnchor: boolean): OtherWriter => ({ check: { key: `writer:${other.key}`, status: "VERIFIED", statement }, byAnchor });
    const account = writerOf(other);
    const naming = proving.filter(({ domain }) => hasDomain(anchors, domain) || ownDomains(other).includes(domain));
    if (account !== undefined) {
      const isOwn = accounts.has(account) || naming.some((statement) => statement.accounts.has(account));
      return isOwn ? [checked(`${other.key} was written by ${account}, as its source reads the chain: an account of the same publisher.`, accounts.has(account))] : [];
    }
    const byDomain = naming.some(({ publishers }) => publisherNames(other).some((name) => publishers.has(name)));
    const byAnchor = listing.naming === "open" && other.naming !== "open" && anchors.some((anchor) => isWriter(anchor, writer) && names(anchor, other));
    return byDomain || byAnchor ? [checked(`${other.key} is published under a name of the same publisher.`, byAnchor)] : [];
  });
  return found.toSorted((left, right) => (left.check.key < right.check.key ? -1 : 1));
}

function domainChecks(statements: readonly DomainStatement[], { proving, against }: { readonly proving: readonly DomainStatement[]; readonly against: readonly DomainStatement[] }): readonly FindingCheck[] {
  return [...Map.groupBy(statements, ({ domain }) => domain)].map(([domain, each]): FindingCheck => {
    const key = `domain:${domain}`;
    if (each.some((statement) => proving.includes(statement))) return { key, status: "VERIFIED", statement: `${domain} names it.` };
    if (each.some((statement) => against.includes(statement))) return { key, status: "FAILED", statement: `${domain} names others.` };
    const unread = each.find((statement) => statement.status === "unread");
    return { key, status: "UNKNOWN", statement: unread === undefined ? `${domain} says nothing of it.` : `${domain}: ${unread.because}.` };
  });
}

function ensChecks(answers: readonly EnsAnswer[]): readonly FindingCheck[] {
  return answers.map((answer): FindingCheck => {
    if (answer.status === "agrees") return { key: `ens:${answer.name}`, status: "VERIFIED", statement: `${answer.name} leads to ${answer.account}, and back.` };
    return { key: "ens", status: answer.status === "differs" ? "FAILED" : "UNKNOWN", statement: `${answer.because}.` };
  });
}

function isEns(domain: string): boolean {
  return domain.endsWith(".eth");
}

/** Names of others stand in the sentence as they are written. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}

function unknown(unknownReason: UnknownReason, statement: string): Finding {
  return { kind: "PUBLISHER_IDENTITY", statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", method, evidence: [] };
}

function checkedUrl(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new RangeError('publisherIdentity: an rpc endpoint of ens must be an http or https URL, such as "https://rpc.example.org".');
  return url;
}
