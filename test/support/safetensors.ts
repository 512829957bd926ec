/**
 * A small sound safetensors file of one tensor: eight bytes of length (little endian), a header in JSON, the values.
 *
 * @param values of the tensor, each a number of 32 bits
 */
export function safetensors(...values: readonly number[]): Uint8Array {
  const data = Buffer.from(new Float32Array(values).buffer);
  const header = Buffer.from(JSON.stringify({ weight: { dtype: "F32", shape: [values.length], data_offsets: [0, data.length] } }));
  const padded = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, " ")]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, data]);
}
