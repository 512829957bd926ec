/** Whether the endpoint finds files by a digest: the whole of a sha256, or of what git calls a file. */
export function isFileDigest(text: string): boolean {
  return /^(?:sha256:[0-9a-f]{64}|git-sha1:[0-9a-f]{40})$/.test(text);
}
