import { type HubPlace, hubArguments, publicHub, revisionNote } from "./hub-place.ts";
import { type Snippet } from "./load-line.ts";
import { javascriptString, pythonString, shellWord } from "./quoting.ts";
import { autoClasses, peftClasses, pipelineTasks } from "./transformers-tasks.ts";

/**
 * The own line of a library for a repository. Libraries that take a revision are given it; others load a folder that `huggingface_hub` has fetched at
 * the revision; what can do neither says so.
 *
 * @param library id of a library as the Hub writes it, such as `sentence-transformers`.
 * @returns nothing for libraries that are not known here, and where the files say that the line would fail.
 */
export function libraryLines(library: string, place: HubPlace): readonly Snippet[] {
  return lines.get(library)?.(place) ?? [];
}

/** `vllm serve`, for weights of language models as transformers has them. */
export function vllmLines(place: HubPlace): readonly Snippet[] {
  const isServed = place.formats.includes("SAFETENSORS") && (place.task === "text-generation" || place.task === "image-text-to-text");
  if (!isServed) return [];
  const revision = place.revision === undefined ? "" : ` --revision ${shellWord(place.revision)}`;
  return [{ library: "vLLM", language: "shell", code: `vllm serve ${shellWord(place.id)}${revision}`, pinned: place.isPinned, notes: ["For architectures that vLLM knows.", revisionNote(place)] }];
}

/** `hf download`, which gets the files of any repository. */
export function downloadLine(place: HubPlace): Snippet {
  const revision = place.revision === undefined ? "" : ` --revision ${shellWord(place.revision)}`;
  return { library: "Hugging Face CLI", language: "shell", code: `hf download ${shellWord(place.id)}${revision}`, pinned: place.isPinned, notes: ["All files of the repository.", revisionNote(place)] };
}

const lines: ReadonlyMap<string, (place: HubPlace) => readonly Snippet[]> = new Map([
  ["transformers", transformers],
  ["sentence-transformers", sentenceTransformers],
  ["diffusers", diffusers],
  ["timm", timm],
  ["open_clip", openClip],
  ["peft", peft],
  ["setfit", (place: HubPlace) => [fromFolder(place, "SetFit", ["from setfit import SetFitModel"], (folder) => `model = SetFitModel.from_pretrained(${folder})`, [pickleNote("The classification head is a pickled Python object, which")])]],
  ["span-marker", (place: HubPlace) => [fromFolder(place, "SpanMarker", ["from span_marker import SpanMarkerModel"], (folder) => `model = SpanMarkerModel.from_pretrained(${folder})`)]],
  ["gliner", (place: HubPlace) => [fromFolder(place, "GLiNER", ["from gliner import GLiNER"], (folder) => `model = GLiNER.from_pretrained(${folder})`)]],
  ["model2vec", (place: HubPlace) => [fromFolder(place, "Model2Vec", ["from model2vec import StaticModel"], (folder) => `model = StaticModel.from_pretrained(${folder})`)]],
  ["bertopic", (place: HubPlace) => [fromFolder(place, "BERTopic", ["from bertopic import BERTopic"], (folder) => `topic_model = BERTopic.load(${folder})`)]],
  ["spacy", spacy],
  ["mlx", mlx],
  ["keras-hub", kerasHub],
  ["transformers.js", transformersJs],
]);

function transformers(place: HubPlace): readonly Snippet[] {
  const { task } = place;
  const its = hubArguments(place);
  const code = task !== undefined && pipelineTasks.has(task)
    ? `from transformers import pipeline\n\npipe = pipeline(${pythonString(task)}, model=${its})`
    : withAutoClass(autoClasses.get(task ?? ""), its);
  const isBare = !pipelineTasks.has(task ?? "") && !autoClasses.has(task ?? "");
  const bareNote = isBare ? "Which part of transformers does its task is not known here: this loads the model without a head for one." : undefined;
  return [python("transformers", code, place, [bareNote, ownCodeNote(place), picklesNote(place)])];
}

function withAutoClass(name: string | undefined, its: string): string {
  return name === undefined
    ? `from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained(${its})`
    : `from transformers import ${["AutoTokenizer", name].join(", ")}\n\ntokenizer = AutoTokenizer.from_pretrained(${its})\nmodel = ${name}.from_pretrained(${its})`;
}

function sentenceTransformers(place: HubPlace): readonly Snippet[] {
  const name = place.task === "text-ranking" ? "CrossEncoder" : "SentenceTransformer";
  return [python("Sentence Transformers", `from sentence_transformers import ${name}\n\nmodel = ${name}(${hubArguments(place)})`, place, [ownCodeNote(place), picklesNote(place)])];
}

