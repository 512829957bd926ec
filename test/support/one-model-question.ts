/** One question about four models, each meant in another way; everything by which a person chooses. */
export const question = `
query OneModel {
  llama: resolve(reference: "accounts/fireworks/models/llama-v3p1-8b-instruct") { outcome readAs message listing { key } candidates(first: 20) { confidence reason model { id } listing { key } } model { ...Facts } }
  qwen: resolve(reference: "qwen/qwen3-32b") { outcome readAs message listing { key } candidates(first: 20) { confidence reason model { id } listing { key } } model { ...Facts } }
  distill: resolve(reference: "ollama run deepseek-r1:70b") { outcome readAs message listing { key } candidates(first: 20) { confidence reason model { id } listing { key } } model { ...Facts } }
  whisper: model(id: "hf:openai/whisper-large-v3") { ...Facts }
}
fragment Facts on Model {
  id name publisher { id } task license { spdx class name } parameters { total active origin } contextLength architecture formats precisions capabilities createdAt aliases(first: 100)
  listings(first: 100) { totalCount nodes { key name source { id kind } publisher { id name } license { spdx name } precisions access state revision link { kind relation statement } } }
  offers(first: 100) { totalCount nodes { source { id } provider callAs precision inputPrice outputPrice cachedInputPrice otherPrices { usd per condition } contextLength maxOutputTokens endsAt degraded alsoStatedBy { id } } }
  availability(first: 100) { kind source { id } listing { key } precision format sizeBytes provider callAs inputPrice outputPrice license { spdx } access }
  memory(first: 100, fitsIn: 25769803776) { listing { key } precision format path fileCount bytes weightsBytes contextBytes contextLength basis isLowerBound fits formula }
  conflicts { field positions { value statedBy { id } listings { key } } }
  candidateListings(first: 100) { listing { key name } link { kind relation statement } }
  lineage { base { relation model { id } } derived(first: 100) { totalCount edges { relation node { id } statedBy { id } } } }
}`;
