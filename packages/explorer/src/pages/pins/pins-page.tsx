import { PageHead } from "../../parts/page-head.tsx";

export function PinsPageView(): React.JSX.Element {
  return <PageHead title="PinsPageView" />;
}
