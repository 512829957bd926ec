import type { SourcePageQuery } from "../../generated/types.ts";
import { Command } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { runInWords } from "../../words/source-facts.ts";

/** What a reader should know of a source before all else: that it does not answer, was never asked, or that its harvest waits. */
export function SourceNotice({ source: { id, capabilities, status, coverage, trust } }: { readonly source: NonNullable<SourcePageQuery["source"]> }): React.JSX.Element {
  const { running } = coverage;
  return (
    <>
      {status.state === "DOWN" && <Problem tone="caution" title="It does not answer"><p>What is stored of it here is still shown, each fact with its date. Searches and checks that would ask it go without it.</p></Problem>}
      {status.state === "DISABLED" && trust !== null && <Problem tone="plain" title="It is switched off here"><p>Whoever runs this gateway has switched it off, so it is not asked. What is stored of it is still shown, each fact with its date.</p></Problem>}
      {status.state === "NEVER_ASKED" && (
        <Problem tone="plain" title="It was never asked">
          <p>This gateway has not asked it since it was set up, so nothing can be said of how it does. {capabilities.includes("LIST") ? "Whoever runs the gateway reads its list with this command:" : "It gives no list to read; it is asked when somebody looks up an entry of it."}</p>
          {capabilities.includes("LIST") && <Command text={`modeldex harvest ${id}`} what="the command" />}
        </Problem>
      )}
      {trust === null && <Problem tone="caution" title="The configuration no longer names it"><p>It is not asked any more, and nothing is checked of it. What is stored of it is still shown, each fact with its date.</p></Problem>}
      {running !== null && running.heldBackBecause !== null && (
        <Problem tone="caution" title="Its harvest waits for the operator of this gateway">
          <p><Foreign text={running.heldBackBecause} maxLength={600} /></p>
          <p>It began <Moment at={running.startedAt} to="minute" withAge />; {runInWords(running)}. Until it is released, what was known before stays. Whoever runs the gateway looks at it first, and then takes it over with this command:</p>
          <Command text={`modeldex harvest ${id} --force`} what="the command" />
        </Problem>
      )}
    </>
  );
}
