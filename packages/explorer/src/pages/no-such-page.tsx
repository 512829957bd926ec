import { Link } from "react-router";
import { PageHead } from "../parts/page-head.tsx";
import { paths } from "../paths.ts";

/** For an address that no page has. */
export function NoSuchPage(): React.JSX.Element {
  return (
    <PageHead title="No such page">
      <p>There is no page at <code>{location.pathname}</code>. <Link to={paths.search()}>Search for a model</Link>, or <Link to={paths.resolve()}>look up</Link> something that you copied elsewhere.</p>
    </PageHead>
  );
}
