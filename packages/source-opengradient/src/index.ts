export { openGradient } from "./open-gradient.ts";
export type { OpenGradientOptions } from "./options.ts";
export { openGradientDetails } from "./model-row.ts";
