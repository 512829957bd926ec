import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { filesOfDataUrls } from "./scripts/files-of-data-urls.ts";

/** The gateway that `pnpm dev` asks. */
const endpoint = process.env["MODELDEX_URL"] ?? "http://127.0.0.1:4000";

export default defineConfig({
  plugins: [react(), filesOfDataUrls()],
  build: {
    // The content security policy allows scripts and styles of files alone, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    license: { fileName: "third-party-licenses.md" },
    target: "es2023",
    // GraphiQL's editor is large; it is loaded by its own page alone.
    chunkSizeWarningLimit: 8_000,
    rolldownOptions: {
      input: { explorer: join(import.meta.dirname, "index.html"), graphiql: join(import.meta.dirname, "graphiql.html") },
      // "use no memo" speaks to the compiler of React, which has run over these dependencies already.
      onwarn: (warning, warn) => void (warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning)),
    },
  },
  server: { proxy: Object.fromEntries(["/graphql", "/evidence", "/healthz", "/schema.graphql"].map((path) => [path, endpoint])) },
});
