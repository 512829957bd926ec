import type { ByteSource } from "../byte-source.ts";
import { foreignText } from "../foreign-text.ts";
import { faultInspection, malformed, unread } from "../format-fault.ts";
import { maxDecisiveBytes, type FileInspection } from "../inspection.ts";
import { turnOfOthers } from "../pieces.ts";
import { tensorCount, tensorNotes } from "../tensor-shapes.ts";
import { oddTemplateParts, type OddTemplatePart } from "./chat-template.ts";
import { readGgufHeader, type GgufHeader, type GgufProgress } from "./read-header.ts";
import { checkTensorLayout } from "./read-tensors.ts";

/**
 * Looks whether the header of a GGUF file is in order, and whether its chat templates name what no chat needs. The format runs nothing on load, apart
 * from these templates, which programs in Python have run without a sandbox (CVE-2024-34359). Throws only what reading throws.
 */
export async function inspectGguf(source: ByteSource, reached: NonNullable<GgufProgress["reached"]> = () => undefined): Promise<FileInspection> {
  let odd: readonly OddPart[] = [];
  try {
    const header = await readGgufHeader(source, {
      reached,
      values: async ({ templates }) => {
        odd = await oddParts(templates);
        if (odd.length === 0 && templates.size > maxTemplates) throw unread("UNSUPPORTED_FORMAT", `it has ${String(templates.size)} chat templates, of which ${String(maxTemplates)} are looked at`);
      },
    });
    reached("layout");
    if (header.tensors.length > 0) await checkEnd(source, header.dataStart + checkTensorLayout(header.tensors));
    return odd.length > 0 ? ofTemplates(odd) : await sound(header);
  } catch (error) {
    const inspection = faultInspection(error, "gguf");
    // A template that does harm does so whatever else is wrong.
    return odd.some(({ dangerous }) => dangerous) ? ofTemplates(odd) : { ...inspection, reproduce: countsCommand };
  }
}

/** Shows the counts of tensors and of key-value pairs. */
const countsCommand = "od -A d -t u8 -j 8 -N 16 FILE";
/** Most templates that are looked at; models have one, some four. */
const maxTemplates = 16;

interface OddPart extends OddTemplatePart {
  readonly key: string;
  readonly template: string;
}

/** The last byte of the values is in the file; where its size is not known, that byte is asked for. */
async function checkEnd(source: ByteSource, end: number): Promise<void> {
  const { sizeBytes } = source;
  if (!Number.isSafeInteger(end)) throw malformed("its header describes more bytes than any file has");
  if (sizeBytes !== undefined ? sizeBytes < end : (await source.read(end - 1, end)).byteLength === 0) {
    throw malformed(`its header describes ${String(end)} bytes, and the file ${sizeBytes === undefined ? "ends before" : `has ${String(sizeBytes)}`}`);
  }
}

/** What is odd in the first templates. */
async function oddParts(templates: ReadonlyMap<string, string>): Promise<readonly OddPart[]> {
  const odd: OddPart[] = [];
  for (const [key, template] of [...templates].slice(0, maxTemplates)) {
    await turnOfOthers();
    odd.push(...oddTemplateParts(template).map((part) => ({ ...part, key, template })));
  }
  return odd;
}

async function sound({ raw, tensors, values }: GgufHeader): Promise<FileInspection> {
  const templates = values.templates.size === 0 ? "it has no chat template" : "nothing that a chat does not need was seen in its chat template";
  return {
    outcome: "SOUND",
    format: "gguf",
    because: `it is a GGUF file, its header of ${tensorCount(tensors)} is in order, and ${templates}`,
    found: [...(values.architecture === undefined ? [] : [`architecture ${foreignText(values.architecture)}`]), ...(await tensorNotes(tensors)), ...[...values.templates.keys()].map((key) => `${foreignText(key)} looked at`)].slice(0, 200),
    ...(raw.byteLength > maxDecisiveBytes ? {} : { decisive: raw }),
    reproduce: countsCommand,
  };
}

function ofTemplates(odd: readonly OddPart[]): FileInspection {
  const [worst = odd[0]] = odd.filter(({ dangerous }) => dangerous);
  const names = [...new Set(odd.filter(({ dangerous }) => dangerous === worst?.dangerous).map(({ what }) => what))];
  const shown = `${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${String(names.length - 3)} more` : ""}`;
  const decisive = Buffer.from(worst?.template ?? "");
  return {
    outcome: worst?.dangerous === true ? "DANGEROUS" : "UNLISTED_IMPORTS",
    format: "gguf",
    because: worst?.dangerous === true ? `its chat template reaches for the inside of Python through ${shown}` : `its chat template uses ${shown}, which no chat needs`,
    found: odd.slice(0, 200).map(({ what, at, key }) => `${what} at character ${String(at)} of ${foreignText(key)}`),
    ...(decisive.byteLength > maxDecisiveBytes ? {} : { decisive }),
    reproduce: `grep -a -o -F ${shellWord(worst?.literal ?? "")} FILE`,
  };
}

/** Within single quotes sh reads nothing but the closing quote. What is not plain stands for the template. */
function shellWord(literal: string): string {
  const word = /^[ -~]+$/.test(literal) ? literal : "tokenizer.chat_template";
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
