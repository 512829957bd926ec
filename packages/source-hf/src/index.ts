export { huggingFace } from "./hugging-face.ts";
export type { HuggingFaceSource } from "./hugging-face.ts";
export { huggingFaceDetails } from "./details.ts";
export type { HuggingFaceOptions } from "./options.ts";
