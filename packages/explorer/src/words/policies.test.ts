import { expect, it } from "vitest";
import { unknownTreatment } from "./policies.ts";

it.each<[Parameters<typeof unknownTreatment>[0], string | undefined]>([
  [{ severity: "BLOCK", definition: { onUnknown: "WARN" } }, "this policy treats that as a warning"],
  [{ severity: "BLOCK", definition: { onUnknown: "DENY" } }, "this policy treats that as a refusal"],
  [{ severity: "BLOCK", definition: { onUnknown: "INDETERMINATE" } }, undefined],
  [{ severity: "BLOCK", definition: null }, undefined],
  [{ severity: "WARN", definition: { onUnknown: "DENY" } }, undefined],
])("unknownTreatment of %j", (rule, words) => expect(unknownTreatment(rule)).toBe(words));
