/**
 * The least contrast of each element's text to what is painted below it, by the formula of WCAG 2.2, at five places across it. Runs in the page; 0 where something else covers it.
 *
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function leastContrasts(selectors: readonly string[]): readonly number[] {
  type Colour = readonly [number, number, number, number];
  const colour = (text: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const luminance = ([red, green, blue]: Colour): number => {
    const linear = (channel: number): number => (channel / 255 <= 0.040_45 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const ratio = (one: Colour, other: Colour): number => {
    const [light, dark] = [Math.max(luminance(one), luminance(other)), Math.min(luminance(one), luminance(other))];
    return (light + 0.05) / (dark + 0.05);
  };
  const before = { x: scrollX, y: scrollY };
  const least = selectors.map((selector) => {
    const element = document.querySelector(selector);
    if (element === null) return 0;
    element.scrollIntoView({ block: "center", inline: "nearest" });
    const { left, top, width, height } = element.getBoundingClientRect();
    const ratios = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => {
      const stack = document.elementsFromPoint(left + width * share, top + height / 2);
      // Of a text that is broken over lines, a place may be beside it.
      const at = stack.findIndex((each) => each === element || each.contains(element) || element.contains(each));
      if (at !== 0) return 0;
      const ground = stack.slice(stack.includes(element) ? stack.indexOf(element) : 0).find((each) => colour(getComputedStyle(each).backgroundColor)[3] === 1) ?? document.documentElement;
      return ratio(colour(getComputedStyle(element).color), colour(getComputedStyle(ground).backgroundColor));
    });
    return Math.min(...ratios);
  });
  scrollTo(before.x, before.y);
  return least;
}
