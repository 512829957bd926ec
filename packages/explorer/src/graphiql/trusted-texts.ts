import { applyHeldStyles, holdStyles } from "./held-styles.ts";
import { plainMarkup } from "./plain-markup.ts";

interface Rules {
  readonly createHTML?: (text: string) => string;
  readonly createScriptURL?: (text: string) => string;
}
/** What a policy makes is no string, and passes as one. */
type Policies = Readonly<{ createPolicy(name: string, rules: Rules): { createHTML(text: string): string } }>;

/**
 * The doors by which text becomes markup on this page; the content security policy names them and allows no other
 * (https://www.w3.org/TR/trusted-types/).
 *
 * - `monaco`: lines of the editor, whose text it has escaped. Their style attributes, which the policy refuses, are set by way of the object model.
 * - `default`: whatever else sets HTML, such as descriptions of the schema in Markdown: plain markup, or shown as text. Workers are files of this page.
 * - `dompurify`: that of the library by which the editor cleans what it shows beside the cursor.
 */
export function trustTexts(): void {
  applyHeldStyles();
  const policies: Policies | undefined = Reflect.get(globalThis, "trustedTypes");
  const monaco = policies?.createPolicy("monaco", { createHTML: holdStyles });
  policies?.createPolicy("default", { createHTML: plainMarkup, createScriptURL: ownFile });
  const environment: unknown = Reflect.get(globalThis, "MonacoEnvironment");
  const createTrustedTypesPolicy = (_name: string, rules: Rules = {}): unknown => ({
    ...rules,
    createHTML: (text: string) => {
      const html = rules.createHTML?.(text) ?? text;
      return monaco === undefined ? holdStyles(html) : monaco.createHTML(html);
    },
  });
  Reflect.set(globalThis, "MonacoEnvironment", { ...(typeof environment === "object" ? environment : undefined), createTrustedTypesPolicy });
}

function ownFile(address: string): string {
  const { origin, pathname } = new URL(address, location.href);
  if (origin !== location.origin || !pathname.startsWith("/assets/")) throw new TypeError(`${address} is no file of this page.`);
  return address;
}
