import { describe, expect, it } from "vitest";

import { bytesInMemory } from "../byte-source.ts";
import { zipOf } from "../fixtures/write-zip.ts";
import { inspectZip } from "../inspect-pickles.ts";
import { readKerasConfig } from "./keras-config.ts";

const dense = { module: "keras.layers", class_name: "Dense", config: { units: 2, activation: "relu", kernel_initializer: { module: "keras.initializers", class_name: "GlorotUniform", config: { seed: null }, registered_name: null } }, registered_name: null };
const model = (layer: object): object => ({ module: "keras", class_name: "Sequential", registered_name: "Sequential", config: { name: "s", layers: [dense, layer] } });

const table: readonly (readonly [what: string, layer: object, dangerous: readonly string[], unlisted: readonly string[]])[] = [
  ["classes of Keras", dense, [], []],
  ["a functional model by its inner module", { module: "keras.src.models.functional", class_name: "Functional", config: {}, registered_name: "Functional" }, [], []],
  ["a function of Keras", { module: "builtins", class_name: "function", config: "relu", registered_name: "function" }, [], []],
  ["a tensor", { class_name: "__keras_tensor__", config: { shape: [1], dtype: "float32", keras_history: ["a", 0, 0] } }, [], []],
  ["a Lambda with code", { module: "keras.layers", class_name: "Lambda", config: { function: { class_name: "__lambda__", config: { code: "4wE=" } } }, registered_name: null }, ["a Lambda with Python code of its own"], ["a Lambda layer"]],
  ["a Lambda with code as Keras 2 writes it", { module: "keras.layers", class_name: "Lambda", config: { function: ["4wE=", null, null], function_type: "lambda" }, registered_name: null }, ["a Lambda with Python code of its own"], []],
  ["a Lambda of a function with a name", { module: "keras.layers", class_name: "Lambda", config: { function: { module: "builtins", class_name: "function", config: "relu", registered_name: "function" } }, registered_name: null }, [], ["a Lambda layer"]],
  ["another model from a path", { module: "keras.layers", class_name: "TFSMLayer", config: { filepath: "/tmp/x" }, registered_name: null }, ["TFSMLayer, which loads another model from a path"], []],
  ["bytes that are unpickled", { module: "keras.layers", class_name: "TorchModuleWrapper", config: { module: "" }, registered_name: null }, ["TorchModuleWrapper, which unpickles bytes of the file"], []],
  ["a module that does harm", { module: "os", class_name: "function", config: "system", registered_name: "function" }, ["os.system"], []],
  ["a function that does harm", { module: "builtins", class_name: "function", config: "eval", registered_name: "function" }, ["builtins.eval"], []],
  ["one by its registered name", { module: "builtins", class_name: "function", config: "relu", registered_name: "exec" }, ["builtins.exec"], []],
  ["the end of the safe mode", { module: "keras.config", class_name: "function", config: "enable_unsafe_deserialization", registered_name: "function" }, ["keras.config.enable_unsafe_deserialization"], []],
  ["a download", { module: "keras.utils", class_name: "function", config: "get_file", registered_name: "function" }, ["keras.utils.get_file"], []],
  ["a module of somebody", { module: "my_package.layers", class_name: "Mine", config: {}, registered_name: "my>Mine" }, [], ["my_package.layers.Mine"]],
  ["a module that only begins as Keras", { module: "keras_evil", class_name: "Dense", config: {}, registered_name: null }, [], ["keras_evil.Dense"]],
  ["an inner module of Keras", { module: "keras.src.utils.python_utils", class_name: "func_load", config: {}, registered_name: null }, [], ["keras.src.utils.python_utils.func_load"]],
  ["a class that is registered", { module: null, class_name: "Mine", config: {}, registered_name: "my>Mine" }, [], ["my>Mine, which is no class of Keras"]],
  ["words that every object of JavaScript has", { module: "constructor", class_name: "__proto__", config: {}, registered_name: "toString" }, [], ["constructor.__proto__"]],
  ["a vocabulary from a path", { module: "keras.layers", class_name: "StringLookup", config: { vocabulary: "/etc/passwd" }, registered_name: null }, [], ["StringLookup with a vocabulary from a path"]],
  ["a vocabulary in it", { module: "keras.layers", class_name: "StringLookup", config: { vocabulary: ["a"] }, registered_name: null }, [], []],
];

describe("readKerasConfig", () => {
  it.each(table)("judges %s", (_what, layer, dangerous, unlisted) => {
    const { objects, ...reading } = readKerasConfig(JSON.stringify(model(layer)));
    expect(reading).toEqual({ dangerous, unlisted });
    expect(objects).toBeGreaterThanOrEqual(3);
  });

  it("says of what is no JSON that it was not read", () => {
    expect(readKerasConfig("{")).toEqual({ dangerous: [], unlisted: [], objects: 0, unread: "its config.json is no JSON" });
  });

  it("reads nesting of any depth", () => {
    expect(readKerasConfig(`${"[".repeat(200_000)}${JSON.stringify(model(dense))}${"]".repeat(200_000)}`)).toMatchObject({ dangerous: [], unlisted: [] });
  });
});

describe("inspectZip of a model of Keras", () => {
  const inspect = async (config: string): Promise<readonly unknown[]> => {
    const file = zipOf([{ name: "metadata.json", bytes: Buffer.from("{}") }, { name: "config.json", bytes: Buffer.from(config), deflate: true }, { name: "model.weights.h5", bytes: Buffer.from("\u0089HDF") }]);
    const { format, outcome, because, found } = await inspectZip(bytesInMemory(file));
    return [format, outcome, because, found[0]];
  };

  it.each([
    ["classes of Keras", JSON.stringify(model(dense)), ["keras zip", "ONLY_KNOWN_IMPORTS", "its config.json names nothing but classes of Keras, 5 times", "3 of 3 local headers lay within what was read"]],
    ["harm", JSON.stringify(model(table[9]![1])), ["keras zip", "DANGEROUS", "it names os.system", "os.system, in config.json"]],
    ["what is on no list", JSON.stringify(model(table[14]![1])), ["keras zip", "UNLISTED_IMPORTS", "it names my_package.layers.Mine", "my_package.layers.Mine, in config.json"]],
    ["no JSON", "{", ["keras zip", "UNREAD", "its config.json is no JSON", "its config.json is no JSON"]],
  ])("judges %s", async (_what, config, expected) => {
    expect(await inspect(config)).toEqual(expected);
  });
});
