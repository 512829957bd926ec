import { createPublicClient, http, parseAbiItem, type Address, type Hex } from "viem";

const modelAdded = parseAbiItem("event ModelAdded(bytes32 indexed modelId, string huggingfaceRepo, string fileName, uint256 tier)");
const getModel = parseAbiItem(
  "function getModel(bytes32 modelId) view returns ((string huggingfaceRepo, string fileName, bytes32 sha256Hash, uint256 approvalTier, bool active, uint256 timestamp))",
);

/**
 * The least that a backfill of a registry of files can be: viem alone asks for the same logs and views, in the same pages and batches of JSON-RPC,
 * and decodes them. It checks, joins, resumes and states nothing.
 *
 * @returns number of entries.
 */
export async function plainBackfill(url: string, files: Address, { pageSize, span }: { readonly pageSize: number; readonly span: number }): Promise<number> {
  const client = createPublicClient({ transport: http(url, { batch: { batchSize: 50 }, retryCount: 0 }), cacheTime: 0 });
  const { number: anchor } = await client.getBlock({ blockTag: "finalized" });
  const models = new Map<Hex, { readonly name: string; readonly digest: Hex }>();
  for (let fromBlock = 1n; fromBlock <= anchor; fromBlock += BigInt(span)) {
    const end = fromBlock + BigInt(span) - 1n;
    const logs = await client.getLogs({ address: files, event: modelAdded, fromBlock, toBlock: end < anchor ? end : anchor });
    for (let start = 0; start < logs.length; start += pageSize) {
      const page = logs.slice(start, start + pageSize).flatMap(({ args }) => (args.modelId === undefined ? [] : [{ key: args.modelId, name: `${args.huggingfaceRepo}/${args.fileName}` }]));
      const results = await Promise.all(page.map(async ({ key }) => client.readContract({ address: files, abi: [getModel], functionName: "getModel", args: [key], blockNumber: anchor })));
      page.forEach(({ key, name }, index) => models.set(key, { name, digest: results[index]?.sha256Hash ?? "0x" }));
    }
  }
  return models.size;
}
