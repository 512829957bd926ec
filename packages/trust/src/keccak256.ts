/**
 * Keccak-256 as Ethereum uses it: the padding is that of Keccak, not of SHA-3 (FIPS 202), and Node's crypto has only the latter.
 *
 * @returns 0x and 64 hex digits.
 * @example
 * keccak256(new Uint8Array())
 * // "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
 */
export function keccak256(bytes: Uint8Array): string {
  const padded = new Uint8Array((Math.floor(bytes.length / rateBytes) + 1) * rateBytes);
  padded.set(bytes);
  padded[bytes.length] = 0x01;
  padded[padded.length - 1] = (padded[padded.length - 1] ?? 0) | 0x80;
  const view = new DataView(padded.buffer);
  const state = new Uint32Array(50);
  for (let start = 0; start < padded.length; start += rateBytes) {
    for (let word = 0; word < rateBytes / 4; word += 1) state[word] = at(state, word) ^ view.getUint32(start + word * 4, true);
    permute(state);
  }
  return `0x${Buffer.from(state.buffer, 0, 32).toString("hex")}`;
}

/** 1600 bits of state without the capacity of twice 256 bits. */
const rateBytes = 136;

const { lows, highs } = roundConstants();
const { lanes, turns } = pathOfPi();

/** Keccak-f[1600]. A lane is two words of 32 bits, the low one first. */
function permute(state: Uint32Array): void {
  const parity = new Uint32Array(10);
  const row = new Uint32Array(10);
  for (let round = 0; round < 24; round += 1) {
    for (let x = 0; x < 10; x += 1) parity[x] = at(state, x) ^ at(state, x + 10) ^ at(state, x + 20) ^ at(state, x + 30) ^ at(state, x + 40);
    for (let x = 0; x < 10; x += 2) {
      const left = (x + 8) % 10;
      const right = (x + 2) % 10;
      const low = at(parity, left) ^ ((at(parity, right) << 1) | (at(parity, right + 1) >>> 31));
      const high = at(parity, left + 1) ^ ((at(parity, right + 1) << 1) | (at(parity, right) >>> 31));
      for (let y = x; y < 50; y += 10) {
        state[y] = at(state, y) ^ low;
        state[y + 1] = at(state, y + 1) ^ high;
      }
    }
    let low = at(state, 2);
    let high = at(state, 3);
    for (let step = 0; step < 24; step += 1) {
      const lane = (lanes[step] ?? 0) * 2;
      const turn = turns[step] ?? 0;
      const [first, second] = turn < 32 ? [low, high] : [high, low];
      const by = turn % 32;
      const turnedLow = by === 0 ? first : (first << by) | (second >>> (32 - by));
      const turnedHigh = by === 0 ? second : (second << by) | (first >>> (32 - by));
      low = at(state, lane);
      high = at(state, lane + 1);
      state[lane] = turnedLow;
      state[lane + 1] = turnedHigh;
    }
    for (let y = 0; y < 50; y += 10) {
      row.set(state.subarray(y, y + 10));
      for (let x = 0; x < 10; x += 1) state[y + x] = at(row, x) ^ (~at(row, (x + 2) % 10) & at(row, (x + 4) % 10));
    }
    state[0] = at(state, 0) ^ (lows[round] ?? 0);
    state[1] = at(state, 1) ^ (highs[round] ?? 0);
  }
}

/** Bits 2^j - 1 of the constant of each round, by the register of FIPS 202, section 3.2.5. */
function roundConstants() {
  const lows: number[] = [];
  const highs: number[] = [];
  let register = 1;
  for (let round = 0; round < 24; round += 1) {
    let low = 0;
    let high = 0;
    for (let j = 0; j <= 6; j += 1) {
      const bit = 2 ** j - 1;
      if ((register & 1) === 1) {
        if (bit < 32) low |= 1 << bit;
        else high |= 1 << (bit - 32);
      }
      register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : register << 1;
    }
    lows.push(low);
    highs.push(high);
  }
  return { lows, highs };
}

/** Where each lane goes, and by how many bits it is turned: FIPS 202, sections 3.2.2 and 3.2.3. */
function pathOfPi() {
  const lanes: number[] = [];
  const turns: number[] = [];
  let [x, y] = [1, 0];
  for (let step = 0; step < 24; step += 1) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    lanes.push(x + 5 * y);
    turns.push((((step + 1) * (step + 2)) / 2) % 64);
  }
  return { lanes, turns };
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
