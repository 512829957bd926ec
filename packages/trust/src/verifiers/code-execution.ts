import type { Artifact, Finding, FindingEvidence, SubjectListing, UnknownReason, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { fetchCommand } from "../reproduce.ts";
import { isImmutable } from "./immutable-revision.ts";
import { readConfiguration, type Configuration } from "./read-configuration.ts";
import { named, namesAllFiles } from "./weight-files.ts";

const method = "code.auto-map/1";
const mutableValidMs = 24 * 3_600_000;
/** Files in which loaders look for `auto_map`, the most telling first. */
const configurationFiles = ["config.json", "tokenizer_config.json", "preprocessor_config.json", "processor_config.json", "video_preprocessor_config.json"];

/**
 * Whether code of the repository runs on load: a configuration that names classes in it (`auto_map`), Python files, the source's own tag. A look
 * at the files' list and at small configuration files; what loading the weights themselves can do is SERIALIZATION_SAFETY.
 */
export const codeExecution: Verifier<"CODE_EXECUTION_REQUIRED"> = {
  id: "code-execution/1",
  kind: "CODE_EXECUTION_REQUIRED",
  depth: "STANDARD",
  reads: ["artifacts"],
  verify: async ({ subject: { listing }, claim }, tools) => {
    // What a source says of it is kept beside what was found, and weighs nothing: the look at the files decides.
    if (claim !== undefined) return [{ kind: "CODE_EXECUTION_REQUIRED", statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", method, evidence: claim.evidence }];
    const finding = await inspect(listing, tools);
    return [isImmutable(listing.record) ? finding : { ...finding, expiresAt: new Date(tools.now().getTime() + mutableValidMs).toISOString() }];
  },
};

async function inspect(listing: SubjectListing, tools: VerifierTools): Promise<Finding> {
  const { artifacts } = listing.record;
  if (artifacts === undefined) return unknown("NOT_REQUESTED", "The files of this listing are not known, so that nobody has looked whether loading it runs code.");
  if (artifacts.length === 0) return { ...base, statement: "This listing has no files.", status: "NOT_APPLICABLE", effect: "NEUTRAL", evidence: [] };
  const read: Configuration[] = [];
  for (const path of configurationFiles) {
    const file = artifacts.find((artifact) => artifact.path === path);
    if (file === undefined) continue;
    const configuration = await readConfiguration(file, tools);
    if (configuration.status === "unread") return unknown(configuration.unknownReason, `${path} could not be read: ${configuration.because.replace(/\.$/, "")}.`);
    read.push(configuration);
    if (configuration.codeReferences.length > 0) return needsCode(configuration, listing);
  }
  return withoutReferences(listing, artifacts, read);
}

function needsCode(configuration: Configuration, listing: SubjectListing): Finding {
  const { file, codeReferences } = configuration;
  const elsewhere = codeReferences.filter((reference) => reference.includes("--"));
  const whose = elsewhere.length > 0 ? `of other repositories (${named(elsewhere)})` : "of the repository";
  return {
    ...base,
    statement: `Loading it runs code ${whose}: ${file.path} names ${named(codeReferences)}.`,
    status: "VERIFIED",
    effect: "CAUTION",
    evidence: [evidenceOf(configuration, listing)],
  };
}

/** No configuration asks for code: then the list of files and the source's tag say what else there is. */
function withoutReferences(listing: SubjectListing, artifacts: readonly Artifact[], read: readonly Configuration[]): Finding {
  const evidence = read.map((configuration) => evidenceOf(configuration, listing));
  const { record, naming } = listing;
  if (record.tags?.includes("custom_code") === true) {
    return { ...base, statement: "The source tags it custom_code: loading it runs code of the repository, although no configuration that was read asks for it.", status: "ASSERTED", effect: "CAUTION", evidence };
  }
  if (!namesAllFiles(record)) return unknown("NOT_REQUESTED", `Only ${String(artifacts.length)} of ${String(record.artifactCount ?? 0)} files are known here, so that code may be among the others.`);
  const scripts = artifacts.filter(({ path }) => path.toLowerCase().endsWith(".py")).map(({ path }) => path);
  if (naming === "open") {
    return { ...base, statement: `The record names ${scripts.length === 0 ? "no Python file" : named(scripts)}; anybody may write it.`, status: "ASSERTED", effect: "NEUTRAL", evidence };
  }
  if (scripts.length > 0) {
    return { ...base, statement: `The repository holds Python files (${named(scripts)}), and no configuration that was read asks for them on load.`, status: "VERIFIED", effect: "NEUTRAL", evidence };
  }
  return { ...base, statement: "No file of the repository is Python code, and no configuration asks for code on load.", status: "VERIFIED", effect: "SUPPORTS", evidence };
}

const base = { kind: "CODE_EXECUTION_REQUIRED", method } as const;

function unknown(unknownReason: UnknownReason, statement: string): Finding {
  return { ...base, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", evidence: [] };
}

function evidenceOf({ file, codeReferences, bytesRead, kept }: Configuration, { record }: SubjectListing): FindingEvidence {
  const reproduce = fetchCommand(file.url);
  const found = codeReferences.length === 0 ? [`no auto_map in ${file.path}${record.revision === undefined ? "" : ` at ${record.revision}`}`] : codeReferences;
  return {
    kind: "staticAnalysis", path: file.path, findings: found, bytesRead, ...(kept === undefined ? {} : { kept }),
    ...(file.url === undefined ? {} : { sourceUrl: file.url }),
    ...(reproduce === undefined ? {} : { reproduce }),
  };
}
