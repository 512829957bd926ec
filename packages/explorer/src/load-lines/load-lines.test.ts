import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type ArtifactFacts, type ListingFacts, type LoadFacts } from "./load-line.ts";
import { loadLines } from "./load-lines.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const sha256 = "ab".repeat(32);
const hub = (more: Partial<ListingFacts> = {}): ListingFacts => ({ sourceKind: "huggingface", sourceId: "hf", nativeId: "org/name", revision: commit, url: "https://huggingface.co/org/name", access: "OPEN", state: "LISTED", ...more });
const facts = (more: Partial<LoadFacts> = {}): LoadFacts => ({ listings: [hub()], libraries: [], formats: [], artifacts: [], offers: [], ...more });
const weights = (path: string, format: string, more: Partial<ArtifactFacts> = {}): ArtifactFacts => ({ path, format, role: "WEIGHTS", ...more });
const codes = (more: Partial<LoadFacts>) => loadLines(facts(more)).map(({ library, code, pinned }) => `${library} ${pinned ? "pinned" : "moving"}: ${code.replaceAll("\n", " ⏎ ")}`);

const download = `Hugging Face CLI pinned: hf download org/name --revision ${commit}`;
const snapshot = `snapshot_download("org/name", revision="${commit}")`;
const file = (path: string) => `hf_hub_download("org/name", "${path}", revision="${commit}")`;

