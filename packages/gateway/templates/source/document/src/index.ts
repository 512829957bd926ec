export { exampleHub } from "./example-hub.ts";
export type { ExampleHubOptions } from "./example-hub.ts";
