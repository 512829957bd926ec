import { Link } from "react-router";
import { paths } from "../../paths.ts";

const pairs = [["hf:meta-llama/Llama-3.1-8B-Instruct", "hf:Qwen/Qwen3-8B"], ["openai/whisper-large-v3", "openai/whisper-large-v3-turbo"], ["BAAI/bge-m3", "intfloat/multilingual-e5-large"]] as const;

/** What the page is for, and where to begin. */
export function NothingChosen(): React.JSX.Element {
  return (
    <div className="card">
      <p>Two to eight models, attribute by attribute: what differs, what is not known, what their listings disagree on, and a plot of reported results and of price against size. Nothing is added up to a score.</p>
      <p>Add models above, or choose them in a <Link to={paths.search()}>search</Link>. To try it:</p>
      <ul>{pairs.map((pair) => <li key={pair.join()}><Link to={paths.compare(pair)}>{pair.join(" and ")}</Link></li>)}</ul>
    </div>
  );
}
