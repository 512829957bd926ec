import { PageHead } from "../../parts/page-head.tsx";

export function TrustPageView(): React.JSX.Element {
  return <PageHead title="TrustPageView" />;
}
