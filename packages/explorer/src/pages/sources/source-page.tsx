import { PageHead } from "../../parts/page-head.tsx";

export function SourcePageView(): React.JSX.Element {
  return <PageHead title="SourcePageView" />;
}
