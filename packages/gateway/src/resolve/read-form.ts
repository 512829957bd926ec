import { addressForm } from "./address-form.ts";
import { commandForm } from "./command-form.ts";
import { idForm } from "./id-form.ts";
import type { TextForm } from "./text-form.ts";

/**
 * Reads a text in the forms in which people and programs name models elsewhere, whether or not a source that reads them is configured. Pure.
 *
 * @returns what it is, and the name of the model in it; `undefined` for a text of no such form, such as a plain name.
 * @example
 * readForm("us.meta.llama3-3-70b-instruct-v1:0")
 * // { readAs: "Amazon Bedrock model id", origin: { title: "Amazon Bedrock", … }, names: ["llama3.3-70b-instruct", …], owner: "meta" }
 */
export function readForm(text: string): TextForm | undefined {
  return commandForm(text) ?? addressForm(text) ?? idForm(text);
}
