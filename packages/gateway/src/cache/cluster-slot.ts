/**
 * Hash slot of a key in a Redis Cluster.
 *
 * Source: Redis Cluster specification, "Key distribution model": CRC16 (XMODEM) of the key, or of what stands in its first `{…}`, modulo 16384.
 *
 * @example
 * clusterSlot("123456789")
 * // 12739
 */
export function clusterSlot(key: string): number {
  const bytes = Buffer.from(hashed(key));
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (table[((crc >> 8) ^ byte) & 0xff] ?? 0);
  return crc % 16_384;
}

const table = Uint16Array.from({ length: 256 }, (_value, index) => {
  let crc = index << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
  return crc & 0xffff;
});

function hashed(key: string): string {
  const open = key.indexOf("{");
  const close = open === -1 ? -1 : key.indexOf("}", open + 1);
  return close > open + 1 ? key.slice(open + 1, close) : key;
}
