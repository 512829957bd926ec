import { count, usd } from "../../format/numbers.ts";

/**
 * A value that a source states of a field on which sources disagree, for a person. Values come as JSON in the shape of the field; one in another shape
 * is shown as its JSON.
 */
export function conflictValue(field: string, value: unknown): string {
  switch (field) {
    case "license": return licenseText(value) ?? rawText(value);
    case "parameters": return parametersText(value) ?? rawText(value);
    case "contextLength": return typeof value === "number" ? `${count(value)} tokens` : rawText(value);
    case "offers": return offerText(value) ?? rawText(value);
    case "artifacts": return fileText(value) ?? rawText(value);
    default: return rawText(value);
  }
}

function licenseText(value: unknown): string | undefined {
  const [name, spdx] = [textOf(value, "name"), textOf(value, "spdx")];
  return name !== undefined && spdx !== undefined && name !== spdx ? `${name} (${spdx})` : (name ?? spdx);
}

function parametersText(value: unknown): string | undefined {
  const [total, active] = [numberOf(value, "total"), numberOf(value, "active")];
  return total === undefined ? undefined : `${count(total)}${active === undefined ? "" : `, ${count(active)} used per token`}`;
}

function offerText(value: unknown): string | undefined {
  const others = numberOf(value, "medianOfOthers");
  const prices = ([["input", "inputPrice"], ["output", "outputPrice"]] as const).flatMap(([side, name]) => {
    const price = numberOf(value, name);
    return price === undefined ? [] : [`${usd(price)} ${side}`];
  });
  const price = prices.length === 0 ? "price not known" : `${prices.join(", ")} per million tokens`;
  if (others !== undefined) return `the median of ${count(others)} other offers: ${price}`;
  const provider = textOf(value, "provider");
  if (provider === undefined) return undefined;
  const [callAs, precision] = [textOf(value, "callAs"), textOf(value, "precision")];
  return `${provider}${callAs === undefined ? "" : ` as ${callAs}`}${precision === undefined ? "" : ` in ${precision}`}: ${price}`;
}

function fileText(value: unknown): string | undefined {
  const [path, digest] = [textOf(value, "path"), textOf(value, "digest")];
  return path === undefined || digest === undefined ? undefined : `${path} is ${digest}`;
}

function rawText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "not stated");
}

function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === "string" && member !== "" ? member : undefined;
}

function numberOf(value: unknown, name: string): number | undefined {
  const member = memberOf(value, name);
  return typeof member === "number" ? member : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
