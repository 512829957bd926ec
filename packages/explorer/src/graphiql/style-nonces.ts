/**
 * Gives the nonce of this answer to each style element that the editor makes, so that the content security policy needs no `unsafe-inline`. Text from
 * elsewhere cannot use it: a parsed `<style>` does not come this way.
 */
export function giveNonces(): void {
  const nonce = document.querySelector<HTMLMetaElement>("meta[property='csp-nonce']")?.nonce ?? "";
  const create = document.createElement.bind(document);
  const made = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  Object.defineProperty(document, "createElement", { value: made, configurable: true, writable: true });
}
