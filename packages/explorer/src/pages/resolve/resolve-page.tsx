import { PageHead } from "../../parts/page-head.tsx";

export function ResolvePageView(): React.JSX.Element {
  return <PageHead title="ResolvePageView" />;
}
