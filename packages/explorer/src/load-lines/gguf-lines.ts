import { isPartOfMany, oneOfNote, preferred } from "./hub-files.ts";
import { type HubPlace, hubFileUrl, revisionNote } from "./hub-place.ts";
import { type ArtifactFacts, type Snippet } from "./load-line.ts";
import { localName, operands, shellWord } from "./quoting.ts";

/**
 * llama.cpp for GGUF files of a repository: one file at its pinned address, checked by its sha256, and `-hf`, which fetches by itself and takes no
 * revision. Nothing when the files are not known.
 */
export function ggufLines(place: HubPlace): readonly Snippet[] {
  const files = place.artifacts.filter(({ format, role }) => format === "GGUF" && role === "WEIGHTS");
  const file = preferred(files.filter(({ path }) => !isPartOfMany(path))) ?? preferred(files);
  if (file === undefined) return [];
  const download = isPartOfMany(file.path) ? partsLine(file, files, place) : fileLine(file, files.length, place);
  const precision = /^[A-Z0-9_]+$/.test(file.precision ?? "") ? `:${file.precision}` : "";
  const isTaken = place.id.includes("/") && place.endpoint === "https://huggingface.co";
  return [download, ...(isTaken ? [{
    library: "llama.cpp", language: "shell" as const, pinned: false, variant: `${place.id}${precision}, which llama.cpp fetches by itself`, code: `llama-cli -hf ${shellWord(`${place.id}${precision}`)}`,
    notes: ["llama.cpp takes no revision here: this loads whatever the repository holds when it is run."],
  }] : [])];
}

/** Fetches one file by its address and checks it; a repository that is not open is asked by its own tool, which has the token. */
function fileLine(file: ArtifactFacts, count: number, place: HubPlace): Snippet {
  const sha256 = sha256Of(file);
  const name = place.isOpen ? localName(file.path) : file.path;
  const fetch = place.isOpen
    ? `curl -fL -o ${shellWord(name)} ${shellWord(hubFileUrl(place, file.path))}`
    : `hf download${revisionOption(place)} --local-dir . ${operands(place.id, file.path)}`;
  return {
    library: "llama.cpp", language: "shell", pinned: place.isPinned || sha256 !== undefined, variant: file.path,
    code: [fetch, ...checkOf(sha256, name), `llama-cli -m ${shellWord(`./${name}`)}`].join(" &&\n"),
    notes: [
      sha256 === undefined || place.isPinned ? revisionNote(place) : "No commit is known: the comparison fails when the file has changed.",
      sha256 === undefined ? "No sha256 of the file is known to compare." : undefined, oneOfNote(count),
    ],
  };
}

function partsLine(first: ArtifactFacts, files: readonly ArtifactFacts[], place: HubPlace): Snippet {
  const stem = (path: string) => path.replace(/-\d{5}-of-/, "-of-");
  const parts = files.filter(({ path }) => stem(path) === stem(first.path)).map(({ path }) => path).toSorted();
  return {
    library: "llama.cpp", language: "shell", pinned: place.isPinned, variant: first.path,
    code: `hf download${revisionOption(place)} --local-dir . ${operands(place.id, ...parts)} &&\nllama-cli -m ${shellWord(`./${parts[0] ?? first.path}`)}`,
    notes: [revisionNote(place), `The model is in ${parts.length} parts; the first is named and the others are found.`],
  };
}

/** Commands that compare a file with its sha256. */
export function checkOf(sha256: string | undefined, name: string): readonly string[] {
  return sha256 === undefined ? [] : [`echo ${shellWord(`${sha256}  ./${name}`)} | sha256sum -c -`];
}

/** The sha256 of a file in 64 hexadecimal digits, if one is stated. */
export function sha256Of({ digest }: ArtifactFacts): string | undefined {
  return /^sha256:([0-9a-f]{64})$/.exec(digest ?? "")?.[1];
}

function revisionOption({ revision }: HubPlace): string {
  return revision === undefined ? "" : ` --revision ${shellWord(revision)}`;
}
