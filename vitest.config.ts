import { defineConfig } from "vitest/config";

export default defineConfig({
  // The file that Node takes; otherwise tests see two copies of graphql, whose types do not know each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    // Those beside the configuration are of adapters that somebody tries in a clone: docs/write-a-source.md.
    include: ["*.test.ts", "packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts", "test/**/*.test.ts", "docs/examples/*.test.ts"],
    // Far more than any needs: on a busy machine, processes take their time to start.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // One more than the cores of a small machine: many tests wait for processes and deadlines.
    maxWorkers: 3,
  },
});
