import { readModel } from "../../packages/source-hf/src/normalise.ts";

/** One line of the recorded model cards. */
export interface CardLine {
  readonly id: string;
  /** YAML, or null when the card has none. */
  readonly frontmatter: string | null;
}

/**
 * Whether the normaliser reads the same licence from a card as it read from the tags of the model.
 *
 * @returns `undefined` when the card states no licence on lines of the plain forms `license: id` and `license:` with `- id` below.
 */
export function isLicenseOf(card: CardLine, licenseById: ReadonlyMap<string, string>, endpoint: string): boolean | undefined {
  const stated = licenseLines(card.frontmatter ?? "");
  if (stated === undefined) return undefined;
  const reading = readModel({ id: card.id, cardData: { license: stated } }, { endpoint });
  return reading.status === "listing" && reading.record.license?.stated === licenseById.get(card.id);
}

function licenseLines(yaml: string): string | readonly string[] | undefined {
  const single = /^license:[ \t]*([^\s#|>[{].*?)[ \t]*(?:#.*)?$/m.exec(yaml)?.[1];
  if (single !== undefined) return single;
  const list = /^license:[ \t]*\n((?:[ \t]*-[ \t]*\S.*\n?)+)/m.exec(yaml)?.[1];
  return list?.split("\n").flatMap((line) => /^[ \t]*-[ \t]*(\S.*?)[ \t]*$/.exec(line)?.[1] ?? []);
}
