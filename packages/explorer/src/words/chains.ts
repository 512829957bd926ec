/** Chains by the number that they go by, for those that a reader may know. */
const chains: Readonly<Record<string, string>> = {
  "1": "Ethereum",
  "8453": "Base",
  "84532": "Base Sepolia, a test chain",
  "11155111": "Sepolia, a test chain of Ethereum",
  "1337": "the number of a local test chain, which anybody can start",
  "31337": "the number of a local test chain, which anybody can start",
};

/** `chain 1, Ethereum`; `chain 999` where the number is not known here. */
export function chainWords(chainId: string): string {
  const name = Object.hasOwn(chains, chainId) ? chains[chainId] : undefined;
  return name === undefined ? `chain ${chainId}` : `chain ${chainId}, ${name}`;
}
