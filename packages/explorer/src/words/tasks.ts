/** What the tasks of the Hub are in plain words, where their names do not say it. */
export const taskNotes: ReadonlyMap<string, string> = new Map([
  ["feature-extraction", "embeddings"],
  ["sentence-similarity", "embeddings of sentences"],
  ["text-ranking", "reranking"],
  ["text-generation", "chat, completion"],
  ["text2text-generation", "translation, summaries"],
  ["fill-mask", "missing words"],
  ["token-classification", "names, parts of speech"],
  ["automatic-speech-recognition", "speech to text"],
  ["image-text-to-text", "chat about images"],
]);
