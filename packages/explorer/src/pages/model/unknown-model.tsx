import { Link } from "react-router";
import { Foreign } from "../../parts/foreign.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Problem } from "../../parts/problem.tsx";
import { paths } from "../../paths.ts";

/** For an id that leads to no stored model: what that does not say, and where to go on. */
export function UnknownModel({ id }: { readonly id?: string }): React.JSX.Element {
  if (id === undefined) {
    return (
      <div className="stack">
        <PageHead title="No model is named" />
        <Problem title="This address names no model" tone="plain">
          <p>A model's address is <code>/model/</code> and its id, such as <Link to={paths.model("hf:openai/whisper-large-v3")}><code>/model/hf:openai/whisper-large-v3</code></Link>.</p>
          <p><Link to={paths.search()}>Search for a model</Link></p>
        </Problem>
      </div>
    );
  }
  const nativeId = id.includes(":") ? id.slice(id.indexOf(":") + 1) : id;
  return (
    <div className="stack">
      <PageHead title={`No model ${id}`} heading="No stored model has this id" />
      <Problem title="It is not in this catalog" tone="caution">
        <p className="mono"><Foreign text={id} /></p>
        <p>That does not say that there is no such model: its source may not have been asked, may not have answered, or may hide it from this gateway.</p>
        <ul>
          <li><Link to={paths.resolve(id)}>Look it up</Link>: the sources that could know it are asked, and what each said is shown.</li>
          <li><Link to={paths.search({ q: nativeId })}>Search for models called alike</Link></li>
        </ul>
      </Problem>
    </div>
  );
}
