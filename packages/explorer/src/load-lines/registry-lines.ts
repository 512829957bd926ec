import { checkOf, sha256Of } from "./gguf-lines.ts";
import { type ArtifactFacts, type ListingFacts, type Snippet } from "./load-line.ts";
import { isFitForCode, localName, shellWord } from "./quoting.ts";

/** Most files that a catalog's lines are made for. */
const mostFiles = 5;

/** `ollama pull`, which knows tags alone, with the digest to compare. Nothing for what only somebody's own machine has, and for ids by digest. */
export function ollamaLines({ nativeId, revision, access }: ListingFacts): readonly Snippet[] {
  if (access === "PRIVATE" || !/^[A-Za-z0-9][\w./:-]{0,254}$/.test(nativeId)) return [];
  const digits = /^sha256:([0-9a-f]{12})/.exec(revision ?? "")?.[1];
  const isRemote = /[:-]cloud$/.test(nativeId);
  return [{
    library: "Ollama", language: "shell", code: `ollama pull ${nativeId}`, pinned: false,
    notes: [
      isRemote ? "It runs at Ollama, and no weights come to your machine." : undefined,
      digits === undefined
        ? "Ollama pulls by tag, and a tag can be moved to other files; no digest is known to compare."
        : `Ollama pulls by tag, and a tag can be moved to other files. It is the one listed here if ollama ls then shows the id ${digits}.`,
    ],
  }];
}

/** An artifact of an OCI registry by the digest of its manifest, for Docker's Model Runner and as it is. */
export function ociLines({ nativeId, revision }: ListingFacts): readonly Snippet[] {
  const [, repository, , byDigest] = /^([A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?\/[a-z0-9][a-z0-9._/-]*)(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/.exec(nativeId) ?? [];
  if (repository === undefined) return [];
  const digest = /^sha256:[0-9a-f]{64}$/.test(revision ?? "") ? `@${revision}` : byDigest;
  const reference = digest === undefined ? nativeId : `${repository}${digest}`;
  const note = digest === undefined ? "No digest is known: a tag can be moved to other files." : undefined;
  return [
    { library: "Docker Model Runner", language: "shell", code: `docker model pull ${shellWord(reference)}`, pinned: digest !== undefined, notes: ["For models in a packaging that Docker's Model Runner reads.", note] },
    {
      library: "ORAS", language: "shell", code: `oras cp --to-oci-layout ${shellWord(reference)} ${shellWord(`./${localName(repository)}`)}`, pinned: digest !== undefined,
      notes: ["The artifact as it is, as a folder in the OCI layout.", note],
    },
  ];
}

/** Files of a catalog that gives their addresses. */
export function catalogFileLines(artifacts: readonly ArtifactFacts[]): readonly Snippet[] {
  return artifacts.filter(({ role }) => role === "WEIGHTS").flatMap((artifact) => {
    const { path, url } = artifact;
    if (typeof url !== "string" || !isFitForCode(url) || !isFitForCode(path) || !/^https?:\/\//.test(url) || !URL.canParse(url)) return [];
    const [name, sha256] = [localName(path), sha256Of(artifact)];
    return [{
      library: "curl", language: "shell" as const, variant: path, pinned: sha256 !== undefined, code: [`curl -fL -o ${shellWord(name)} ${shellWord(url)}`, ...checkOf(sha256, name)].join(" &&\n"),
      notes: [sha256 === undefined ? "No sha256 of the file is known: what is at this address can change." : undefined],
    }];
  }).slice(0, mostFiles);
}
