import { useLocation } from "react-router";
import type { ClaimRowFragment } from "../generated/types.ts";
import { claimAnchor } from "./claim-anchor.ts";
import { ClaimList } from "./claim-view.tsx";
import { FoldButton, useFold } from "./fold.tsx";

/** Claims that are shown before somebody asks for more. */
const mostAtFirst = 5;

/** Claims on one question, the first ones at first; all of them where the address names one of the later. */
export function FoldedClaims({ claims }: { readonly claims: readonly ClaimRowFragment[] }): React.JSX.Element {
  const { hash } = useLocation();
  const fold = useFold(claims, mostAtFirst);
  const isLinked = claims.slice(fold.shown.length).some(({ id }) => hash === `#${claimAnchor(id)}`);
  if (isLinked) return <ClaimList claims={claims} />;
  return (
    <div className="stack">
      <ClaimList claims={fold.shown} list={fold.list} />
      <FoldButton fold={fold} what="claims" />
    </div>
  );
}
