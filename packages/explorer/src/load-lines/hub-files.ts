import { pickleNote } from "./hub-libraries.ts";
import { type HubPlace, hubArguments, revisionNote } from "./hub-place.ts";
import { type ArtifactFacts, type Snippet } from "./load-line.ts";
import { pythonString } from "./quoting.ts";

/** How a library loads one file that was downloaded. */
interface FileLoader {
  readonly title: string;
  /** The file among those of the repository; several only where one is as good as the other. */
  readonly takes: (artifact: ArtifactFacts) => boolean;
  readonly imports: string;
  readonly load: (file: string) => string;
  readonly isPickle: boolean;
}

/**
 * The line of a library that loads one file, fetched by `huggingface_hub` at the revision. The file must be known.
 *
 * @param library id of a library as the Hub writes it, such as `sklearn`.
 */
export function fileLines(library: string, place: HubPlace): readonly Snippet[] {
  const loader = library === "flair" ? flair(place.task) : loaders.get(library);
  const lines = loader === undefined ? [] : lineOfFile(loader, place);
  return lines.length === 0 && library === "keras" ? kerasFolder(place) : lines;
}

/** ONNX Runtime, where the repository has a file for it. */
export function onnxLines(place: HubPlace): readonly Snippet[] {
  return lineOfFile({ title: "ONNX Runtime", takes: ({ format, path }) => format === "ONNX" && path.endsWith(".onnx"), imports: "import onnxruntime", load: (file) => `session = onnxruntime.InferenceSession(${file})`, isPickle: false }, place);
}

const loaders: ReadonlyMap<string, FileLoader> = new Map([
  ["sklearn", {
    title: "scikit-learn", takes: ({ path }) => /\.(?:joblib|pkl|pickle)$/.test(path), imports: "import joblib", load: (file) => `model = joblib.load(${file})`, isPickle: true,
  }],
  ["keras", {
    title: "Keras", takes: ({ path }) => /(?<!\.weights|(?:^|\/)tf_model)\.(?:keras|h5)$/.test(path), imports: "import keras", load: (file) => `model = keras.saving.load_model(${file})`, isPickle: false,
  }],
  ["fasttext", { title: "fastText", takes: ({ path }) => path === "model.bin", imports: "import fasttext", load: (file) => `model = fasttext.load_model(${file})`, isPickle: false }],
  ["ultralytics", { title: "Ultralytics", takes: ({ path }) => path.endsWith(".pt"), imports: "from ultralytics import YOLO", load: (file) => `model = YOLO(${file})`, isPickle: true }],
  ["llama-cpp-python", {
    title: "llama-cpp-python", takes: ({ format, path }) => format === "GGUF" && !isPartOfMany(path), imports: "from llama_cpp import Llama",
    load: (file) => `llm = Llama(model_path=${file})`, isPickle: false,
  }],
] satisfies readonly (readonly [string, FileLoader])[]);

function flair(task: string | undefined): FileLoader | undefined {
  const name = task === "token-classification" ? "SequenceTagger" : task === "text-classification" ? "TextClassifier" : undefined;
  return name && {
    title: "Flair", takes: ({ path }) => path === "pytorch_model.bin", imports: `from flair.models import ${name}`, load: (file) => `model = ${name}.load(${file})`, isPickle: true,
  };
}

/** Keras 3 saves to the Hub as a folder. */
function kerasFolder({ artifacts, id }: HubPlace): readonly Snippet[] {
  if (artifacts.length > 0 && !artifacts.some(({ path }) => path === "model.weights.h5")) return [];
  return [{
    library: "Keras", language: "python", pinned: false, code: `import keras\n\nmodel = keras.saving.load_model(${pythonString(`hf://${id}`)})`,
    notes: ["Keras takes no revision here: this loads whatever the repository holds when it is run."],
  }];
}

function lineOfFile({ title, takes, imports, load, isPickle }: FileLoader, place: HubPlace): readonly Snippet[] {
  const files = place.artifacts.filter(takes);
  const file = preferred(files);
  if (file === undefined) return [];
  // Weights above 2 GB lie beside an ONNX file, which names them.
  const beside = place.artifacts.filter(({ path }) => path === `${file.path}_data` || path === `${file.path}.data`);
  const fetched = beside.map(({ path }) => `hf_hub_download(${hubArguments(place, path)})\n`).join("");
  return [{
    library: title, language: "python", pinned: place.isPinned, variant: file.path,
    code: `from huggingface_hub import hf_hub_download\n${imports}\n\n${fetched}${load(`hf_hub_download(${hubArguments(place, file.path)})`)}`,
    notes: [revisionNote(place), oneOfNote(files.length), isPickle ? pickleNote("The file is a pickled Python object, which") : undefined],
  }];
}

/** The file that most people want first: of a usual quantization, else in the folder nearest the top, else the first. */
export function preferred(files: readonly ArtifactFacts[]): ArtifactFacts | undefined {
  const depth = ({ path }: ArtifactFacts) => path.split("/").length;
  const usual = ({ path, precision }: ArtifactFacts) => (/q4_k_m/i.test(precision ?? path) ? 0 : 1);
  return files.toSorted((one, other) => usual(one) - usual(other) || depth(one) - depth(other) || one.path.length - other.path.length || (one.path < other.path ? -1 : 1))[0];
}

/** Says that there is a choice, which the line has made. */
export function oneOfNote(count: number): string | undefined {
  return count > 1 ? `One of ${count} such files of the repository; put the path of another there if you want that.` : undefined;
}

/** Whether a GGUF file is one of several that make one model, such as `…-00001-of-00003.gguf`. */
export function isPartOfMany(path: string): boolean {
  return /-\d{5}-of-\d{5}\.gguf$/.test(path);
}
