import type { ReferenceReading } from "@modeldex/plugin-kit";

/** A name as Ollama writes it: `[host/][namespace/]model[:tag]` (ollama `types/model/name.go`); without a namespace of the library, without a host of Ollama's registry. */
export type OllamaName = NonNullable<ReturnType<typeof parseName>>;

const nameForm = /^(?:(?:([A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::\d{1,5})?)\/)?([A-Za-z0-9_][A-Za-z0-9_-]{0,79})\/)?([A-Za-z0-9_][A-Za-z0-9_.-]{0,79})(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,79}))?$/;
const pastedForm = /^(ollama +(?:run|pull|show) +|ollama:\/\/)?((?:https?:\/\/)?(?:(?:www\.)?ollama\.com|registry\.ollama\.ai)\/(?!(?:api|blog|docs)\/)(?=[^/]+\/[^/]))?([^@/]+(?:\/[^@/]+){0,2}?)\/?(?:@(sha256:[0-9a-f]{64}))?$/;
const ownHost = /^(?:(?:www\.)?ollama\.com|registry\.ollama\.ai)$/i;

/** @returns `undefined` for a text of another form. `base` is all before the tag, without what goes without saying: `llama3.1`, `acme/support`, `hf.co/org/repo`. */
export function parseName(text: string) {
  const [, written = "ollama.com", space, model, tag = "latest"] = (text.length > 512 ? null : nameForm.exec(text)) ?? [];
  // A host has a dot or a port.
  if (model === undefined || !/[.:]/.test(written)) return undefined;
  const [host, namespace] = ownHost.test(written) ? [undefined, space === "library" ? undefined : space] : [written, space];
  return { base: [host, namespace, model].filter((part) => part !== undefined).join("/"), tag, model, namespace, host };
}

/** The id of a name; the tag `latest` goes without saying. */
export const idOf = ({ base, tag }: Pick<OllamaName, "base" | "tag">): string => (tag === "latest" ? base : `${base}:${tag}`);

/**
 * Readings of a text: names, also behind `ollama run`, `ollama://` and `https://ollama.com/`; `name@sha256:…`; the 12 digits of `ollama ls`. Further
 * commands and addresses of Ollama are read by the gateway, which asks for the names in them.
 *
 * A name behind another host, as `hf.co/org/repo:Q4_K_M`, and `org/name` without a tag belong to others first.
 */
export function readingsOf(text: string): readonly ReferenceReading[] {
  const pasted = text.trim();
  if (/^[0-9a-f]{12}$/.test(pasted)) return [{ ref: { nativeId: pasted }, readAs: "Ollama id", certain: false }];
  const [, command, host, named = "", digest] = pastedForm.exec(pasted) ?? [];
  const name = parseName(named);
  const isOwn = command !== undefined || host !== undefined;
  if (name === undefined || (!isOwn && (!/[a-z]/i.test(named) || /^(?:sha256:|0x)?[0-9a-f]{40,}$/i.test(named)))) return [];
  const beside = name.host !== undefined || (!isOwn && name.namespace !== undefined && !named.includes(":"));
  const nativeId = digest !== undefined && name.tag === "latest" ? `${name.base}@${digest}` : idOf(name);
  return [{ ref: { nativeId, ...(digest !== undefined && name.tag !== "latest" && { revision: digest }) }, readAs: "Ollama name", certain: isOwn && name.host === undefined, ...(beside && { beside }) }];
}
