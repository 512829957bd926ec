import type { BomSubject } from "./bom-subject.ts";

type Json = Readonly<Record<string, unknown>>;

/** The component of one model. */
export function componentOf(subject: BomSubject): Json {
  const { reference, name, revision, publisher, purl, description, files, bases } = subject;
  return {
    type: "machine-learning-model",
    "bom-ref": reference,
    name,
    ...(revision === undefined || revision.length > maxVersion ? {} : { version: revision }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(description === undefined ? {} : { description: description.slice(0, 4_000) }),
    ...licensesOf(subject),
    ...(purl === undefined ? {} : { purl }),
    ...(bases === undefined || bases.length === 0 ? {} : { pedigree: { ancestors: bases.map((base) => ancestorOf(base)), notes: "As stated; the claims say what was checked." } }),
    ...referencesOf(subject),
    ...(files === undefined || files.length === 0 ? {} : { components: distinct(files).map((file) => fileOf(file, reference)) }),
    modelCard: modelCardOf(subject),
    properties: [
      { name: "modeldex:level", value: subject.level },
      { name: "modeldex:systemLevel", value: subject.systemLevel },
      ...(subject.decision === undefined ? [] : [{ name: "modeldex:decision", value: `${subject.decision.outcome} by ${subject.decision.policy.id} version ${subject.decision.policy.version}` }]),
      ...unknowns(subject).map((value) => ({ name: "modeldex:unknown", value })),
    ],
  };
}

/** Longest version that the schema has. */
const maxVersion = 1_024;

/** References are unique in a document, also where a record names a path twice. */
function distinct(files: NonNullable<BomSubject["files"]>): NonNullable<BomSubject["files"]> {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** A licence by its SPDX id where it is one, as an expression where several apply; else as it is stated. */
function licensesOf({ license }: BomSubject): Json {
  if (license === undefined) return {};
  const url = license.url === undefined || !URL.canParse(license.url) ? {} : { url: license.url };
  const { spdx } = license;
  if (spdx === undefined || spdx.includes("LicenseRef-")) return { licenses: [{ license: { name: license.stated, ...url } }] };
  if (spdx.includes(" ")) return { licenses: [{ expression: spdx }] };
  return { licenses: [{ license: { id: spdx, ...url } }] };
}

function ancestorOf({ reference, relation }: NonNullable<BomSubject["bases"]>[number]): Json {
  const purl = reference.startsWith("pkg:") ? { purl: reference } : {};
  return { type: "machine-learning-model", name: reference, ...purl, properties: [{ name: "modeldex:relation", value: relation }] };
}

function referencesOf({ url, files = [] }: BomSubject): Json {
  const references = [
    ...(url === undefined ? [] : [{ type: "website", url }]),
    ...files.flatMap(({ path, url: at }) => (at !== undefined && path === "README.md" ? [{ type: "model-card", url: at }] : [])),
  ];
  return references.length === 0 ? {} : { externalReferences: references };
}

function fileOf({ path, sizeBytes, digest, otherDigests = [], url }: NonNullable<BomSubject["files"]>[number], reference: string): Json {
  const blake3 = otherDigests.find((other) => /^blake3:[0-9a-f]{64}$/.test(other));
  const hashes = [
    ...(digest === undefined ? [] : [{ alg: "SHA-256", content: digest.slice("sha256:".length) }]),
    ...(blake3 === undefined ? [] : [{ alg: "BLAKE3", content: blake3.slice("blake3:".length) }]),
  ];
  // Other digests are not over the bytes alone, such as git's, so that they are no hashes of the file here.
  const properties = [
    ...(sizeBytes === undefined ? [] : [{ name: "modeldex:sizeBytes", value: String(sizeBytes) }]),
    ...otherDigests.filter((other) => other !== blake3).map((value) => ({ name: "modeldex:digest", value })),
    ...(hashes.length === 0 ? [{ name: "modeldex:unknown", value: "hashes: no digest over its bytes alone is stated" }] : []),
  ];
  return {
    type: "file",
    "bom-ref": `${reference}#${path}`,
    name: path,
    ...(hashes.length === 0 ? {} : { hashes }),
    ...(url === undefined ? {} : { externalReferences: [{ type: "distribution", url }] }),
    ...(properties.length === 0 ? {} : { properties }),
  };
}

function modelCardOf({ task, architecture, evaluations = [] }: BomSubject): Json {
  const metrics = evaluations.flatMap(({ benchmark, metric, value, text, settings, unit }) => {
    const shown = value === undefined ? text : `${String(value)}${unit === undefined ? "" : ` ${unit}`}`;
    if (shown === undefined) return [];
    return [{ type: metric === undefined ? benchmark : `${benchmark} (${metric})`, value: shown, ...(settings === undefined ? {} : { slice: settings }) }];
  });
  return {
    modelParameters: { ...(task === undefined ? {} : { task }), ...(architecture === undefined ? {} : { architectureFamily: architecture }) },
    ...(metrics.length === 0 ? {} : { quantitativeAnalysis: { performanceMetrics: metrics } }),
  };
}

/** What nobody says here, in words: a missing member of the document could also mean that nobody looked. */
function unknowns({ revision, publisher, license, files, fileCount, bases, evaluations, task, architecture }: BomSubject): readonly string[] {
  return [
    ...(revision === undefined ? ["version: no immutable revision is known"] : []),
    ...(publisher === undefined ? ["publisher: the source does not say"] : []),
    ...(license === undefined ? ["licenses: none is stated"] : []),
    ...(files === undefined ? ["components: its files are not known here"] : []),
    ...(files !== undefined && fileCount !== undefined && fileCount > files.length ? [`components: only ${String(files.length)} of ${String(fileCount)} files are known here`] : []),
    ...(bases === undefined || bases.length === 0 ? ["pedigree: what it was made from is not stated"] : []),
    ...(evaluations === undefined ? ["quantitativeAnalysis: results were not asked for, or the source does not say"] : []),
    ...(task === undefined ? ["task: the source does not say"] : []),
    ...(architecture === undefined ? ["architectureFamily: the source does not say"] : []),
    "datasets: what it was trained on cannot be checked by anybody here",
  ];
}
