import { PageHead } from "../../parts/page-head.tsx";

export function PoliciesPageView(): React.JSX.Element {
  return <PageHead title="PoliciesPageView" />;
}
