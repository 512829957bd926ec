import { PageHead } from "../../parts/page-head.tsx";

export function SourcesPageView(): React.JSX.Element {
  return <PageHead title="SourcesPageView" />;
}
