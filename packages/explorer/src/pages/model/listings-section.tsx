import { counted } from "../../format/numbers.ts";
import type { ModelPageListingsFragment } from "../../generated/types.ts";
import { FoldButton, useFold } from "../../parts/fold.tsx";
import { Section } from "../../parts/section.tsx";
import { DetailFields } from "./detail-fields.tsx";
import { ListingRow } from "./listing-row.tsx";
import rows from "./listing-row.module.css";
import styles from "./model-view.module.css";

/** Listings that are shown before somebody asks for more. */
const mostAtFirst = 5;

/** Where it is listed, the listing that gives the id first. */
export function ListingsSection({ listings: { nodes, totalCount } }: Pick<ModelPageListingsFragment, "listings">): React.JSX.Element {
  const fold = useFold(nodes, mostAtFirst);
  return (
    <Section id="listings" title="Where it is listed" aside={nodes.length < totalCount ? `the first ${nodes.length} of ${counted(totalCount, "listing")}` : counted(totalCount, "listing")}>
      <ul className={`plain ${rows.rows}`} ref={(list) => { fold.list.current = list; }}>
        {fold.shown.map((listing) => (
          <ListingRow key={listing.id} listing={listing}>
            {listing.details !== null && "fields" in listing.details && <DetailFields source={listing.source.title} fields={listing.details.fields} />}
          </ListingRow>
        ))}
      </ul>
      {fold.shown.length < fold.total && <div className={styles.note}><FoldButton fold={fold} what="listings" /></div>}
    </Section>
  );
}

/** Listings that may be the same model: shown apart, and nothing of them is among the model's values. */
export function CandidatesSection({ candidateListings }: Pick<ModelPageListingsFragment, "candidateListings">): React.JSX.Element | null {
  const fold = useFold(candidateListings, mostAtFirst);
  if (candidateListings.length === 0) return null;
  return (
    <Section id="candidates" title="May be the same, not joined" aside={counted(candidateListings.length, "listing")}>
      <p className="small muted">What speaks for each is not enough to join it. None of their values, prices or files is used on this page.</p>
      <ul className={`plain ${rows.rows}`} ref={(list) => { fold.list.current = list; }}>
        {fold.shown.map(({ listing, link }) => <ListingRow key={listing.id} listing={listing} link={link} isCandidate />)}
      </ul>
      {fold.shown.length < fold.total && <div className={styles.note}><FoldButton fold={fold} what="of them" /></div>}
    </Section>
  );
}
