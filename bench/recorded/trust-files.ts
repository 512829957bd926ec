// Looks at a recorded pickle that runs a shell, as it is and hidden in seven ways, through a gateway over a hub that serves each as the weights of a model.
// Run: node bench/recorded/trust-files.ts <folder>, which has data/trust/hf/evil-os-system.protocol2.pkl
// Prints what is found of each; ends with 1 when posix.system is not found in one of them, or is found in one of the twins without it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { huggingFace } from "../../packages/source-hf/src/index.ts";
import { bytesOf, globalOf, legacyTorch, pickleOf, proto, stateDict, textOf } from "../../packages/trust/src/formats/fixtures/write-pickle.ts";
import { zipOf } from "../../packages/trust/src/formats/fixtures/write-zip.ts";
import { startGateway } from "../../test/support/gateway.ts";
import { startHub } from "../../test/support/hub.ts";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("Give the folder of recorded data: node bench/recorded/trust-files.ts ../shared");
  process.exit(2);
}
const evil = await readFile(join(folder, "data/trust/hf/evil-os-system.protocol2.pkl"));
const storage = { name: "archive/data/0", bytes: Buffer.alloc(1_000_000, 1) };
const torch = (pickle: Buffer, deflate = false): Buffer => zipOf([{ name: "archive/data.pkl", bytes: pickle, deflate }, storage, { name: "archive/version", bytes: Buffer.from("3\n") }]);

/** What is served, its file name, and whether a shell is in it. */
const files: readonly (readonly [what: string, path: string, bytes: Buffer, evil: boolean])[] = [
  ["as it is", "model.pkl", evil, true],
  ["as weights of torch before 1.6", "pytorch_model.bin", legacyTorch(evil), true],
  ["in a zip of torch", "pytorch_model.bin", torch(evil), true],
  ["in a zip of torch, packed", "pytorch_model.bin", torch(evil, true), true],
  ["in a zip, under the name of a text", "pytorch_model.bin", zipOf([{ name: "archive/data.pkl", bytes: stateDict }, { name: "archive/notes.txt", bytes: evil, deflate: true }, storage]), true],
  ["nested in a string of bytes", "model.pkl", pickleOf(proto(3), bytesOf(evil), "."), true],
  ["nested twice, once as text", "model.pkl", pickleOf(proto(3), bytesOf(pickleOf(proto(2), textOf(evil.toString("latin1")), ".")), "."), true],
  ["behind a first pickle", "model.pkl", pickleOf(stateDict, evil), true],
  ["behind a first pickle of 2 MB", "model.pkl", pickleOf(bytesOf(Buffer.alloc(2_000_000)), ".", evil), true],
  ["under the name of safetensors", "model.safetensors", evil, true],
  ["twin: another module", "model.pkl", Buffer.from(evil.toString("latin1").replace("posix", "pasix"), "latin1"), false],
  ["twin: a state dict in a zip of torch", "pytorch_model.bin", torch(stateDict), false],
  ["twin: a class of torch behind a pickle", "model.pkl", pickleOf(stateDict, globalOf("torch", "Size"), "."), false],
];

const idOf = (index: number): string => `recorded/file-${String(index)}`;
const hub = await startHub(files.map(([, path, bytes], index) => ({ id: idOf(index), downloads: files.length - index, files: [path], contents: { [path]: bytes } })));
const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
let wrong = 0;
try {
  for (const [index, [what, , , expected]] of files.entries()) {
    await modeldex.query("query($reference: String!) { resolve(reference: $reference) { outcome } }", { reference: `hf:${idOf(index)}` });
    const { model } = await modeldex.query(
      "query($id: ID!) { model(id: $id) { trust { claims(kinds: [SERIALIZATION_SAFETY]) { nodes { status effect statement evidence { digest ... on StaticAnalysisEvidence { findings } } } } } } }",
      { id: `hf:${idOf(index)}` },
    );
    const [claim] = model.trust.claims.nodes;
    const found = claim.effect === "UNDERMINES" && claim.statement.includes("posix.system") && claim.evidence[0].digest !== null;
    if (found !== expected) wrong += 1;
    console.log(`${found === expected ? "ok   " : "WRONG"} ${what.padEnd(40)} ${`${claim.status} ${claim.effect}`.padEnd(20)} ${claim.evidence[0].findings[0]}`);
  }
} finally {
  await modeldex.close();
  await hub.close();
}
console.log(wrong === 0 ? `${files.filter(([, , , hidden]) => hidden).length} of ${files.filter(([, , , hidden]) => hidden).length} found, and none of the twins.` : `${wrong} of ${files.length} are not as they should be.`);
process.exitCode = wrong === 0 ? 0 : 1;
