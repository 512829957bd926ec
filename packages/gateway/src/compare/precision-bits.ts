/** What one weight takes in a precision. */
export interface PrecisionBits {
  readonly bits: number;
  /** Embeddings, scales or some layers take more than that, how much depends on the model. */
  readonly isLeast: boolean;
  /** Where the figure comes from, in a sentence. */
  readonly basis: string;
}

/** Bits per weight over whole files, as llama.cpp measured them on Llama 3.1 8B (its `tools/quantize/README.md`; Q3_K_M by the size that `llama-quantize --help` states). */
const measured: Readonly<Record<string, number>> = {
  IQ1_S: 2.0042, IQ1_M: 2.146, IQ2_XXS: 2.3824, IQ2_XS: 2.5882, IQ2_S: 2.7403, IQ2_M: 2.9294, IQ3_XXS: 3.2548, IQ3_XS: 3.4977, IQ3_S: 3.6606, IQ3_M: 3.7628, IQ4_XS: 4.4597,
  IQ4_NL: 4.6818, Q2_K_S: 2.9697, Q2_K: 3.1593, Q3_K_S: 3.6429, Q3_K_M: 4.0007, Q3_K_L: 4.2979, Q4_K_S: 4.6672, Q4_K_M: 4.8944, Q5_K_S: 5.5704, Q5_K_M: 5.7036, Q6_K: 6.5633,
  Q8_0: 8.5008,
};

/** Blocks of 32 numbers with what scales them, as `ggml-common.h` lays them out; the output layer of a file takes more. */
const blocks: Readonly<Record<string, number>> = { Q4_0: 4.5, Q4_1: 5, Q5_0: 5.5, Q5_1: 6 };

/** Plain number formats: every weight has them. */
const plain: Readonly<Record<string, number>> = { F64: 64, FP64: 64, F32: 32, FP32: 32, BF16: 16, F16: 16, FP16: 16, "16BIT": 16 };

/** Widths of quantized layers; MXFP and NVFP4 with their shared scales of 8 bits for 32 and 16 numbers (OCP Microscaling Formats 1.0, section 5.2). */
const quantized: Readonly<Record<string, number>> = {
  FP8: 8, INT8: 8, MXFP8: 8.25, MXFP6: 6.25, MXFP4: 4.25, NVFP4: 4.5, FP4: 4, NF4: 4, INT4: 4, INT3: 3, INT2: 2, AWQ: 4, GPTQ: 4,
};

/**
 * What one weight takes in a precision, as makers write it (`Q4_K_M`, `bf16`, `w4a16`, `8bit`, `4.5bpw`).
 *
 * `AWQ` and `GPTQ` are taken for the 4 bits that they almost always have.
 *
 * @returns `undefined` for a precision whose width is not known.
 * @example
 * bitsOf("Q4_K_M")?.bits
 * // 4.8944
 */
export function bitsOf(precision: string): PrecisionBits | undefined {
  const name = precision.toUpperCase().replaceAll("-", "_");
  const own = (table: Readonly<Record<string, number>>): number | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);
  const [ofFile, ofBlock, ofFormat, ofLayer] = [own(measured), own(blocks), own(plain), own(quantized) ?? widthOf(name)];
  if (ofFormat !== undefined) return { bits: ofFormat, isLeast: false, basis: `${precision} takes ${ofFormat} bits per weight.` };
  if (ofFile !== undefined) return { bits: ofFile, isLeast: false, basis: `${precision} takes ${ofFile} bits per weight over a whole file, as llama.cpp measured it on Llama 3.1 8B; files of other models differ by up to a tenth.` };
  if (ofBlock !== undefined) return { bits: ofBlock, isLeast: true, basis: `${precision} takes ${ofBlock} bits per weight in the blocks of GGUF; the output layer takes more.` };
  return ofLayer === undefined ? undefined : { bits: ofLayer, isLeast: true, basis: `${precision} takes ${ofLayer} bits per quantized weight; embeddings and scales take more.` };
}

/**
 * The precisions in which a listing has whole copies, of those that it states: each quantization of GGUF is one, of the others the one that the
 * weights are told by; types of a few layers beside it (the F16 of an AWQ repository) are none.
 */
export function copyPrecisions(stated: readonly string[]): readonly string[] {
  const others = stated.filter((precision) => !isGgufPrecision(precision));
  const telling = others.find((precision) => bitsOf(precision)?.isLeast === true) ?? others[0];
  return stated.filter((precision) => isGgufPrecision(precision) || precision === telling);
}

/** Equal for the spellings of one precision: `Q4_K_M` and `q4-k-m`, `FP16` and `f16`. */
export function precisionKey(precision: string): string {
  return precision.toLowerCase().replace(/[^a-z0-9.]/g, "").replace(/^(?:fp|float)(?=16|32|64)/, "f");
}

/** Whether a precision is one of GGUF alone: `Q4_K_M`, `IQ2_XS`. */
export function isGgufPrecision(precision: string): boolean {
  return /^I?Q\d/i.test(precision);
}

/** `W4A16`, `FP8_E4M3`, `4BIT`, `3.5BPW`. */
function widthOf(name: string): number | undefined {
  const width = /^(?:W([1-8])A\d+(?:KV8)?|(?:FP|F)(8)_?E\d+M\d+(?:FN)?|([1-8])[_ ]?BITS?|([1-8](?:\.\d{1,2})?)_?BPW|NVFP(4)A16)$/.exec(name)?.slice(1).find((digits) => digits !== undefined);
  return width === undefined ? undefined : Number(width);
}
