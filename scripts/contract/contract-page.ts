import type { Declaration, Docs, Member } from "./read-declarations.ts";

interface Section {
  readonly title: string;
  readonly intro?: string;
  /** Names of interfaces and types, in the order of the page. */
  readonly names: readonly string[];
}

const sections: readonly Section[] = [
  { title: "A source", names: ["Source", "SourceContext", "SourceLog", "RateLimit", "DetailsType", "DetailField", "DetailScalar", "PublisherStatement"] },
  { title: "What its methods get and give", names: ["ListRequest", "ListPage", "ChainPosition", "GetRequest", "ModelRef", "SearchRequest", "LiveFilter", "FileRequest", "ReferenceReading"] },
  { title: "Records", names: ["ListingRecord", "RecordField", "PublisherRecord", "PopularityRecord", "LicenseStatement", "KeyValueCacheRecord", "LinkHint", "LineageHint", "Artifact", "Offer", "Evaluation", "OverlayRecord"] },
  { title: "Claims and their evidence", names: ["SourceClaim", "ClaimOf", "ClaimFacts", "SourceEvidence", "DocumentEvidence", "FileEvidence", "ChainEvidence", "ChainRaw"] },
  { title: "A verifier", names: ["Verifier", "VerifyRequest", "VerifierTools", "FindOptions", "FoundListing", "Namesake", "Subject", "SubjectListing", "SubjectSource", "SubjectHistory", "SubjectChange"] },
  { title: "Before there is a configuration", names: ["Explorer", "Explored"] },
  { title: "Texts of a form", names: ["DateTime", "Digest", "AnyDigest", "Reference"] },
];

/** Lists of words, by the types that are made of them. */
const wordTypes = ["Access", "PublisherKind", "Naming", "WeightFormat", "ArtifactRole", "ValueOrigin", "ListingRelation", "LineageRelation", "EvaluationAuthor", "ClaimKind", "Finality", "SourceErrorCode"] as const;

const head = `# The contract of plugins

Every member of every type that a plugin gives or gets, from the docstrings of \`packages/plugin-kit/src\` and \`packages/schema/src\`. Written by \`node scripts/contract-docs.ts\`; a change
here is lost. How to write a source, with a complete one, is told in [write a source](write-a-source.md).

A \`?\` marks what may be left out. Absent means that the source does not say: never \`null\`, an empty text, 0 or a guess.
`;

/**
 * Makes the page from what the files declare.
 *
 * @param contract what `plugin-kit` declares, and what the records and claims are; each of these has its place on the page.
 * @param values where the words are declared that records are made of.
 * @throws {Error} when a declaration has no place on the page, or a place no declaration.
 */
export function contractPage(contract: readonly Declaration[], values: readonly Declaration[]): string {
  const byName = new Map([...values, ...contract].map((declaration) => [declaration.name, declaration]));
  const placed = new Set([...sections.flatMap(({ names }) => names), ...wordTypes]);
  const without = contract.filter(({ kind, name }) => kind !== "words" && !placed.has(name) && !isOfWords(byName.get(name)));
  if (without.length > 0) throw new Error(`The page has no place for ${without.map(({ name }) => name).join(", ")}; name it in scripts/contract/contract-page.ts.`);
  const parts = sections.map(({ title, names }) => [`## ${title}`, ...names.map((name) => declarationText(declared(name, byName), byName))].join("\n\n"));
  const words = wordTypes.map((name) => `| \`${name}\` | ${wordsOf(name, byName).map((word) => `\`${word}\``).join(", ")} | ${cell(docsText(declared(name, byName).docs))} |`);
  return `${[head.trimEnd(), ...parts, ["## Words", "", "| type | words | purpose |", "| --- | --- | --- |", ...words].join("\n")].join("\n\n")}\n`;
}

type Placed = Exclude<Declaration, { kind: "words" }>;

function declared(name: string, byName: ReadonlyMap<string, Declaration>): Placed {
  const found = byName.get(name);
  if (found === undefined || found.kind === "words") throw new Error(`${name} has a place on the page and is declared nowhere.`);
  return found;
}

function isOfWords(declaration: Declaration | undefined): boolean {
  return declaration?.kind === "type" && /\(typeof \w+\)\[number\]/.test(declaration.text);
}

/** The words of a type such as `Exclude<(typeof accesses)[number], "UNKNOWN">`, or `"a" | "b"`. */
function wordsOf(name: string, byName: ReadonlyMap<string, Declaration>): readonly string[] {
  const type = declared(name, byName);
  if (type.kind !== "type") throw new Error(`${name} is no type of words.`);
  const [, list] = /\(typeof (\w+)\)\[number\]/.exec(type.text) ?? [];
  const quoted = [...type.text.matchAll(/"([^"]+)"/g)].map(([, word = ""]) => word);
  if (list === undefined) return quoted;
  const words = byName.get(list);
  if (words?.kind !== "words") throw new Error(`${name} is made of ${list}, which is no list of words.`);
  return words.words.filter((word) => !quoted.includes(word));
}

function declarationText(declaration: Placed, byName: ReadonlyMap<string, Declaration>): string {
  const members = declaration.kind === "interface" ? [...inherited(declaration.heritage, byName), ...declaration.members] : declaration.members;
  const also = declaration.kind === "interface" ? extendsText(declaration.heritage) : declaration.members.length === 0 ? code(declaration.text) : "";
  const further = declaration.kind === "type" && declaration.members.length > 0 && declaration.text !== "" ? [code(declaration.text)] : [];
  const table = members.length === 0 ? [] : [["| member | type | purpose |", "| --- | --- | --- |", ...members.map(memberRow)].join("\n")];
  return [`### ${declaration.name}`, ...[docsText(declaration.docs), also].filter((text) => text !== ""), ...table, ...further].join("\n\n");
}

/** Members of `extends Pick<ListingRecord, "nativeId" | …>`. */
function inherited(heritage: string, byName: ReadonlyMap<string, Declaration>): readonly Member[] {
  const [, from, picked = ""] = /extends Pick<(\w+), ([^>]*)>/.exec(heritage) ?? [];
  if (from === undefined) return [];
  const names = [...picked.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  return declared(from, byName).members.filter(({ name }) => names.includes(name));
}

function extendsText(heritage: string): string {
  const [, from] = /extends (\w+)$/.exec(heritage) ?? [];
  return from === undefined ? "" : `With all members of \`${from}\`.`;
}

function memberRow({ name, optional, type, docs, inner }: Member): string {
  const within = inner.flatMap((each) => (docsText(each.docs) === "" ? [] : [`\`${each.name}\`: ${docsText(each.docs)}`]));
  return `| \`${name}${optional ? "?" : ""}\` | ${cell(code(type))} | ${cell([docsText(docs), ...within].filter((text) => text !== "").join(" "))} |`;
}

/** Text that has backticks itself stands between two of them. */
function code(text: string): string {
  const bare = text.replace(/^\| /, "");
  return bare.includes("`") ? `\`\` ${bare} \`\`` : `\`${bare}\``;
}

function docsText({ text, defaultsTo, throws }: Docs): string {
  return [text, ...(defaultsTo === undefined ? [] : [`Default: ${/^["\d[]|^(?:true|false)$/.test(defaultsTo) ? `\`${defaultsTo}\`` : defaultsTo}.`]), ...(throws === undefined ? [] : [`Throws ${throws}`])].filter((part) => part !== "").join(" ");
}

/** In a table a vertical bar ends the cell, also within code. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
