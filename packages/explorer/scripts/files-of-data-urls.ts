import { createHash } from "node:crypto";
import type { Plugin } from "vite";

const endings: Readonly<Record<string, string>> = { "font/ttf": "ttf", "font/woff": "woff", "font/woff2": "woff2", "image/png": "png", "image/svg+xml": "svg" };

/** Makes files of the fonts and pictures that style sheets of dependencies hold as `data:`, which the content security policy does not allow. */
export function filesOfDataUrls(): Plugin {
  return {
    name: "files-of-data-urls",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const style of Object.values(bundle)) {
        if (style.type !== "asset" || !style.fileName.endsWith(".css")) continue;
        style.source = String(style.source).replaceAll(/url\((["']?)data:([a-z]+\/[a-z0-9+]+)((?:;[a-z0-9=-]+)*),((?:(?!\1\)).)*)\1\)/gi, (_whole, _quote, type: string, form: string, data: string) => {
          const ending = endings[type];
          if (ending === undefined) throw new Error(`${style.fileName} holds ${type} as a data: URL; name its ending in files-of-data-urls.ts.`);
          const source = form.includes("base64") ? Buffer.from(data, "base64") : Buffer.from(decodeURIComponent(data));
          const fileName = `assets/${createHash("sha256").update(source).digest("hex").slice(0, 12)}.${ending}`;
          this.emitFile({ type: "asset", fileName, source });
          return `url(/${fileName})`;
        });
        if (/url\(["']?data:/.test(style.source)) throw new Error(`${style.fileName} still holds a data: URL.`);
      }
    },
  };
}
