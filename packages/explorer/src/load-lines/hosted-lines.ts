import { type ListingFacts, type OfferFacts, type Snippet } from "./load-line.ts";
import { isFitForCode, pythonString } from "./quoting.ts";

/** Most providers that are told. */
const mostOffers = 20;

const notPinned = "The provider decides what runs there: no revision can be named.";

/** A call of OpenRouter by the client that most people have for such services. */
export function openRouterLines({ nativeId }: ListingFacts): readonly Snippet[] {
  if (!/^[A-Za-z0-9~@][\w./:@~+-]{0,254}$/.test(nativeId)) return [];
  return [{
    library: "OpenRouter", language: "python", pinned: false, notes: [notPinned],
    code: [
      "import os", "from openai import OpenAI", "", `client = OpenAI(base_url="https://openrouter.ai/api/v1", api_key=os.environ["OPENROUTER_API_KEY"])`,
      `answer = client.chat.completions.create(model=${pythonString(nativeId)}, messages=[{"role": "user", "content": "Hello"}])`,
    ].join("\n"),
  }];
}

/** Ids under which providers are called, where their addresses are not known here. */
export function offerLines(offers: readonly OfferFacts[]): readonly Snippet[] {
  const distinct = new Map<string, Snippet>();
  for (const { provider, callAs } of offers) {
    if (typeof callAs !== "string" || !isFitForCode(callAs) || !isFitForCode(provider)) continue;
    distinct.set(`${provider} ${callAs}`, { library: provider, language: "text", code: callAs, pinned: false, notes: [`The id under which ${provider} is called.`, notPinned] });
  }
  return [...distinct.values()].slice(0, mostOffers);
}
