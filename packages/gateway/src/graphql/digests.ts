import type { FilePosition } from "@modeldex/catalog";
import type { AnyDigest } from "@modeldex/schema";
import { artifactWithDigest } from "./artifacts.ts";
import { digestIn, digestProblem } from "../resolve/digest-text.ts";
import type { GraphContext } from "./context.ts";
import { badInput } from "./errors.ts";
import { pageSize } from "./pages.ts";
import { positionPage, readPosition } from "./positions.ts";

const mostDigests = 1_000;

interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

interface DigestNode {
  readonly digest: AnyDigest;
}

export const digestResolvers = {
  Query: {
    modelsByDigest: (_: unknown, { digests }: { readonly digests: readonly string[] }): readonly DigestNode[] => {
      if (digests.length > mostDigests) throw badInput("digests", `has ${digests.length} of them; give at most ${mostDigests}.`);
      return digests.map((digest, place) => ({ digest: wholeDigest(digest, `digests[${place}]`) }));
    },
  },
  DigestMatch: {
    models: async ({ digest }: DigestNode, { first, after }: PageArguments, { loaders }: GraphContext) => {
      const list = `models by ${digest}`;
      const position = readPosition(list, after) as number | undefined;
      const { models, hasMore, total } = await loaders.modelsByDigest({ limit: pageSize(first, 20), ...(position !== undefined && { after: position }) }).load(digest);
      const found = await Promise.all(models.map(async ({ model, position: place }) => ({ node: await loaders.model.load(model), position: place })));
      return positionPage(list, found.flatMap(({ node, position: place }) => (node === undefined ? [] : [{ node, position: place }])), { hasMore, after: position !== undefined, total });
    },
    artifacts: async ({ digest }: DigestNode, { first, after }: PageArguments, { loaders }: GraphContext) => {
      const list = `files by ${digest}`;
      const position = readPosition(list, after) as FilePosition | undefined;
      const { files, hasMore, total } = await loaders.filesByDigest({ limit: pageSize(first, 20), ...(position !== undefined && { after: position }) }).load(digest);
      const found = await Promise.all(files.map(async ({ listing, path, position: place }) => ({ stored: await loaders.listing.load(listing), path, position: place })));
      const entries = found.flatMap(({ stored, path, position: place }) => (stored === undefined ? [] : [{ node: artifactWithDigest(stored, path, digest), position: place }]));
      return positionPage(list, entries, { hasMore, after: position !== undefined, total });
    },
  },
};

/** @throws {GraphQLError} BAD_USER_INPUT for a part of a digest, which could mean many files. */
function wholeDigest(digest: string, argument: string): AnyDigest {
  const problem = digestProblem(digest);
  if (problem !== undefined) throw badInput(argument, problem);
  return digestIn(digest) ?? (digest as AnyDigest);
}