describe("a repository of the Hub at a commit", () => {
  it.each<[string, Partial<LoadFacts>, readonly string[]]>([
    ["nothing known", {}, []],
    ["transformers with a pipeline", { libraries: ["transformers"], task: "fill-mask" }, [`transformers pinned: from transformers import pipeline ⏎  ⏎ pipe = pipeline("fill-mask", model="org/name", revision="${commit}")`]],
    ["transformers without one", { libraries: ["transformers"], task: "translation" }, [
      `transformers pinned: from transformers import AutoTokenizer, AutoModelForSeq2SeqLM ⏎  ⏎ tokenizer = AutoTokenizer.from_pretrained("org/name", revision="${commit}") ⏎ model = AutoModelForSeq2SeqLM.from_pretrained("org/name", revision="${commit}")`,
    ]],
    ["transformers for a task of its own", { libraries: ["transformers"], task: "weather" }, [`transformers pinned: from transformers import AutoModel ⏎  ⏎ model = AutoModel.from_pretrained("org/name", revision="${commit}")`]],
    ["vLLM", { libraries: ["transformers"], task: "text-generation", formats: ["SAFETENSORS"] }, [
      `transformers pinned: from transformers import pipeline ⏎  ⏎ pipe = pipeline("text-generation", model="org/name", revision="${commit}")`, `vLLM pinned: vllm serve org/name --revision ${commit}`,
    ]],
    ["Sentence Transformers", { libraries: ["sentence-transformers"] }, [`Sentence Transformers pinned: from sentence_transformers import SentenceTransformer ⏎  ⏎ model = SentenceTransformer("org/name", revision="${commit}")`]],
    ["a reranker", { libraries: ["sentence-transformers"], task: "text-ranking" }, [`Sentence Transformers pinned: from sentence_transformers import CrossEncoder ⏎  ⏎ model = CrossEncoder("org/name", revision="${commit}")`]],
    ["Diffusers", { libraries: ["diffusers"] }, [`Diffusers pinned: from diffusers import DiffusionPipeline ⏎  ⏎ pipe = DiffusionPipeline.from_pretrained("org/name", revision="${commit}")`]],
    ["a part of a pipeline", { libraries: ["diffusers"], artifacts: [weights("lora.safetensors", "SAFETENSORS")] }, []],
    ["timm", { libraries: ["timm"] }, [`timm pinned: import timm ⏎  ⏎ model = timm.create_model("hf-hub:org/name@${commit}", pretrained=True)`]],
    ["OpenCLIP", { libraries: ["open_clip"] }, [`OpenCLIP moving: import open_clip ⏎  ⏎ model, _, preprocess = open_clip.create_model_and_transforms("hf-hub:org/name") ⏎ tokenizer = open_clip.get_tokenizer("hf-hub:org/name")`]],
    ["PEFT", { libraries: ["peft"], task: "text-generation" }, [
      `PEFT moving: from huggingface_hub import snapshot_download ⏎ from peft import AutoPeftModelForCausalLM ⏎  ⏎ model = AutoPeftModelForCausalLM.from_pretrained(${snapshot})`,
    ]],
    ["PEFT for an unknown task", { libraries: ["peft"] }, []],
    ["SetFit", { libraries: ["setfit"] }, [`SetFit pinned: from huggingface_hub import snapshot_download ⏎ from setfit import SetFitModel ⏎  ⏎ model = SetFitModel.from_pretrained(${snapshot})`]],
    ["spaCy", { libraries: ["spacy"] }, [`spaCy pinned: from huggingface_hub import snapshot_download ⏎ import spacy ⏎  ⏎ nlp = spacy.load(${snapshot})`]],
    ["a wheel of spaCy alone", { libraries: ["spacy"], artifacts: [{ path: "x.whl", role: "OTHER" }] }, []],
    ["MLX", { libraries: ["mlx"], task: "text-generation" }, [`MLX LM pinned: from huggingface_hub import snapshot_download ⏎ from mlx_lm import load ⏎  ⏎ model, tokenizer = load(${snapshot})`]],
    ["Transformers.js", { libraries: ["transformers.js"], task: "fill-mask" }, [
      `Transformers.js pinned: import { pipeline } from "@huggingface/transformers"; ⏎  ⏎ const pipe = await pipeline("fill-mask", "org/name", { revision: "${commit}" });`,
    ]],
    ["scikit-learn", { libraries: ["sklearn"], artifacts: [weights("model.joblib", "PICKLE")] }, [`scikit-learn pinned: from huggingface_hub import hf_hub_download ⏎ import joblib ⏎  ⏎ model = joblib.load(${file("model.joblib")})`]],
    ["Keras with a file", { libraries: ["keras"], artifacts: [weights("m.keras", "KERAS")] }, [`Keras pinned: from huggingface_hub import hf_hub_download ⏎ import keras ⏎  ⏎ model = keras.saving.load_model(${file("m.keras")})`]],
    ["Keras with a folder", { libraries: ["keras"] }, [`Keras moving: import keras ⏎  ⏎ model = keras.saving.load_model("hf://org/name")`]],
    ["weights of TensorFlow for another library", { libraries: ["keras"], artifacts: [weights("tf_model.h5", "KERAS")] }, []],
    ["KerasHub", { libraries: ["keras-hub"] }, [`KerasHub moving: import keras_hub ⏎  ⏎ model = keras_hub.models.Backbone.from_preset("hf://org/name")`]],
    ["Flair", { libraries: ["flair"], task: "token-classification", artifacts: [weights("pytorch_model.bin", "PICKLE")] }, [
      `Flair pinned: from huggingface_hub import hf_hub_download ⏎ from flair.models import SequenceTagger ⏎  ⏎ model = SequenceTagger.load(${file("pytorch_model.bin")})`,
    ]],
    ["ONNX with weights beside", { artifacts: [weights("onnx/model.onnx", "ONNX"), weights("onnx/model.onnx_data", "ONNX")] }, [
      `ONNX Runtime pinned: from huggingface_hub import hf_hub_download ⏎ import onnxruntime ⏎  ⏎ ${file("onnx/model.onnx_data")} ⏎ session = onnxruntime.InferenceSession(${file("onnx/model.onnx")})`,
    ]],
    ["a library that is not known here", { libraries: ["voicecraft"] }, []],
  ])("%s", (_, more, expected) => {
    expect(codes(more)).toEqual([...expected, download]);
  });

  it("says what to know of code and pickles", () => {
    const artifacts = [weights("pytorch_model.bin", "PICKLE"), { path: "modeling_x.py", role: "CODE" }];
    expect(loadLines(facts({ libraries: ["transformers"], task: "fill-mask", artifacts }))[0]?.note).toBe(
      "The repository has code of its own; where the model needs it, it is run only if you add trust_remote_code=True. Read it first. The weights are pickled Python objects, which can run code when loaded.",
    );
  });
});

