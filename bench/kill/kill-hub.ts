import type { HubModel } from "../../test/support/hub.ts";

/** Models for a harvest that is killed; synthetic. Every third is derived from the one before it. */
export function killModels(count: number): readonly HubModel[] {
  return Array.from({ length: count }, (_, number) => ({
    id: idOf(number), task: number % 2 === 0 ? "text-generation" : "fill-mask", license: number % 3 === 0 ? "mit" : "apache-2.0", downloads: (number * 7_919) % 100_003, likes: number % 500, parameters: 1_000_000 * (number + 1),
    ...(number % 3 === 1 && { tags: [`base_model:${idOf(number - 1)}`] }),
  }));
}

function idOf(number: number): string {
  return `lab-${number % 37}/model-${number}-${number % 9}b`;
}
