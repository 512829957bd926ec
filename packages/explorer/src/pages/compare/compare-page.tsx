import { PageHead } from "../../parts/page-head.tsx";

export function ComparePageView(): React.JSX.Element {
  return <PageHead title="ComparePageView" />;
}