describe("GGUF files", () => {
  const url = `https://huggingface.co/org/name/resolve/${commit}`;

  it("are fetched at a pinned address, checked, and run", () => {
    const artifacts = [weights("m-Q8_0.gguf", "GGUF", { precision: "Q8_0" }), weights("m-Q4_K_M.gguf", "GGUF", { precision: "Q4_K_M", digest: `sha256:${sha256}` })];
    expect(loadLines(facts({ libraries: ["transformers", "llama-cpp-python"], task: "text-generation", artifacts }))).toEqual([
      {
        library: "llama-cpp-python", language: "python", pinned: true, sourceId: "hf", variant: "m-Q4_K_M.gguf", note: "One of 2 such files of the repository; put the path of another there if you want that.",
        code: `from huggingface_hub import hf_hub_download\nfrom llama_cpp import Llama\n\nllm = Llama(model_path=${file("m-Q4_K_M.gguf")})`,
      },
      {
        library: "llama.cpp", language: "shell", pinned: true, sourceId: "hf", variant: "m-Q4_K_M.gguf", note: "One of 2 such files of the repository; put the path of another there if you want that.",
        code: `curl -fL -o m-Q4_K_M.gguf ${url}/m-Q4_K_M.gguf &&\necho '${sha256}  ./m-Q4_K_M.gguf' | sha256sum -c - &&\nllama-cli -m ./m-Q4_K_M.gguf`,
      },
      { library: "llama.cpp", language: "shell", pinned: false, sourceId: "hf", variant: "org/name:Q4_K_M, which llama.cpp fetches by itself", code: "llama-cli -hf org/name:Q4_K_M", note: "llama.cpp takes no revision here: this loads whatever the repository holds when it is run." },
      { library: "Hugging Face CLI", language: "shell", pinned: true, sourceId: "hf", variant: "org/name", code: `hf download org/name --revision ${commit}`, note: "All files of the repository." },
    ]);
  });

  it("in parts are fetched together", () => {
    const artifacts = [2, 1, 3].map((part) => weights(`q/m-0000${part}-of-00003.gguf`, "GGUF"));
    expect(codes({ artifacts })[0]).toBe(
      `llama.cpp pinned: hf download --revision ${commit} --local-dir . org/name q/m-00001-of-00003.gguf q/m-00002-of-00003.gguf q/m-00003-of-00003.gguf && ⏎ llama-cli -m ./q/m-00001-of-00003.gguf`,
    );
  });

  it("of a gated repository are fetched with its tool", () => {
    const [line] = loadLines(facts({ listings: [hub({ access: "GATED" })], artifacts: [weights("m.gguf", "GGUF", { digest: `sha256:${sha256}` })] }));
    expect(line).toMatchObject({
      needs: "Accept the terms at https://huggingface.co/org/name first, and log in (hf auth login).",
      code: `hf download --revision ${commit} --local-dir . org/name m.gguf &&\necho '${sha256}  ./m.gguf' | sha256sum -c - &&\nllama-cli -m ./m.gguf`,
    });
  });

  it("are pinned by their sha256 where no commit is known", () => {
    expect(loadLines(facts({ listings: [hub({ revision: null })], artifacts: [weights("m.gguf", "GGUF", { digest: `sha256:${sha256}` })] }))[0]).toEqual({
      library: "llama.cpp", language: "shell", pinned: true, sourceId: "hf", variant: "m.gguf", note: "No commit is known: the comparison fails when the file has changed.",
      code: `curl -fL -o m.gguf https://huggingface.co/org/name/resolve/main/m.gguf &&\necho '${sha256}  ./m.gguf' | sha256sum -c - &&\nllama-cli -m ./m.gguf`,
    });
  });

  it("with hostile paths stay files", () => {
    expect(codes({ artifacts: [weights("-x/$(id) `id` 'q'.gguf", "GGUF")] })[0]).toBe(
      `llama.cpp pinned: curl -fL -o _id_id_q_.gguf '${url}/-x/%24(id)%20%60id%60%20'\\''q'\\''.gguf' && ⏎ llama-cli -m ./_id_id_q_.gguf`,
    );
    expect(codes({ artifacts: [weights("a\u202e.gguf", "GGUF"), weights("a\n.gguf", "GGUF")] })).toEqual([download]);
  });
});

describe("a revision that does not hold still", () => {
  it.each<[string, string | null, string, string]>([
    ["is none", null, `hf download org/name`, "All files of the repository. No revision is known: this loads whatever the repository holds when it is run."],
    ["is a branch", "v1.0", `hf download org/name --revision v1.0`, "All files of the repository. “v1.0” is a branch or a tag, which can be moved to other files."],
    ["is hostile", "--x $(id)", `hf download org/name`, "All files of the repository. No revision is known: this loads whatever the repository holds when it is run."],
  ])("%s", (_, revision, code, note) => {
    expect(loadLines(facts({ listings: [hub({ revision })] }))).toEqual([{ library: "Hugging Face CLI", language: "shell", code, note, pinned: false, sourceId: "hf", variant: "org/name" }]);
  });
});

