import {
  asArray, asBoolean, asRecord, asString, type ClaimFacts, type ClaimOf, type LicenseStatement, type SourceClaim, type SourceEvidence,
} from "@modeldex/plugin-kit";
import { extensionOf, fileAddress, isWeights, type RepositoryFile, type RepositoryPlace } from "./files.ts";
import type { BaseModel } from "./lineage.ts";
import { objectsOf, type Payload } from "./payload.ts";
import { packageUrl } from "./repository-id.ts";
import type { Repository } from "./repository.ts";

/** Most files for which digests are claimed, and most for which a scan is. */
const maxFiles = 50;

/** What the claims about one model are made from. */
export interface ClaimGround extends Omit<Repository, "place" | "files"> {
  readonly place: RepositoryPlace & { readonly revision: string };
  readonly files: readonly RepositoryFile[];
  readonly bases: readonly BaseModel[];
  readonly license: LicenseStatement | undefined;
  /** `config.json` of the repository, when it was read. */
  readonly configuration: Payload | undefined;
  /** The model that the publisher names as the newer version. */
  readonly successor: string | undefined;
}

/** What the Hub and the publisher state about a model at its commit, each with the place where it can be looked up. */
export function claimsOf(ground: ClaimGround): readonly SourceClaim[] {
  return [
    versioned(ground),
    ...scans(ground),
    ...codeExecution(ground),
    ...digests(ground),
    ...licenseTerms(ground),
    ...lineage(ground),
    ...successor(ground),
  ];
}

function versioned({ place }: ClaimGround): ClaimOf<"REFERENCE_IMMUTABILITY"> {
  return {
    kind: "REFERENCE_IMMUTABILITY",
    statement: `${place.id} is a git repository; this describes its commit ${place.revision}, and branches move on.`,
    facts: { references: "VERSIONED" },
    evidence: [{ kind: "document", url: `${place.endpoint}/api/models/${place.id}/commits/${place.revision}`, pointer: "/0/id" }],
  };
}

const verdicts: Readonly<Record<string, ClaimFacts["THIRD_PARTY_SCAN"]["verdict"]>> = {
  unsafe: "UNSAFE", suspicious: "UNSAFE", caution: "CAUTION", error: "ERROR", queued: "PENDING", unscanned: "PENDING",
};
const worstFirst = ["UNSAFE", "CAUTION", "ERROR", "PENDING"];

/** Files with issues one by one, the worst first. A flagged file counts although scans are unfinished; no flag without the end of the scans is no verdict. */
function scans({ payload, place }: ClaimGround): readonly ClaimOf<"THIRD_PARTY_SCAN">[] {
  const status = asRecord(payload["securityRepoStatus"]);
  const issues = asArray(status?.["filesWithIssues"]);
  if (status === undefined || issues === undefined) return [];
  const evidence: readonly SourceEvidence[] = [
    { kind: "document", url: `${place.endpoint}/api/models/${place.id}/revision/${place.revision}?securityStatus=true`, pointer: "/securityRepoStatus" },
  ];
  const scan = (verdict: ClaimFacts["THIRD_PARTY_SCAN"]["verdict"], statement: string, path?: string): ClaimOf<"THIRD_PARTY_SCAN"> => ({
    kind: "THIRD_PARTY_SCAN",
    statement,
    facts: { scanner: "Hugging Face Hub", verdict, ...(path !== undefined && { path }) },
    evidence,
    issuer: { type: "SCANNER", key: new URL(place.endpoint).host },
  });
  const flagged = objectsOf(issues).flatMap((issue) => {
    const path = asString(issue["path"]);
    const level = asString(issue["level"]);
    const verdict = level === "safe" ? undefined : verdicts[level ?? ""] ?? "ERROR";
    return path === undefined || verdict === undefined ? [] : scan(verdict, `The Hub's scanners rate ${path} "${level ?? "without a level"}".`, path);
  });
  if (flagged.length > 0) return flagged.toSorted((a, b) => worstFirst.indexOf(a.facts.verdict) - worstFirst.indexOf(b.facts.verdict)).slice(0, maxFiles);
  return asBoolean(status["scansDone"]) === true
    ? [scan("CLEAN", "The Hub's scanners have finished and flagged no file.")]
    : [scan("PENDING", "The Hub's scanners have not finished; no file is flagged so far.")];
}

