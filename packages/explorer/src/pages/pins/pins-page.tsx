import { useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { PinsPage } from "../../generated/pins-page.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { DriftCheck } from "./drift-check.tsx";
import { PinList } from "./pin-list.tsx";
import styles from "./pins-page.module.css";

/** What is to be pinned, the lock file of it, and whether an earlier lock file still holds. */
export function PinsPageView(): React.JSX.Element {
  const [query] = useSearchParams();
  const shared = [...new Set(query.getAll("ref").map((text) => text.trim()).filter((text) => text !== ""))];
  const { data, error, again } = useAnswer(PinsPage, {});
  const policies = data?.policies ?? [];
  return (
    <div className={styles.page}>
      <PageHead title="Pins">
        <p>A pin says which model somebody chose, at which immutable state, and on which evidence. {shared.length === 0 ? "This list is kept in this browser, and nowhere else." : "This list comes from the address of the page."} The gateway stores nothing: what you make here is yours to download.</p>
      </PageHead>
      {error !== undefined && <AnswerProblem error={error} again={again} />}
      <PinList shared={shared} policies={policies} />
      <Section id="check" title="Does a lock file still hold?"><DriftCheck policies={policies} /></Section>
      <details className="card">
        <summary>What a lock file does not protect from</summary>
        <ul>
          <li>An edit on purpose: its integrity is a digest, not a signature. Keep it where changes are reviewed.</li>
          <li>Bytes that nobody looked at: digests are those that the source states. Hold what you download against them.</li>
          <li>A model that was bad when it was pinned: it says what was known then.</li>
          <li>What an endpoint serves: whether a service runs the pinned weights cannot be seen from outside.</li>
          <li>Powers that are not visible: a hub does not show who may write to a repository.</li>
        </ul>
      </details>
    </div>
  );
}
