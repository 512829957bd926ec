import type { PickleText } from "./pickle-text.ts";

/** What is known of a value on the stack without running anything. */
export type SymbolicValue = PickleText | { readonly kind: "import"; readonly module: string; readonly name: string } | { readonly kind: "made"; readonly by?: string } | { readonly kind: "unknown" };

export const unknownValue: SymbolicValue = { kind: "unknown" };

/** Stack and memo of an unpickler, with symbols in place of values. Taking more than there is gives unknown values and counts as underflow. */
export interface SymbolicStack {
  push(value: SymbolicValue): void;
  pop(): SymbolicValue;
  /** The topmost, which stays. */
  top(): SymbolicValue;
  /** As POP does: takes the last mark where nothing lies above it. */
  popOrMark(): void;
  mark(): void;
  /** Takes everything down to the last mark, and the mark; gives the lowest of what lay above it. */
  popToMark(): SymbolicValue | undefined;
  /** Values above the last mark. */
  readonly height: number;
  /** Whether more was taken than there was, so that an unpickler would have failed. */
  readonly underflow: boolean;
  remember(key: number): void;
  memoize(): void;
  /** Whether there is something under the key, which is then pushed; otherwise an unknown value is. */
  recall(key: number): boolean;
}

export function symbolicStack(): SymbolicStack {
  const values: SymbolicValue[] = [];
  const marks: number[] = [];
  const memo = new Map<number, SymbolicValue>();
  let underflow = false;
  const floor = (): number => marks.at(-1) ?? 0;
  const missing = (): SymbolicValue => {
    underflow = true;
    return unknownValue;
  };
  const stack: SymbolicStack = {
    push: (value) => void values.push(value),
    pop: () => (values.length > floor() ? values.pop() : undefined) ?? missing(),
    top: () => (values.length > floor() ? values.at(-1) : undefined) ?? missing(),
    popOrMark: () => {
      if (values.length > floor()) values.pop();
      else if (marks.pop() === undefined) missing();
    },
    mark: () => void marks.push(values.length),
    popToMark: () => {
      const at = marks.pop();
      if (at === undefined) {
        missing();
        return undefined;
      }
      const lowest = values[at];
      values.length = at;
      return lowest;
    },
    get height() {
      return values.length - floor();
    },
    get underflow() {
      return underflow;
    },
    remember: (key) => void memo.set(key, stack.top()),
    memoize: () => void memo.set(memo.size, stack.top()),
    recall: (key) => {
      const value = memo.get(key);
      values.push(value ?? unknownValue);
      return value !== undefined;
    },
  };
  return stack;
}
