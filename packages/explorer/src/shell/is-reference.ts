/**
 * Whether a text looks like a reference (an address, an id with a namespace, a digest, a contract) rather than words to search for. The endpoint reads
 * either; this only chooses the page.
 */
export function isReference(text: string): boolean {
  if (/\s/.test(text)) return false;
  return /^[a-z][a-z0-9+.-]*:\S/i.test(text) || /^0x[0-9a-f]{40,64}$/i.test(text) || /^[0-9a-f]{40}$|^[0-9a-f]{64}$/i.test(text) || /^[^/]+\/[^/]+/.test(text) || /^[\w.-]+:[\w.-]+$/.test(text) || /^(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|baf[a-z2-7]{50,})$/.test(text);
}
