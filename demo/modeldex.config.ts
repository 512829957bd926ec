import { defineConfig, onchainRegistration, referenceImmutability } from "@modeldex/gateway";
import { catalogFile } from "@modeldex/source-file";
import { onchain } from "@modeldex/source-onchain";

/** The configuration of the demonstration: a catalog file, and the registry on the chain that `demo.ts` starts. */
export default defineConfig(({ env }) => {
  const rpc = env.DEMO_RPC ?? "";
  const chainId = Number(env.DEMO_CHAIN_ID);
  return {
    sources: [
      catalogFile({ from: [env.DEMO_CATALOG ?? ""] }),
      onchain({
        chains: [{ chainId, rpc: [rpc] }],
        registries: [
          {
            id: "demo",
            chainId,
            address: env.DEMO_REGISTRY ?? "",
            startBlock: 0,
            abi: [
              "event ModelRegistered(bytes32 indexed id, address indexed owner, string name, string source, string file, bytes32 sha256Digest)",
              "event ModelReviewed(bytes32 indexed id, address indexed reviewer, uint8 stars, string words)",
              "event ModelRevoked(bytes32 indexed id, string reason)",
              "function register(string name, string source, string file, bytes32 sha256Digest) returns (bytes32)",
            ],
            key: { from: "args.id" },
            on: {
              ModelRegistered: {
                op: "upsert",
                first: true,
                set: { name: "args.name", owner: "args.owner", link: "args.source", "artifact.path": "args.file", "artifact.sha256": "args.sha256Digest" },
              },
              ModelReviewed: {
                op: "claim",
                id: "args.reviewer",
                kindUri: "urn:modeldex-demo:review",
                statement: "{args.reviewer} gives {args.stars} of 5 stars: {args.words}",
                issuer: "args.reviewer",
                value: { stars: "args.stars" },
              },
              ModelRevoked: { op: "status", value: "DEPRECATED" },
            },
            // That anybody may register is tried at the contract, not believed.
            writeCall: { call: "register", args: ["somebody", "https://nobody.example", "model.safetensors", `0x${"00".repeat(32)}`] },
          },
        ],
      }),
    ],
    verifiers: [onchainRegistration({ rpc: { [chainId]: [rpc] } }), referenceImmutability({ rpc: { [chainId]: [rpc] } })],
  };
});
