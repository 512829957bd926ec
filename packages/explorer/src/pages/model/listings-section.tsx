import { counted } from "../../format/numbers.ts";
import type { ModelPageListingsFragment } from "../../generated/types.ts";
import { Section } from "../../parts/section.tsx";
import { DetailFields } from "./detail-fields.tsx";
import { ListingCard } from "./listing-card.tsx";
import { MoreOf } from "./more-of.tsx";
import styles from "./model-view.module.css";

/** Where it is listed, the listing that gives the id first. */
export function ListingsSection({ listings }: Pick<ModelPageListingsFragment, "listings">): React.JSX.Element {
  const { nodes, totalCount } = listings;
  return (
    <Section id="listings" title="Where it is listed" aside={nodes.length < totalCount ? `the first ${nodes.length} of ${counted(totalCount, "listing")}` : counted(totalCount, "listing")}>
      <ul className={`plain ${styles.cards}`}>
        <MoreOf most={6} what="listings">
          {nodes.map((listing) => (
            <ListingCard key={listing.id} listing={listing}>
              {listing.details !== null && "fields" in listing.details && <DetailFields source={listing.source.title} fields={listing.details.fields} />}
            </ListingCard>
          ))}
        </MoreOf>
      </ul>
    </Section>
  );
}

/** Listings that may be the same model: shown apart, and nothing of them is among the model's values. */
export function CandidatesSection({ candidateListings }: Pick<ModelPageListingsFragment, "candidateListings">): React.JSX.Element | null {
  if (candidateListings.length === 0) return null;
  return (
    <Section id="candidates" title="May be the same, not joined" aside={counted(candidateListings.length, "listing")}>
      <p className="small muted">What speaks for each is stated below; it is not enough to join it. None of their values, prices or files is used on this page.</p>
      <ul className={`plain ${styles.cards}`}>
        {candidateListings.map(({ listing, link }) => <ListingCard key={listing.id} listing={listing} link={link} isCandidate />)}
      </ul>
    </Section>
  );
}