function codeExecution({ payload, place, files, tags, configuration }: ClaimGround): readonly ClaimOf<"CODE_EXECUTION_REQUIRED">[] {
  const autoMap = asRecord(configuration?.["auto_map"]) ?? asRecord(asRecord(payload["config"])?.["auto_map"]);
  const scripts = files.filter((file) => extensionOf(file.path) === ".py");
  const listed = scripts.slice(0, 3).map((file) => file.path).join(", ") + (scripts.length > 3 ? `, and ${scripts.length - 3} more` : "");
  const statement = autoMap !== undefined ? "Its config.json names classes in the repository (auto_map), so that loading it runs code from there."
    : tags.customCode ? "The Hub tags it custom_code: loading it runs code from the repository."
    : scripts.length > 0 ? `The repository holds Python files (${listed}); nothing says whether loading the model runs them.`
    : undefined;
  if (statement === undefined) return [];
  const tagged: readonly SourceEvidence[] = tags.customCode ? [tagsEvidence(place)] : [];
  const mapped: readonly SourceEvidence[] = autoMap === undefined ? [] : [fileEvidence("config.json", place.revision)];
  return [{
    kind: "CODE_EXECUTION_REQUIRED",
    statement,
    evidence: [...mapped, ...tagged, ...scripts.slice(0, 10).map((file) => fileEvidence(file.path, place.revision, file))],
  }];
}

function digests({ place, files }: ClaimGround): readonly ClaimOf<"CONTENT_DIGEST">[] {
  return files.filter((file) => isWeights(file)).flatMap((file): ClaimOf<"CONTENT_DIGEST">[] => (file.digest === undefined ? [] : [{
    kind: "CONTENT_DIGEST",
    statement: `The Hub gives the sha256 of ${file.path} at commit ${place.revision}.`,
    facts: { digest: file.digest, path: file.path, reference: fileAddress(place, file.path) },
    evidence: [fileEvidence(file.path, place.revision, file)],
  }])).slice(0, maxFiles);
}

function licenseTerms({ place, files, license }: ClaimGround): readonly ClaimOf<"LICENSE_TERMS">[] {
  if (license === undefined) return [];
  const texts = files.filter((file) => /^(?:README\.md|licen[cs]e[^/]*|copying|notice|use_policy[^/]*)$/i.test(file.path)).slice(0, 5);
  const named = license.name === undefined ? "" : ` (${license.name})`;
  return [{
    kind: "LICENSE_TERMS",
    statement: `The publisher declares the licence "${license.stated}"${named}.`,
    evidence: [
      tagsEvidence(place),
      ...texts.map((file) => fileEvidence(file.path, place.revision, file)),
    ],
  }];
}

function lineage({ place, bases }: ClaimGround): readonly ClaimOf<"LINEAGE">[] {
  const words: Readonly<Record<string, string>> = { QUANTIZED: "a quantization of", FINETUNE: "a finetune of", ADAPTER: "an adapter for", MERGE: "a merge with" };
  return bases.slice(0, 10).map((base) => ({
    kind: "LINEAGE",
    statement: `The publisher calls it ${words[base.relation] ?? "derived from"} ${base.id} (${packageUrl(base.id)}).`,
    evidence: [tagsEvidence(place)],
  }));
}

function successor({ place, successor: id }: ClaimGround): readonly ClaimOf<"LINEAGE">[] {
  if (id === undefined) return [];
  const url = `${place.endpoint}/api/models/${place.id}/revision/${place.revision}`;
  return [{ kind: "LINEAGE", statement: `The publisher names ${id} as its newer version (${packageUrl(id)}).`, evidence: [{ kind: "document", url, pointer: "/cardData/new_version" }] }];
}

/** The tags of the model at its commit. */
function tagsEvidence(place: ClaimGround["place"]): SourceEvidence {
  return { kind: "document", url: `${place.endpoint}/api/models/${place.id}/revision/${place.revision}`, pointer: "/tags" };
}

function fileEvidence(path: string, revision: string, file?: RepositoryFile): SourceEvidence {
  return { kind: "file", path, revision, ...(file?.digest !== undefined && { digest: file.digest }) };
}
