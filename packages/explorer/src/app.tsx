import { lazy, Suspense } from "react";
import { BrowserRouter, Route, Routes, useLocation } from "react-router";
import { Shell } from "./shell/shell.tsx";
import { NoSuchPage } from "./pages/no-such-page.tsx";
import { SearchPageView } from "./pages/search/search-page.tsx";
import { BrokenPage } from "./parts/broken-page.tsx";
import { Loading } from "./parts/loading.tsx";

const ResolvePageView = lazy(async () => ({ default: (await import("./pages/resolve/resolve-page.tsx")).ResolvePageView }));
const ModelPageView = lazy(async () => ({ default: (await import("./pages/model/model-page.tsx")).ModelPageView }));
const TrustPageView = lazy(async () => ({ default: (await import("./pages/trust/trust-page.tsx")).TrustPageView }));
const ComparePageView = lazy(async () => ({ default: (await import("./pages/compare/compare-page.tsx")).ComparePageView }));
const PinsPageView = lazy(async () => ({ default: (await import("./pages/pins/pins-page.tsx")).PinsPageView }));
const PoliciesPageView = lazy(async () => ({ default: (await import("./pages/policies/policies-page.tsx")).PoliciesPageView }));
const PolicyEditorView = lazy(async () => ({ default: (await import("./pages/policies/policy-editor.tsx")).PolicyEditorView }));
const SourcesPageView = lazy(async () => ({ default: (await import("./pages/sources/sources-page.tsx")).SourcesPageView }));
const SourcePageView = lazy(async () => ({ default: (await import("./pages/sources/source-page.tsx")).SourcePageView }));

/** All pages of the explorer. */
export function App(): React.JSX.Element {
  return (
    <BrowserRouter>
      <Shell>
        <Pages />
      </Shell>
    </BrowserRouter>
  );
}

function Pages(): React.JSX.Element {
  const { pathname } = useLocation();
  return (
    <BrokenPage address={pathname}>
      <Suspense fallback={<Loading what="the page" />}>
        <Routes>
          <Route index element={<SearchPageView />} />
          <Route path="resolve" element={<ResolvePageView />} />
          <Route path="model/*" element={<ModelPageView />} />
          <Route path="trust/*" element={<TrustPageView />} />
          <Route path="compare" element={<ComparePageView />} />
          <Route path="pins" element={<PinsPageView />} />
          <Route path="policies" element={<PoliciesPageView />} />
          <Route path="policies/edit" element={<PolicyEditorView />} />
          <Route path="sources" element={<SourcesPageView />} />
          <Route path="sources/*" element={<SourcePageView />} />
          <Route path="*" element={<NoSuchPage />} />
        </Routes>
      </Suspense>
    </BrokenPage>
  );
}
