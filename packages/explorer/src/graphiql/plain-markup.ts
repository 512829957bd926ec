/** What Markdown becomes, without pictures. */
const tags = new Set(["a", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"]);
const attributes = new Set(["class", "href", "title", "start"]);

/** The text as HTML where it is plain markup: known tags, no handler, links to http and https alone. Any other is escaped, so that it is shown as it was written. */
export function plainMarkup(html: string): string {
  const rest = html.replaceAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*\/?>/g, (tag, _end: string, name: string, written: string) => (tags.has(name) && arePlain(written) ? "" : tag));
  return rest.includes("<") ? html.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") : html;
}

function arePlain(written: string): boolean {
  return [...written.matchAll(/([a-z-]+)="([^"]*)"/g)].every(([, name = "", value = ""]) => attributes.has(name) && (name !== "href" || /^(?:https?:\/\/|#)/.test(value)));
}
