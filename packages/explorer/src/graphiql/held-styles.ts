const held = "data-held-style";

/** Renames the style attributes of all tags: those of a parsed text are refused by the content security policy. What stands between tags stays. */
export function holdStyles(html: string): string {
  return html.replaceAll(/<[a-z][^<>]*>/gi, (tag) => tag.replaceAll(/(\s)style=(?=["'])/gi, `$1${held}=`));
}

/** Lets the styles that `holdStyles` has renamed hold as soon as their text is parsed, by way of the object model, which the policy leaves to scripts. */
export function applyHeldStyles(): void {
  const inner = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
  if (inner?.set === undefined) return;
  const { set } = inner;
  Object.defineProperty(Element.prototype, "innerHTML", {
    ...inner,
    set(this: Element, html: string) {
      set.call(this, html);
      if (String(html).includes(held)) apply(this);
    },
  });
  const { insertAdjacentHTML } = Element.prototype;
  Element.prototype.insertAdjacentHTML = function insert(this: Element, position: InsertPosition, html: string): void {
    insertAdjacentHTML.call(this, position, html);
    if (String(html).includes(held)) apply(this.parentElement ?? this);
  };
}

function apply(root: Element): void {
  for (const element of root.querySelectorAll<HTMLElement>(`[${held}]`)) {
    element.style.cssText = element.getAttribute(held) ?? "";
    element.removeAttribute(held);
  }
}
