/** Addresses of public explorers by chain id, without slash at the end (as their operators give them, November 2026). */
export const knownExplorers: Readonly<Record<number, readonly string[]>> = {
  1: ["https://etherscan.io", "https://eth.blockscout.com"],
  10: ["https://optimistic.etherscan.io", "https://explorer.optimism.io"],
  56: ["https://bscscan.com"],
  100: ["https://gnosisscan.io", "https://gnosis.blockscout.com"],
  137: ["https://polygonscan.com"],
  8453: ["https://basescan.org", "https://base.blockscout.com"],
  10_740: ["https://explorer.opengradient.ai"],
  16_661: ["https://chainscan.0g.ai"],
  42_161: ["https://arbiscan.io", "https://arbitrum.blockscout.com"],
  42_220: ["https://celoscan.io"],
  43_114: ["https://snowtrace.io"],
  59_144: ["https://lineascan.build"],
  84_532: ["https://sepolia.basescan.org", "https://base-sepolia.blockscout.com"],
  534_352: ["https://scrollscan.com"],
  11_155_111: ["https://sepolia.etherscan.io", "https://eth-sepolia.blockscout.com"],
};
