/** A mistake that somebody could make in what judges, and the tests that must find it. */
export interface Mutant {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
}

export const mutants: readonly Mutant[] = [
  {
    name: "an unknown counts as pass", file: "packages/trust/src/decide.ts",
    from: 'if (has((result) => unknown(result) && result.rule.onUnknown === "INDETERMINATE")) return "INDETERMINATE";', to: "",
    tests: ["packages/trust/src/decide.test.ts", "packages/trust/src/properties.test.ts"],
  },
];