/** Only whole pipelines: adapters and parts of one need another line, which their files do not tell. */
function diffusers(place: HubPlace): readonly Snippet[] {
  if (!mayHave(place, "model_index.json")) return [];
  return [python("Diffusers", `from diffusers import DiffusionPipeline\n\npipe = DiffusionPipeline.from_pretrained(${hubArguments(place)})`, place, [ownCodeNote(place), picklesNote(place)])];
}

/** timm reads a revision after an `@`. */
function timm(place: HubPlace): readonly Snippet[] {
  const name = `hf-hub:${place.id}${place.revision === undefined ? "" : `@${place.revision}`}`;
  return [python("timm", `import timm\n\nmodel = timm.create_model(${pythonString(name)}, pretrained=True)`, place, [picklesNote(place)])];
}

function openClip({ id }: HubPlace): readonly Snippet[] {
  const name = pythonString(`hf-hub:${id}`);
  return [{
    library: "OpenCLIP", language: "python", pinned: false,
    code: `import open_clip\n\nmodel, _, preprocess = open_clip.create_model_and_transforms(${name})\ntokenizer = open_clip.get_tokenizer(${name})`,
    notes: ["OpenCLIP takes no revision here: this loads whatever the repository holds when it is run."],
  }];
}

function peft(place: HubPlace): readonly Snippet[] {
  const name = peftClasses.get(place.task ?? "");
  if (name === undefined) return [];
  const line = fromFolder(place, "PEFT", [`from peft import ${name}`], (folder) => `model = ${name}.from_pretrained(${folder})`);
  const note = place.isPinned ? "The adapter is pinned; the base model that it names is loaded as it is when this is run." : undefined;
  return [{ ...line, pinned: false, notes: [...(line.notes ?? []), note] }];
}

function spacy(place: HubPlace): readonly Snippet[] {
  if (!mayHave(place, "config.cfg") || !mayHave(place, "meta.json")) return [];
  return [fromFolder(place, "spaCy", ["import spacy"], (folder) => `nlp = spacy.load(${folder})`)];
}

function mlx(place: HubPlace): readonly Snippet[] {
  return place.task === "text-generation" ? [fromFolder(place, "MLX LM", ["from mlx_lm import load"], (folder) => `model, tokenizer = load(${folder})`)] : [];
}

function kerasHub({ id }: HubPlace): readonly Snippet[] {
  return [{
    library: "KerasHub", language: "python", pinned: false, code: `import keras_hub\n\nmodel = keras_hub.models.Backbone.from_preset(${pythonString(`hf://${id}`)})`,
    notes: ["KerasHub takes no revision here: this loads whatever the repository holds when it is run."],
  }];
}

function transformersJs(place: HubPlace): readonly Snippet[] {
  const { id, task, revision, endpoint } = place;
  if (task === undefined || endpoint !== publicHub) return [];
  const options = revision === undefined ? "" : `, { revision: ${javascriptString(revision)} }`;
  return [{
    library: "Transformers.js", language: "javascript", pinned: place.isPinned, notes: [revisionNote(place)],
    code: `import { pipeline } from "@huggingface/transformers";\n\nconst pipe = await pipeline(${javascriptString(task)}, ${javascriptString(id)}${options});`,
  }];
}

function python(library: string, code: string, place: HubPlace, notes: readonly (string | undefined)[] = []): Snippet {
  return { library, language: "python", code, pinned: place.isPinned, notes: [revisionNote(place), ...notes] };
}

function fromFolder(place: HubPlace, library: string, imports: readonly string[], load: (folder: string) => string, notes: readonly string[] = []): Snippet {
  return python(library, `${["from huggingface_hub import snapshot_download", ...imports].join("\n")}\n\n${load(`snapshot_download(${hubArguments(place)})`)}`, place, [...notes, picklesNote(place)]);
}

/** Whether a file is there, or the files are not known. */
function mayHave({ artifacts }: HubPlace, path: string): boolean {
  return artifacts.length === 0 || artifacts.some((artifact) => artifact.path === path);
}

function ownCodeNote({ artifacts }: HubPlace): string | undefined {
  return artifacts.some(({ role }) => role === "CODE") ? "The repository has code of its own; where the model needs it, it is run only if you add trust_remote_code=True. Read it first." : undefined;
}

function picklesNote({ formats }: HubPlace): string | undefined {
  return formats.includes("PICKLE") && !formats.includes("SAFETENSORS") ? pickleNote("The weights are pickled Python objects, which") : undefined;
}

/** What is to know of pickled files. */
export function pickleNote(what: string): string {
  return `${what} can run code when loaded.`;
}
