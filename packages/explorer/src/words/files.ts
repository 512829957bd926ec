import type { ArtifactRole, WeightFormat } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** What a file is for. */
export const artifactRoles: Readonly<Record<ArtifactRole, string>> = {
  WEIGHTS: "weights", CONFIGURATION: "configuration", CODE: "code", DOCUMENTATION: "documentation", LICENSE: "licence", OTHER: "other",
};

/** File formats of weights. */
export const weightFormats: Readonly<Record<WeightFormat, Word>> = {
  SAFETENSORS: { label: "safetensors", note: "Tensors and a JSON header, no code.", tone: "plain" },
  GGUF: { label: "GGUF", note: "The format of llama.cpp.", tone: "plain" },
  ONNX: { label: "ONNX", note: "ONNX.", tone: "plain" },
  PICKLE: { label: "pickle", note: "Pickled Python objects: loading can run code.", tone: "caution" },
  KERAS: { label: "Keras", note: "Keras or HDF5.", tone: "plain" },
  TFLITE: { label: "TensorFlow Lite", note: "TensorFlow Lite.", tone: "plain" },
  MSGPACK: { label: "MessagePack", note: "MessagePack, as Flax writes it.", tone: "plain" },
  COREML: { label: "Core ML", note: "Core ML.", tone: "plain" },
  MLX: { label: "MLX", note: "MLX.", tone: "plain" },
  OPENVINO: { label: "OpenVINO", note: "OpenVINO.", tone: "plain" },
  TENSORRT: { label: "TensorRT", note: "TensorRT engine or plan.", tone: "plain" },
  OTHER: { label: "another format", note: "A format that has no name here.", tone: "plain" },
};
