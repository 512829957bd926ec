import type { ModelPageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { leadsHere } from "./leads-here.ts";
import styles from "./model-view.module.css";

export interface MovedNoticeProps {
  /** The id of the address. */
  readonly asked: string;
  readonly model: NonNullable<ModelPageQuery["model"]>;
  readonly moved: ModelPageQuery["moved"];
}

/** Says how an id that is not the model's own leads here. */
export function MovedNotice({ asked, model, moved }: MovedNoticeProps): React.JSX.Element | null {
  const way = leadsHere(asked, model, moved?.nodes ?? []);
  switch (way.kind) {
    case "own": return null;
    case "listing": return <p className={styles.moved}>Opened by its listing at {way.source}, <code><Foreign text={asked} maxLength={200} /></code>. The model has the id <code><Foreign text={model.id} maxLength={200} /></code>.</p>;
    case "other": return (
      <p className={styles.moved}>
        {way.change === undefined
          ? <><code><Foreign text={asked} maxLength={200} /></code> leads here: this model has the id <code><Foreign text={model.id} maxLength={200} /></code>. Whether it was renamed, or has several names at its source, the latest changes do not say.</>
          : <><Foreign text={way.change.statement} maxLength={400} /> Noticed <Moment at={way.change.at} />. The old address goes on working.</>}
      </p>
    );
    default: return way satisfies never;
  }
}
