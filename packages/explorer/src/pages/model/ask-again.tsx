import { useState } from "react";
import { act } from "../../client/action.ts";
import { explain } from "../../client/explain.ts";
import { ModelPageAgain } from "../../generated/ask-again.ts";
import type { ModelPageAskedFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { comparedFields, whatCame } from "./what-came.ts";
import type { WhatCame } from "./what-came.ts";

export interface AskAgainProps {
  /** The id of the model. */
  readonly id: string;
  /** Its leading listing, as the page shows it. */
  readonly listing: ModelPageAskedFragment;
  /** Reads the page anew, once its source has answered. */
  readonly onAnswer: () => void;
}

type Asked = { readonly kind: "NOT_YET" | "ASKING" } | { readonly kind: "FAILED"; readonly why: string } | (WhatCame & { readonly before: string });

/** Of when the facts are, and a button that asks the source past what is stored; then what was stored and what came. */
export function AskAgain({ id, listing, onAnswer }: AskAgainProps): React.JSX.Element {
  const [asked, setAsked] = useState<Asked>({ kind: "NOT_YET" });
  const [come, setCome] = useState<ModelPageAskedFragment>();
  // The page's own answer may be kept for a minute where nothing but the time of reading differs.
  const newest = come !== undefined && Date.parse(come.fetchedAt) > Date.parse(listing.fetchedAt) ? come : listing;
  const ask = async (): Promise<void> => {
    setAsked({ kind: "ASKING" });
    const acted = await act(ModelPageAgain, { id });
    if (acted.status === "FAILED") return setAsked({ kind: "FAILED", why: explain(acted.error).title });
    const now = acted.data.model?.listings.nodes.find(({ key }) => key === listing.key);
    setAsked({ ...whatCame(newest, now), before: newest.fetchedAt });
    setCome(now);
    onAnswer();
  };
  return (
    <p className="small muted">
      Facts of <Moment at={newest.fetchedAt} to="minute" />, read from {listing.source.title}.{" "}
      <button type="button" className="small" disabled={asked.kind === "ASKING"} onClick={() => void ask()}>Ask its source again</button>{" "}
      <span role="status"><Told asked={asked} title={listing.source.title} /></span>
    </p>
  );
}

function Told({ asked, title }: { readonly asked: Asked; readonly title: string }): React.JSX.Element | null {
  switch (asked.kind) {
    case "NOT_YET": return null;
    case "ASKING": return <>Asking {title}…</>;
    case "FAILED": return <>The endpoint gave no answer: {asked.why}. What is shown is what was stored.</>;
    case "NOTHING_NEWER": return <>Nothing newer came: {title} did not answer, or gives no single models. Stored is what was read <Moment at={asked.before} to="second" />.</>;
    case "ANEW": return (
      <>
        Stored was what was read <Moment at={asked.before} to="second" />; what came was read <Moment at={asked.fetchedAt} to="second" />.{" "}
        {asked.changes.length === 0 ? `${upperFirst(comparedFields)} are as they were.` : <>Changed: {asked.changes.map((change, place) => <span key={change}>{place > 0 && "; "}<Foreign text={change} maxLength={300} /></span>)}.</>}
      </>
    );
    default: return asked satisfies never;
  }
}

function upperFirst(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
