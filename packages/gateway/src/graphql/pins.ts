import { artifactRole } from "@modeldex/schema";
import { bomOfEntry, mlBom, readLockEntry } from "@modeldex/trust";
import type { PinCheck } from "../pins/check-pin.ts";
import type { Pin, PinRequest } from "../pins/make-pin.ts";
import type { PinResult } from "../pins/pins.ts";
import type { ArtifactNode } from "./artifacts.ts";
import type { GraphContext } from "./context.ts";
import { badInput } from "./errors.ts";
import { pageSize } from "./pages.ts";
import { policyOf } from "./policy.ts";
import type { PolicyInput } from "./policy.ts";

/** Most references, or documents, of one request. */
const mostPins = 50;

export const pinResolvers = {
  Query: {
    pin: (_: unknown, { references, policy }: { readonly references: readonly string[]; readonly policy?: PolicyInput | null }, context: GraphContext): Promise<readonly PinResult[]> => {
      atMost(references, "references");
      return context.services.pins.pin(references, policyOf(policy, context.services.policies), asking(context));
    },
    checkPins: (_: unknown, { pins }: { readonly pins: readonly { readonly document: unknown }[] }, context: GraphContext): Promise<readonly PinCheck[]> => {
      atMost(pins, "pins");
      return context.services.pins.check(pins.map(({ document }) => document), asking(context));
    },
    mlBom: (_: unknown, { pins }: { readonly pins: readonly { readonly document: unknown }[] }): object => {
      atMost(pins, "pins");
      const entries = pins.map(({ document }, place) => {
        const reading = readLockEntry(document);
        if (reading.status === "INVALID") throw badInput(`pins[${place}].document`, `cannot be used. ${reading.problem}`);
        return reading.entry;
      });
      // The facts are of the time when the newest was pinned; an empty list has none.
      const at = entries.map(({ pinnedAt }) => pinnedAt).toSorted().at(-1);
      if (at === undefined) throw badInput("pins", "is empty; give the documents of pins, as `pin` gave them.");
      return mlBom(entries.map(bomOfEntry), at);
    },
  },
  Pin: {
    revision: ({ document }: Pin) => document.revision,
    fileCount: ({ document: { fileCount, files } }: Pin) => fileCount ?? files.length,
    files: ({ document, listing }: Pin, { first }: { readonly first?: number | null }): readonly ArtifactNode[] => {
      const stated = new Map((listing.record.artifacts ?? []).map((file) => [file.path, file]));
      const files = document.files.flatMap(({ path }) => stated.get(path) ?? []).slice(0, pageSize(first, 100));
      return files.map((file) => ({ ...file, role: file.role ?? artifactRole(file.path), listingKey: listing.key }));
    },
    createdAt: ({ document }: Pin) => document.pinnedAt,
  },
};

/** What is pinned or checked is so at this moment: no other request is given the answer. */
function asking({ signal, budget, pinBudget, volatile }: GraphContext): Omit<PinRequest, "systems"> {
  volatile.yes = true;
  return { signal, budget, upstream: pinBudget() };
}

function atMost(list: readonly unknown[], argument: string): void {
  if (list.length > mostPins) throw badInput(argument, `has ${list.length} of them; give at most ${mostPins}.`);
}
