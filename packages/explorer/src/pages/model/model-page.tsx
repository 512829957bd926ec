import { PageHead } from "../../parts/page-head.tsx";

export function ModelPageView(): React.JSX.Element {
  return <PageHead title="ModelPageView" />;
}