describe("other places", () => {
  const digest = `sha256:${sha256}`;
  const at = (sourceKind: string, nativeId: string, more: Partial<ListingFacts> = {}) => ({ listings: [{ sourceKind, sourceId: sourceKind, nativeId, access: "OPEN", state: "LISTED", ...more }] });

  it.each<[string, Partial<LoadFacts>, readonly string[]]>([
    ["Ollama", at("ollama", "llama3.1:8b-instruct-q4_K_M", { revision: digest }), ["Ollama moving: ollama pull llama3.1:8b-instruct-q4_K_M"]],
    ["Ollama by digest", at("ollama", `llama3.1@${digest}`, { revision: digest }), []],
    ["an own machine's model", at("ollama", "mine:7b", { access: "PRIVATE" }), []],
    ["an OCI registry", at("oci", "docker.io/ai/llama3.1:8B-Q4_K_M", { revision: digest }), [
      `Docker Model Runner pinned: docker model pull docker.io/ai/llama3.1@${digest}`, `ORAS pinned: oras cp --to-oci-layout docker.io/ai/llama3.1@${digest} ./llama3.1`,
    ]],
    ["an OCI registry without digest", at("oci", "127.0.0.1:5000/team/a:v1"), [
      "Docker Model Runner moving: docker model pull 127.0.0.1:5000/team/a:v1", "ORAS moving: oras cp --to-oci-layout 127.0.0.1:5000/team/a:v1 ./a",
    ]],
    ["an OCI listing by digest", at("oci", `r.example/a@${digest}`), [`Docker Model Runner pinned: docker model pull r.example/a@${digest}`, `ORAS pinned: oras cp --to-oci-layout r.example/a@${digest} ./a`]],
    ["OpenRouter", at("openrouter", "meta-llama/llama-3.1-8b-instruct"), [
      `OpenRouter moving: import os ⏎ from openai import OpenAI ⏎  ⏎ client = OpenAI(base_url="https://openrouter.ai/api/v1", api_key=os.environ["OPENROUTER_API_KEY"]) ⏎ answer = client.chat.completions.create(model="meta-llama/llama-3.1-8b-instruct", messages=[{"role": "user", "content": "Hello"}])`,
    ]],
    ["a chain", at("onchain", "eip155:1/erc721:0xabc/1"), []],
    ["a catalog file", { ...at("file", "acme/support"), artifacts: [weights("w.safetensors", "SAFETENSORS", { url: "https://files.example/a b", digest })] }, [`curl pinned: curl -fL -o w.safetensors 'https://files.example/a b' && ⏎ echo '${sha256}  ./w.safetensors' | sha256sum -c -`]],
    ["a catalog file without digest", { ...at("file", "acme/support"), artifacts: [weights("w.gguf", "GGUF", { url: "https://files.example/w" }), weights("x", "GGUF", { url: "file:///etc/passwd" })] }, ["curl moving: curl -fL -o w.gguf https://files.example/w"]],
    ["providers", { listings: [], offers: [{ provider: "Acme", callAs: "m-1" }, { provider: "Acme", callAs: "m-1" }, { provider: "Beta" }, { provider: "Gamma", callAs: "a\u202eb" }] }, ["Acme moving: m-1"]],
  ])("%s", (_, more, expected) => {
    expect(codes(more)).toEqual(expected);
  });

  it("say how to tell what a tag leads to", () => {
    expect(loadLines(facts(at("ollama", "llama3.1:8b", { revision: digest })))[0]?.note).toBe(
      "Ollama pulls by tag, and a tag can be moved to other files. It is the one listed here if ollama ls then shows the id abababababab.",
    );
  });

  it("on a mirror of the Hub need its address", () => {
    const [line] = loadLines(facts({ listings: [hub({ url: "https://mirror.example/hub/org/name" })], artifacts: [weights("m.gguf", "GGUF")] }));
    expect(line).toMatchObject({ needs: "This gateway reads the Hub at https://mirror.example/hub, which its operator configured; to load from there too, where your machine reaches it, set HF_ENDPOINT to that address first.", code: expect.stringContaining(`https://mirror.example/hub/org/name/resolve/${commit}/m.gguf`) });
  });
});

