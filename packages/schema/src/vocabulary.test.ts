import { describe, expect, it } from "vitest";
import { isLanguageCode } from "./languages.ts";
import { isLibrary, libraries } from "./libraries.ts";
import { isTask, taskModalities, tasks } from "./tasks.ts";

describe("tasks", () => {
  it("are the 57 of the Hub and two old ones", () => {
    expect([tasks.length, new Set(tasks).size]).toEqual([59, 59]);
    expect(["text-generation", "conversational", "text2text-generation", "image-text-to-text", "other"].every(isTask)).toBe(true);
  });

  it.each(["", "Text-Generation", "protein-folding", "constructor", "__proto__"])("do not include %j", (text) => {
    expect([isTask(text), taskModalities(text)]).toEqual([false, undefined]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ["text-generation", ["text"], ["text"]],
    ["automatic-speech-recognition", ["audio"], ["text"]],
    ["image-text-to-text", ["image", "text"], ["text"]],
    ["text-to-image", ["text"], ["image"]],
    ["sentence-similarity", ["text"], ["embedding"]],
    ["unconditional-image-generation", [], ["image"]],
    ["text-classification", ["text"], ["label"]],
  ])("say what %s takes and gives", (task, input, output) => {
    expect(taskModalities(task)).toEqual({ input, output });
  });

  it("say what they take and give in lower-case words, and nothing where the task does not fix it", () => {
    const words = tasks.flatMap((task) => [...(taskModalities(task)?.input ?? []), ...(taskModalities(task)?.output ?? [])]);
    expect(words.filter((word) => !/^[a-z0-9-]+$/.test(word))).toEqual([]);
    expect(tasks.filter((task) => taskModalities(task) === undefined)).toEqual(["any-to-any", "feature-extraction", "other"]);
  });
});

describe("libraries", () => {
  it("are the 257 of the Hub", () => {
    expect([libraries.length, new Set(libraries).size]).toEqual([257, 257]);
  });

  it.each<[string, boolean]>([
    ["transformers", true], ["sentence-transformers", true], ["PaddleOCR", true], ["timm", true], ["paddleocr", false], ["pytorch", false], ["", false], ["constructor", false],
  ])("tell whether %j is one", (tag, expected) => {
    expect(isLibrary(tag)).toBe(expected);
  });
});

describe("isLanguageCode", () => {
  it.each<[string, boolean]>([
    ["en", true], ["da", true], ["zh", true], ["yue", true], ["ceb", true], ["multilingual", true], ["code", true],
    ["EN", false], ["pytorch", false], ["zh-CN", false], ["tf", false], ["gguf", false], ["jax", false], ["", false], ["xx", false],
  ])("tells whether %j is one", (text, expected) => {
    expect(isLanguageCode(text)).toBe(expected);
  });
});
