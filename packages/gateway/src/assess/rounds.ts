import type { RequestBudget } from "../sources/request-budget.ts";

/** Order of the checks of several subjects that share one budget: all cheap ones come before any dear one, and these come in turn. */
export interface Rounds {
  /** The part of one subject. @param place its place among the subjects, from 0. */
  turn(place: number): Turn;
}

export interface Turn {
  /** Says that the subject has no further cheap checks; saying it again changes nothing. */
  passed(): void;
  /**
   * Resolves when the so-manieth dear check of the subject may begin: when no subject has cheap checks left, or half of the time is over. The first one
   * of each subject begins before the second one of any.
   */
  dear(round: number): Promise<void>;
}

/** Makes the order for so many subjects. */
export function createRounds(subjects: number, budget: Pick<RequestBudget, "left">): Rounds {
  const waiting: { readonly round: number; readonly place: number; readonly begin: () => void }[] = [];
  let left = subjects;
  let isOpen = false;
  const halfTime = setTimeout(open, budget.left.timeMs / 2).unref();

  function open(): void {
    isOpen = true;
    clearTimeout(halfTime);
    waiting.sort((one, other) => one.round - other.round || one.place - other.place);
    for (const { begin } of waiting.splice(0)) begin();
  }

  return {
    turn: (place) => {
      let hasPassed = false;
      return {
        passed: () => {
          if (hasPassed) return;
          hasPassed = true;
          left -= 1;
          if (left === 0) open();
        },
        dear: (round) => (isOpen ? Promise.resolve() : new Promise((begin) => void waiting.push({ round, place, begin }))),
      };
    },
  };
}
