import { resolveOutput, type ResolvedPath } from "./abi-values.ts";
import { argumentOfUpserts, type FoundRule } from "./compile-events.ts";
import { compileExpression, compileSet, documentRoot, keyRoot, type Place } from "./compile-expression.ts";
import type { FoundList } from "./compile-list.ts";
import { ExpressionError } from "./expression-error.ts";
import type { ParsedPath } from "./expression.ts";
import type { KeyForm } from "./key.ts";
import type { Check } from "./mapping-issues.ts";
import type { CheckedMapping } from "./mapping-schema.ts";
import type { RegistryDocument, RegistryRead } from "./registry.ts";

/** How much of a document is read unless the mapping says otherwise, in bytes. */
const defaultMaxBytes = 1_000_000;

interface Work {
  readonly mapping: CheckedMapping;
  readonly rules: readonly FoundRule[];
  readonly reads: readonly RegistryRead[];
  readonly list: FoundList | undefined;
  readonly keyForm: KeyForm | undefined;
  readonly check: Check;
}

/** The documents that the chain names. */
export function compileDocuments({ mapping, rules, reads, list, keyForm, check }: Work): readonly RegistryDocument[] {
  const { enums } = mapping;
  const named: Place = {
    roots: {
      args: (path) => argumentOfUpserts(path, rules, mapping),
      out: (path) => outputOfReads(path, reads),
      ...(list === undefined ? {} : { item: list.item }),
      key: keyRoot(keyForm),
    },
    otherwise: `cannot be read here: what names a document is args.<name>, out.<name>${list === undefined ? "" : ", item.<name>"} or key`,
    enums,
  };
  return (mapping.documents ?? []).flatMap((rule, index): readonly RegistryDocument[] => {
    const at = `documents[${index}]`;
    const { as = "json", maxBytes = defaultMaxBytes, digest: given } = rule;
    const uri = check(`${at}.uri`, () => compileExpression(rule.uri, { use: "url", place: named }));
    const use = given?.algorithm === "cid" ? "artifact.cid" : given?.algorithm === "keccak256" ? "artifact.keccak256" : "artifact.sha256";
    const value = given === undefined ? undefined : check(`${at}.digest.value`, () => compileExpression(given.value, { use, place: named }));
    const within: Place = {
      roots: { doc: as === "json" ? documentRoot : textRoot, key: keyRoot(keyForm) },
      otherwise: "is not of the document: in a document write doc.<name>",
      enums,
    };
    const set = compileSet(rule.set, { at: `${at}.set`, place: within, check });
    if (uri === undefined) return [];
    return [{ uri, ...(given === undefined || value === undefined ? {} : { digest: { algorithm: given.algorithm, value } }), as, maxBytes, set }];
  });
}

/** A document that is read as text has no members. */
function textRoot(path: ParsedPath): ResolvedPath {
  if (path.members.length > 0) throw new ExpressionError(`"${path.text}" looks into a document that is read as text; write doc, or as: "json"`);
  return { path, type: { type: "string" }, indexed: false, hashed: false };
}

/** The one read whose result has the path. */
function outputOfReads(path: ParsedPath, reads: readonly RegistryRead[]): ResolvedPath {
  const found = reads.flatMap(({ abi }, read) => {
    try {
      const resolved = resolveOutput(path, abi);
      return [{ name: abi.name, resolved: { ...resolved, path: { ...resolved.path, read } } }];
    } catch (error) {
      if (error instanceof ExpressionError) return [];
      throw error;
    }
  });
  const [only, second] = found;
  const text = [path.root, ...path.members].join(".");
  if (only === undefined) throw new ExpressionError(`no read gives ${text}; ${reads.length === 0 ? "there is none" : `there are ${reads.map(({ signature }) => signature).join(", ")}`}`);
  if (second !== undefined) throw new ExpressionError(`${text} is in the results of ${found.map(({ name }) => name).join(" and ")}; write a path that only one of them has`);
  return only.resolved;
}
