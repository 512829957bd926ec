import { getAddress } from "viem";
import { readAbi } from "./abi-schema.ts";
import { compileDocuments } from "./compile-documents.ts";
import { compileRules, findRules } from "./compile-events.ts";
import { KeyForms } from "./compile-key.ts";
import { compileList, findList } from "./compile-list.ts";
import { compileReads, compileWriteCall } from "./compile-reads.ts";
import { ExpressionError } from "./expression-error.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { KeyForm } from "./key.ts";
import { checker, type MappingIssue } from "./mapping-issues.ts";
import type { CheckedMapping } from "./mapping-schema.ts";
import type { Registry } from "./registry.ts";

/** Checks a mapping against its ABI: each event, function, argument and output that it names exists and can be what it is used for. */
export function compileMapping(mapping: CheckedMapping): { readonly registry: Registry } | { readonly issues: readonly MappingIssue[] } {
  const issues: MappingIssue[] = [];
  const check = checker(issues);
  const abi = check("abi", () => readAbi(mapping.abi));
  if (abi === undefined) return { issues };

  // The type of the key decides what else is right, so all keys are found first.
  const keys = new KeyForms();
  const rules = findRules(abi, { mapping, issues, check, keys });
  const foundList = findList(abi, { mapping, issues, check, keys });
  const { form: keyForm } = keys;
  const events = compileRules(rules, { mapping, issues, check, keyForm });
  const reads = compileReads(abi, { mapping, rules, keyForm, check });
  const list = foundList === undefined ? undefined : compileList(foundList, { mapping, check, keyForm });
  const documents = compileDocuments({ mapping, rules, reads, list: foundList, keyForm, check });
  const writeCall = compileWriteCall(abi, { mapping, check });
  const { about, claimsOn, space, writers = "open", listed = true, overlay = false, key: { keccak256Of } } = mapping;
  if (keccak256Of !== undefined) check("key.keccak256Of", () => checkComputable(keccak256Of, keyForm));
  if (claimsOn !== undefined) issues.push(...listedBeside(mapping));

  const sets = [...events.flatMap(({ does }) => ("set" in does && does.op !== "file" ? does.set : [])), ...[...reads, ...documents, ...(list === undefined ? [] : [list])].flatMap(({ set }) => set)];
  if (issues.length === 0 && listed && claimsOn === undefined && !sets.some(({ target }) => target === "name")) {
    issues.push({ path: mapping.on === undefined ? "list" : "on", message: "nothing sets name, so no entry could be listed; add name to the set of an event, a read, the list or a document" });
  }
  if (issues.length === 0 && overlay) issues.push(...overlayOfNothing(mapping, sets.some(({ target }) => target === "link")));
  if (issues.length > 0 || keyForm === undefined) return { issues };
  return {
    registry: {
      id: mapping.id,
      chainId: mapping.chainId,
      address: getAddress(mapping.address),
      ...(space === undefined ? {} : { space }),
      startBlock: mapping.startBlock,
      writers,
      ...(about?.operator === undefined ? {} : { operator: about.operator }),
      keyForm,
      ...(keccak256Of === undefined ? {} : { keccak256Of }),
      events: Map.groupBy(events, ({ topic }) => topic),
      reads,
      ...(list === undefined ? {} : { list }),
      documents,
      ...(claimsOn === undefined ? {} : { claimsOn }),
      ...(writeCall === undefined ? {} : { writeCall }),
      listed,
      overlay,
      fingerprint: fingerprintOf(mapping),
    },
  };
}

/** A key that can be computed from a file's repository and path. */
function checkComputable(template: string, keyForm: KeyForm | undefined): void {
  const fixed = template.replaceAll(/\{(?:repository|file)\}/g, "");
  if (fixed === template || /[{}]/.test(fixed)) throw new ExpressionError(`"${template}" is no template of {repository} and {file}, such as {repository}/{file}`);
  if (keyForm !== undefined && keyForm.type !== "bytes32") throw new ExpressionError(`the key is ${keyForm.type}; a keccak256 is bytes32`);
}

/** Entries that say something of models must link to them, and be read. */
function overlayOfNothing({ claimsOn, listed }: CheckedMapping, links: boolean): readonly MappingIssue[] {
  if (claimsOn !== undefined || listed === false) return [{ path: "overlay", message: `with ${claimsOn === undefined ? "listed: false" : "claimsOn"} there are no entries that could be overlays, so leave out overlay` }];
  return links ? [] : [{ path: "overlay", message: "nothing sets link, so no entry would speak of a model; add link to the set of an event, a read, the list or a document" }];
}

/** What a mapping of claims about another registry cannot have. */
function listedBeside(mapping: CheckedMapping): readonly MappingIssue[] {
  return (["list", "read", "documents"] as const)
    .filter((member) => mapping[member] !== undefined)
    .map((member) => ({ path: member, message: `with claimsOn nothing is listed from this contract, so leave out ${member}` }));
}
