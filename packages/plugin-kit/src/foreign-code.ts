/** Instructions that end a run of code: STOP, JUMP, RETURN, REVERT, INVALID, SELFDESTRUCT. */
const ends: ReadonlySet<number> = new Set([0x00, 0x56, 0xf3, 0xfd, 0xfe, 0xff]);
/** CALLCODE, DELEGATECALL, SELFDESTRUCT. */
const foreign: ReadonlySet<number> = new Set([0xf2, 0xf4, 0xff]);
const jumpDestination = 0x5b;

/**
 * Whether code could ever run the code of another contract as its own, or take itself away: else what it does is fixed for good.
 *
 * Data of PUSH are passed over, as the EVM does when it looks for jump destinations; what stands behind the end of a run and before the next destination
 * cannot be reached, such as the metadata that compilers append.
 *
 * @param code - hex with 0x.
 */
export function mayRunForeignCode(code: string): boolean {
  const bytes = Buffer.from(code.slice(2), "hex");
  let reachable = true;
  for (let at = 0; at < bytes.length; at += 1) {
    const instruction = bytes[at] ?? 0;
    if (instruction === jumpDestination) reachable = true;
    if (reachable && foreign.has(instruction)) return true;
    if (ends.has(instruction)) reachable = false;
    // PUSH1 to PUSH32.
    if (instruction >= 0x60 && instruction <= 0x7f) at += instruction - 0x5f;
  }
  return false;
}
