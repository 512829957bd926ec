import { PageHead } from "../../parts/page-head.tsx";

export function PolicyEditorView(): React.JSX.Element {
  return <PageHead title="PolicyEditorView" />;
}
