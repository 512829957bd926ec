import type { MemoryBasis, PublisherKind, ValueOrigin } from "../generated/types.ts";

/** What kind of publisher, as its source says. */
export const publisherKinds: Readonly<Record<PublisherKind, string>> = {
  ORGANIZATION: "an organisation",
  PERSON: "a person",
  ADDRESS: "an account on a chain",
  UNKNOWN: "its source does not say what kind of publisher this is",
};

/** How a number of parameters is known. */
export const valueOrigins: Readonly<Record<ValueOrigin, string>> = {
  WEIGHTS: "read from the header of the weights",
  STATED: "stated by its source",
  NAME: "read off the name",
};

/** What the weights of a memory estimate were counted by. */
export const memoryBases: Readonly<Record<MemoryBasis, string>> = {
  FILES: "sizes of the files, as the source states them",
  PARAMETERS: "parameters multiplied by the width of the precision",
};

/** Fields of a model in which sources can disagree, as titles. */
export const conflictFields: Readonly<Record<string, string>> = {
  license: "Licence",
  parameters: "Parameters",
  contextLength: "Context length",
  task: "Task",
  architecture: "Architecture",
  offers: "Prices of services",
  artifacts: "Bytes of files",
};
