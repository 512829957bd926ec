/** A mistake that somebody could make in what judges, and the tests that must find it. */
export interface Mutant {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
  /** Those of them whose name holds this. @default all */
  readonly only?: string;
}

const trust = "packages/trust/src";
const identity = "packages/catalog/src/identity";
const namesInCatalog = { tests: ["packages/catalog/src/sqlite/sqlite-catalog.test.ts"], only: "a name" };

export const mutants: readonly Mutant[] = [
  {
    name: "an unknown counts as pass", file: `${trust}/decide.ts`,
    from: 'if (has((result) => unknown(result) && result.rule.onUnknown === "INDETERMINATE")) return "INDETERMINATE";', to: "",
    tests: [`${trust}/decide.test.ts`],
  },
  {
    name: "a failed rule does not deny", file: `${trust}/decide.ts`,
    from: 'if (has(blocking("FAIL")) || has(', to: "if (has(",
    tests: [`${trust}/decide.test.ts`],
  },
  {
    name: "one inspected file stands for all", file: `${trust}/levels.ts`,
    from: 'claims.every((claim) => !claimOf(claim, "SERIALIZATION_SAFETY") || looked(claim))', to: 'claims.some((claim) => claimOf(claim, "SERIALIZATION_SAFETY") && looked(claim))',
    tests: [`${trust}/levels.test.ts`],
  },
  {
    name: "whoever wrote the matching record is taken for the publisher", file: `${trust}/levels.ts`,
    from: "matchedRecords(claims).some((key) => identityShows(claims, `writer:${key}`))", to: "matchedRecords(claims).length > 0",
    tests: [`${trust}/levels.test.ts`],
  },
  {
    name: "a record that anybody may write vouches for another", file: `${trust}/verifiers/cross-source-digest.ts`,
    from: 'other.naming !== "open" && !sameOperator(listing, other)', to: "!sameOperator(listing, other)",
    tests: [`${trust}/verifiers/cross-source-digest.test.ts`],
  },
  {
    name: "a weight file without a digest is ignored", file: `${trust}/verifiers/content-digest.ts`,
    from: "if (without.length > 0) {", to: "if (without.length > weights.length) {",
    tests: [`${trust}/verifiers/records.test.ts`],
  },
  {
    name: "what the chain contradicts is taken for read again", file: `${trust}/verifiers/onchain-registration.ts`,
    from: 'const contradicted = checked.find((entry) => entry.replays.some(({ status }) => status === "different"));', to: "const contradicted = checked.find(() => false);",
    tests: [`${trust}/verifiers/onchain-registration.test.ts`],
  },
  {
    name: "an import is allowed by its module alone", file: `${trust}/formats/pickle/judge-import.ts`,
    from: 'return isKnownImport(modern, name) ? "allowed" : "unlisted";', to: 'return isKnownImport(modern, name) || modern.startsWith("torch") ? "allowed" : "unlisted";',
    tests: [`${trust}/formats`],
  },
  {
    name: "a zip whose directory lies about a name is read", file: `${trust}/formats/zip/check-entries.ts`,
    from: "if (local.name !== entry.name) problems.push(", to: "if (local.name === entry.name && local.name === \"\") problems.push(",
    tests: [`${trust}/formats/zip`],
  },
  {
    name: "tensors may overlap", file: `${trust}/formats/safetensors/layout.ts`,
    from: "if (start < next) throw malformed(", to: "if (start < 0) throw malformed(",
    tests: [`${trust}/formats/safetensors`],
  },
  {
    name: "an exception holds for every revision", file: `${trust}/exceptions.ts`,
    from: "key === subject && (only === undefined || only === revision)", to: "key === subject",
    tests: [`${trust}/exceptions.test.ts`],
  },
  {
    name: "an exception never ends", file: `${trust}/exceptions.ts`,
    from: "&& Date.parse(exception.until) > Date.parse(at)", to: "",
    tests: [`${trust}/exceptions.test.ts`],
  },
  {
    name: "an account that begins alike is taken for the same", file: `${trust}/verifiers/publisher-identity.ts`,
    from: "publisherNames(listing).some((name) => publishers.has(name))", to: "publisherNames(listing).some((name) => [...publishers].some((publisher) => name.startsWith(publisher)))",
    tests: [`${trust}/verifiers/publisher-identity.test.ts`],
  },
  {
    name: "an entry that was edited is taken", file: `${trust}/pins/read-entry.ts`,
    from: "if (found !== integrity) {", to: 'if (found === "sha256:") {',
    tests: [`${trust}/pins`],
  },
  {
    name: "a name that leaves the training open joins open weights", file: `${identity}/name-edges.ts`,
    from: "if (!areServices && isSilent(", to: "if (areServices && isSilent(",
    ...namesInCatalog,
  },
  {
    name: "a longer name of the same publisher is not thought of", file: `${identity}/name-edges.ts`,
    from: "return sibling === undefined ? undefined :", to: "return sibling !== undefined ? undefined : undefined; return sibling === undefined ? undefined :",
    ...namesInCatalog,
  },
  {
    name: "names that anybody may give join", file: `${identity}/name-edges.ts`,
    from: 'joinsByName && signatureText(signature) !== "" && !signature.isMoving);', to: 'joinsByName !== undefined && signature.words.length > 0 && !signature.isMoving).map((each) => ({ ...each, naming: "curated" as const, signature: { publisher: "meta-llama", ...each.signature } }));',
    ...namesInCatalog,
  },
  {
    name: "what anybody writes of somebody else's model joins it", file: `${identity}/edges.ts`,
    from: 'if (listing.naming !== "namespaced") return false;', to: 'if (listing.naming !== ("nobody" as string)) return false;',
    tests: [`${identity}/hostile.test.ts`],
  },
  {
    name: "an account that is called like a vendor is taken for it", file: `${identity}/publishers.ts`,
    from: "return byAccount.get(id) ?? (byName.has(fold(id)) ? undefined : id);", to: "return byName.get(fold(id)) ?? id;",
    tests: [`${identity}/hostile.test.ts`],
  },
  {
    name: "a name puts two listings of one source together", file: `${identity}/unions.ts`,
    from: 'return kind === "NAME_AND_PUBLISHER" &&', to: 'return kind === "LEADING" as string &&',
    ...namesInCatalog,
  },
  {
    name: "names that contradict through a third listing come together", file: `${identity}/unions.ts`,
    from: "if (signaturesContradict(one, other)) return true;", to: "if (one === undefined && signaturesContradict(one, other)) return true;",
    ...namesInCatalog,
  },
  {
    name: "a name is held against others only when it is written", file: "packages/catalog/src/sqlite/name-keys.ts",
    from: "if (row.nameKey !== undefined) for (const seq of curatedNamed(work.database, row.nameKey)) work.relink.add(seq);", to: "",
    ...namesInCatalog,
  },
];
