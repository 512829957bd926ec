import type { World } from "./world.ts";

interface Asked {
  readonly search: { readonly sources: readonly { readonly source: { readonly id: string }; readonly status: string; readonly origin: string | null }[] };
}

/** Holds that what is broken is broken for the gateway, and that the rest answers meanwhile. @returns what is not so, in sentences. */
export async function checkKnobs(world: World): Promise<readonly string[]> {
  const wrong: string[] = [];
  // Other words each time: the same ones are not asked again for a while.
  await expectHub("whisper tiny", "OK", "at first");
  world.fail("hf");
  await expectHub("bert japanese", "FAILED", "while it fails");
  world.heal();
  await expectHub("gemma vision", "OK", "once it is healed");
  world.slow(60_000, "hf");
  await expectHub("roberta large squad", "FAILED", "while it is slow");
  world.heal();
  await expectHub("distilbert german", "OK", "once it is quick again");
  return wrong;

  async function expectHub(text: string, status: string, when: string): Promise<void> {
    const { search } = (await world.ask("query($text: String) { search(text: $text, first: 3) { sources { source { id } status origin } } }", { text })) as Asked;
    const hub = search.sources.find(({ source }) => source.id === "hf");
    if (hub?.status !== status) wrong.push(`The Hub's part of a search is ${hub?.status ?? "missing"} instead of ${status} ${when}.`);
    const others = search.sources.filter(({ source, status: own }) => source.id !== "hf" && own === "FAILED").map(({ source }) => source.id);
    if (others.length > 0) wrong.push(`${others.join(", ")} failed beside the Hub ${when}.`);
  }
}
