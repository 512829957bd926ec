import type { ByteSource } from "../byte-source.ts";
import { faultInspection, malformed } from "../format-fault.ts";
import { maxDecisiveBytes, type FileInspection } from "../inspection.ts";
import { tensorCount, tensorNotes } from "../tensor-shapes.ts";
import { checkLayout } from "./layout.ts";
import { readSafetensorsHeader, type SafetensorsHeader, type SafetensorsStage } from "./read-header.ts";

/**
 * Looks whether a safetensors file is in order, by its header alone: one reading for most files. The format runs nothing on load, so what can be
 * wrong with it is a header that other readers take otherwise. Throws only what reading throws.
 */
export async function inspectSafetensors(source: ByteSource, reached: (stage: SafetensorsStage) => void = () => undefined): Promise<FileInspection> {
  let header: SafetensorsHeader | undefined;
  try {
    header = await readSafetensorsHeader(source, reached);
    reached("layout");
    await checkEnd(source, header.dataStart + checkLayout(header.tensors));
    return {
      outcome: "SOUND",
      format: "safetensors",
      because: `it is a safetensors file, and its header of ${tensorCount(header.tensors)} is in order`,
      found: await tensorNotes(header.tensors),
      ...evidenceOf(header),
    };
  } catch (error) {
    // Where the header itself could not be read: the length that it declares.
    return { ...faultInspection(error, "safetensors"), ...(header === undefined ? { reproduce: "od -A n -t u8 -N 8 FILE" } : evidenceOf(header)) };
  }
}

/** The values end where the file does. Where its size is not known, its last byte and the one after are asked for. */
async function checkEnd(source: ByteSource, end: number): Promise<void> {
  const { sizeBytes } = source;
  if (sizeBytes !== undefined) {
    if (sizeBytes !== end) throw malformed(`its header describes ${String(end)} bytes, and the file has ${String(sizeBytes)}`);
    return;
  }
  if (!Number.isSafeInteger(end)) throw malformed("its header describes more bytes than any file has");
  const last = await source.read(end - 1, end + 1);
  if (last.byteLength === 0) throw malformed(`its header describes ${String(end)} bytes, and the file ends before`);
  if (last.byteLength > 1) throw malformed(`its header describes ${String(end)} bytes, and the file goes on`);
}

function evidenceOf({ raw, dataStart }: SafetensorsHeader): Pick<FileInspection, "decisive" | "reproduce"> {
  return {
    ...(raw.byteLength > maxDecisiveBytes ? {} : { decisive: raw }),
    reproduce: `head -c ${String(dataStart)} FILE | tail -c +9`,
  };
}
