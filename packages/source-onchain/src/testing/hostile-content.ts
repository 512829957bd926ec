import { encodeAbiParameters, type Hex } from "viem";

/** Data of `ModelAdded` in which repository and file are any bytes, which need not be UTF-8. */
export function bytesOfModelAdded(repository: Hex, file: Hex): Hex {
  return encodeAbiParameters([{ type: "bytes" }, { type: "bytes" }, { type: "uint256" }], [repository, file, 1n]);
}