describe("no line", () => {
  const unfit = [
    ["what is gone", { state: "GONE" }], ["what is switched off", { access: "DISABLED" }], ["an id with a line break", { nativeId: "org/na\nme" }], ["an id that turns round", { nativeId: "org/\u202ename" }],
    ["an id with something unseen", { nativeId: "org/na\u200bme" }], ["a command in an id", { nativeId: "org/$(id)" }], ["a quote in an id", { nativeId: `org/"; import os` }],
    ["a tick in an id", { nativeId: "org/`id`" }], ["an option for an id", { nativeId: "--help" }], ["an option in an id", { nativeId: "-x/name" }],
  ] as const;
  it.each(unfit.flatMap(([title, more]) => ["huggingface", "ollama", "oci", "openrouter"].map((sourceKind) => [title, sourceKind, more] as const)))("for %s (%s)", (_, sourceKind, more) => {
    expect(loadLines(facts({ listings: [hub({ sourceKind, ...more })], libraries: ["transformers"], task: "text-generation" }))).toEqual([]);
  });

  it.each(["../name", "a/b/c", "a//b", "a/b.git", "a/b--c", "a/-b", "a/b.", "é/b", ""])("for %j, which the Hub gives to nobody", (nativeId) => {
    expect(loadLines(facts({ listings: [hub({ nativeId })] }))).toEqual([]);
  });
});

it("says that a source no longer recommends it, and that an account is needed", () => {
  expect(loadLines(facts({ listings: [hub({ state: "DEPRECATED", access: "PRIVATE" })] }))).toMatchObject([
    { note: "All files of the repository. The source says that it should no longer be chosen.", needs: "Log in with an account that may read it (hf auth login)." },
  ]);
});

it("keeps the libraries of the model to its first repository, unless another shows weights", () => {
  const listings = [hub(), hub({ nativeId: "other/copy", url: null }), hub({ nativeId: "other/quant", url: null })];
  const artifacts = [weights("m.gguf", "GGUF", { listingKey: "hf:other/quant" })];
  expect(loadLines(facts({ listings, artifacts, libraries: ["timm"] })).map(({ code }) => code.split(" &&")[0])).toEqual([
    `import timm\n\nmodel = timm.create_model("hf-hub:org/name@${commit}", pretrained=True)`, `hf download org/name --revision ${commit}`,
    `hf download other/copy --revision ${commit}`,
    `curl -fL -o m.gguf https://huggingface.co/other/quant/resolve/${commit}/m.gguf`, "llama-cli -hf other/quant", `hf download other/quant --revision ${commit}`,
  ]);
});

describe("every line", () => {
  const paths = ["model.joblib", "it's $(x) `y`.gguf", `a"b\\.onnx`, "-x.keras", "model.bin", "pytorch_model.bin", "y.pt"];
  const artifacts = paths.map((path) => weights(path, path.endsWith(".gguf") ? "GGUF" : path.endsWith(".onnx") ? "ONNX" : "PICKLE", { digest: `sha256:${sha256}` }));
  const libraries = [
    "transformers", "sentence-transformers", "diffusers", "timm", "open_clip", "peft", "setfit", "span-marker", "gliner", "model2vec", "bertopic", "spacy", "mlx", "keras-hub", "sklearn", "keras", "fasttext",
    "ultralytics", "llama-cpp-python", "flair",
  ];
  const all = ["text-generation", "translation", "token-classification", "x"].flatMap((task) => [[], artifacts].flatMap((files) => ["OPEN", "GATED"].flatMap((access) => [
    hub({ access }), { sourceKind: "openrouter", sourceId: "o", nativeId: "a/b:free", access, state: "LISTED" }, { sourceKind: "oci", sourceId: "o", nativeId: "r.example/a:v1", access, state: "LISTED" },
  ].flatMap((listing) => loadLines(facts({ listings: [listing], libraries, task, artifacts: files }))))));
  const of = (language: string) => [...new Set(all.filter((line) => line.language === language).map(({ code }) => code))];

  it("of a shell is read by sh", () => {
    expect(of("shell").length).toBeGreaterThan(5);
    for (const code of of("shell")) execFileSync("sh", ["-n", "-c", code]);
  });

  const isPython = spawnSync("python3", ["--version"]).status === 0;
  it.skipIf(!isPython)("of Python is read by python3 (needs python3)", () => {
    expect(of("python").length).toBeGreaterThan(20);
    execFileSync("python3", ["-c", "import ast, json, sys\nfor code in json.load(sys.stdin): ast.parse(code)"], { input: JSON.stringify(of("python")) });
  });
});
