import { useState } from "react";
import { Link } from "react-router";
import { CopyButton } from "../../parts/copy.tsx";
import { EverywhereButton } from "../../parts/everywhere-button.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { SaveButton } from "../../parts/save-button.tsx";
import { count } from "../../format/numbers.ts";
import { paths } from "../../paths.ts";
import { policyFile, readPolicyFile } from "../../policy/policy-file.ts";
import type { PolicyDraft } from "../../policy/policy-file.ts";
import { mostPolicyLetters, policyLetters, policyParam } from "../../policy/policy-param.ts";
import type { ChosenPolicy } from "../../policy/policy-param.ts";
import { ownPolicies } from "../../state/own-policies.ts";
import { policyEverywhere } from "../../state/policy-everywhere.ts";
import { useList } from "../../state/stored-list.ts";
import styles from "./policy-editor.module.css";

export interface SaveBarProps {
  readonly policy: Extract<ChosenPolicy, { readonly kind: "own" }>;
  readonly fits: boolean;
  readonly hasMistakes: boolean;
  readonly onUpload: (draft: PolicyDraft) => void;
}

/** Keeps a policy in this browser, gives it away as a link or a file, and takes one from a file. */
export function SaveBar({ policy, fits, hasMistakes, onUpload }: SaveBarProps): React.JSX.Element {
  const kept = useList(ownPolicies);
  const param = policyParam(policy);
  const [origin, setOrigin] = useState(param);
  const [said, setSaid] = useState("");
  const isKept = kept.includes(param);
  const isChanged = !isKept && kept.includes(origin);
  const save = (replaces: boolean): void => {
    ownPolicies.change([...ownPolicies.items().filter((each) => !replaces || each !== origin), param]);
    // What is used everywhere goes on being this policy.
    if (replaces && policyEverywhere.items().includes(origin)) policyEverywhere.change([param]);
    setOrigin(param);
    setSaid("Kept in this browser.");
  };
  const upload = async (file: File): Promise<void> => {
    const read = readPolicyFile(await file.text());
    setSaid(typeof read === "string" ? `${file.name} was not taken: ${read}` : `${file.name} was taken up.`);
    if (typeof read !== "string") onUpload(read);
  };
  return (
    <div className="stack">
      <div className="row">
        <button type="button" className="primary" disabled={isKept || hasMistakes || !fits} onClick={() => save(isChanged)}>{isKept ? "Kept in this browser" : isChanged ? "Save the changes" : "Save in this browser"}</button>
        {isChanged && <button type="button" disabled={hasMistakes || !fits} onClick={() => save(false)}>Save as another</button>}
        {isKept && <EverywhereButton policy={policy} />}
        {fits && <span className="row small">Link to share <CopyButton text={new URL(paths.policy(param), location.href).href} what="the link to this policy" /></span>}
        <SaveButton name={`${policy.title}.json`} text={policyFile(policy)}>Download as JSON</SaveButton>
        <label className={`button small ${styles.upload}`}>Take one from a file<input type="file" className="only-heard" accept="application/json,.json" onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) void upload(file);
          target.value = "";
        }} /></label>
        <Link to={paths.policies()}>All policies</Link>
        <span role="status" className="small"><Foreign text={said} maxLength={300} /></span>
      </div>
      {hasMistakes && !isKept && <p className="small muted">It can be saved when the mistakes are mended. Until then the address holds the draft.</p>}
      {!fits && <p className={styles.wrong}>This policy takes {count(policyLetters(policy))} letters; at most {count(mostPolicyLetters)} fit into an address, so the address keeps an older state, and it can be neither shared by a link nor tried here. Download it as JSON to keep it, or shorten its explanations and remedies; whoever runs a gateway can put it into the configuration.</p>}
    </div>
  );
}
