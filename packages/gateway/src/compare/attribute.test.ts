import { expect, it } from "vitest";
import { parameterText } from "./attribute.ts";

it.each([[999_885_952, "1B"], [8_030_261_248, "8.03B"], [270_000_000, "270M"], [999_400_000, "999M"], [1_000_000_000_000, "1T"], [999, "999"], [0, "0"]])("writes %d parameters as %s", (value, text) => {
  expect(parameterText(value)).toBe(text);
});
