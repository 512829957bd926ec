import { judgeImport } from "../pickle/judge-import.ts";
import { foreignText } from "../foreign-text.ts";

/** What the `config.json` of a Keras model makes its loader do, each a clause such as `a Lambda with Python code of its own`. */
export interface KerasConfigReading {
  readonly dangerous: readonly string[];
  readonly unlisted: readonly string[];
  /** Objects that it describes. */
  readonly objects: number;
  /** A clause, where it could not be read, or not to its end. */
  readonly unread?: string;
}

const maxValues = 1_000_000;

/**
 * Judges what the loader of a `.keras` file imports and calls. An object is `{ module, class_name, config, registered_name }`; Keras imports any
 * module that is named there and calls what it finds.
 *
 * Source: `deserialize_keras_object` and `_retrieve_class_or_fn` in `keras/src/saving/serialization_lib.py` of Keras 3; CVE-2024-3660 (Lambda),
 * CVE-2025-1550 (any module), CVE-2025-9906 (`keras.config`), CVE-2025-8747 (`keras.utils.get_file`), CVE-2025-12058 (vocabulary from a path),
 * CVE-2025-49655 (TorchModuleWrapper), CVE-2026-1462 (TFSMLayer).
 */
export function readKerasConfig(text: string): KerasConfigReading {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { dangerous: [], unlisted: [], objects: 0, unread: "its config.json is no JSON" };
  }
  const dangerous = new Set<string>();
  const unlisted = new Set<string>();
  let objects = 0;
  let values = 0;
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    values += 1;
    if (values > maxValues) return { dangerous: [...dangerous], unlisted: [...unlisted], objects, unread: `its config.json has more than ${maxValues} values` };
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value) && "class_name" in value && typeof value.class_name === "string") {
      objects += 1;
      const judged = judgeObject({ ...value, class_name: value.class_name });
      if (judged !== undefined) (judged.dangerous ? dangerous : unlisted).add(judged.clause);
    }
    for (const inner of Object.values(value)) open.push(inner);
  }
  return { dangerous: [...dangerous], unlisted: [...unlisted], objects };
}

interface KerasObject {
  readonly class_name: string;
  readonly module?: unknown;
  readonly registered_name?: unknown;
  readonly config?: unknown;
}

interface Judged {
  readonly dangerous: boolean;
  readonly clause: string;
}

function judgeObject({ class_name: className, module, registered_name: registered, config }: KerasObject): Judged | undefined {
  if (className === "__lambda__") return { dangerous: true, clause: "a Lambda with Python code of its own" };
  if (className === "Lambda") return hasOwnCode(config) ? { dangerous: true, clause: "a Lambda with Python code of its own" } : { dangerous: false, clause: "a Lambda layer" };
  const reason = dangerousLayers.get(className);
  if (reason !== undefined) return { dangerous: true, clause: `${className}, which ${reason}` };
  if (plainValues.has(className)) return undefined;
  const name = className === "function" && typeof config === "string" ? config : className;
  if (typeof module !== "string" || module === "") return { dangerous: false, clause: `${foreignText(typeof registered === "string" ? registered : name)}, which is no class of Keras` };
  const names = typeof registered === "string" ? [name, registered] : [name];
  const bad = names.find((own) => judgeImport(module, own) === "dangerous");
  if (bad !== undefined) return { dangerous: true, clause: `${foreignText(module)}.${foreignText(bad)}` };
  if (className === "function" && module === "builtins" && functionNames.has(name)) return undefined;
  if (!(publicModules.has(module) || innerClasses.get(module) === name) || !/^[A-Za-z_]\w*$/.test(name)) return { dangerous: false, clause: `${foreignText(module)}.${foreignText(name)}` };
  if (codeLayers.has(className)) return { dangerous: false, clause: `${module}.${className}, which runs code of the reader` };
  return readsFile(config) ? { dangerous: false, clause: `${className} with a vocabulary from a path` } : undefined;
}

/** Layers of Keras whose loading runs or loads what is not Keras's. */
const dangerousLayers: ReadonlyMap<string, string> = new Map([["TFSMLayer", "loads another model from a path"], ["TorchModuleWrapper", "unpickles bytes of the file"]]);
const codeLayers = new Set(["JaxLayer", "FlaxLayer"]);
/** Class names that stand for plain values. */
const plainValues = new Set(["__keras_tensor__", "__tensor__", "__numpy__", "__bytes__", "__ellipsis__", "__slice__", "__tuple__"]);
/** Namespaces of Keras that hold nothing but what models are made of. */
const publicModules = new Set([
  "keras", "keras.layers", "keras.models", "keras.activations", "keras.initializers", "keras.optimizers", "keras.optimizers.schedules", "keras.optimizers.legacy", "keras.losses", "keras.metrics",
  "keras.regularizers", "keras.constraints", "keras.dtype_policies", "keras.mixed_precision", "keras.quantizers", "keras.random",
]);
/** Classes that Keras names by its inner modules. */
const innerClasses: ReadonlyMap<string, string> = new Map([
  ["keras.src.models.functional", "Functional"], ["keras.src.models.sequential", "Sequential"], ["keras.src.models.model", "Model"], ["keras.src.engine.functional", "Functional"], ["keras.src.engine.sequential", "Sequential"],
  ["keras.engine.functional", "Functional"], ["keras.engine.sequential", "Sequential"],
]);
/** Functions of Keras that a model names by their bare name, then with the module `builtins`. */
const functionNames = new Set([
  "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "swish", "mish", "sigmoid", "hard_sigmoid", "hard_silu", "hard_swish", "softmax", "log_softmax", "softplus", "softsign", "tanh", "exponential", "linear",
  "mean_squared_error", "mean_absolute_error", "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy", "kl_divergence", "huber", "hinge", "cosine_similarity", "poisson", "log_cosh",
]);

/** Code of Keras 2 is a list `[code, defaults, closure]`, that of Keras 3 an object, which is met by itself. */
function hasOwnCode(config: unknown): boolean {
  return typeof config === "object" && config !== null && "function" in config && (Array.isArray(config.function) || ("function_type" in config && config.function_type === "lambda"));
}

function readsFile(config: unknown): boolean {
  return typeof config === "object" && config !== null && "vocabulary" in config && typeof config.vocabulary === "string";
}
