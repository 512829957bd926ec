import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { CopyButton } from "../../parts/copy.tsx";
import { EverywhereButton } from "../../parts/everywhere-button.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { SaveButton } from "../../parts/save-button.tsx";
import { paths } from "../../paths.ts";
import { policyFile, readPolicyFile } from "../../policy/policy-file.ts";
import { parsePolicyParam, policyParam } from "../../policy/policy-param.ts";
import { readRules } from "../../policy/read-rules.ts";
import { ownPolicies } from "../../state/own-policies.ts";
import { policyEverywhere } from "../../state/policy-everywhere.ts";
import { useList } from "../../state/stored-list.ts";
import styles from "./policies-page.module.css";
import { PolicyCard } from "./policy-card.tsx";

/** One's own policies: to edit, to give away, to delete and to take up from a file. */
export function OwnPolicies(): React.JSX.Element {
  const kept = useList(ownPolicies);
  const navigate = useNavigate();
  const [deleted, setDeleted] = useState<{ readonly text: string; readonly wasUsed: boolean } | undefined>(undefined);
  const [said, setSaid] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const remove = (text: string, title: string): void => {
    ownPolicies.change(ownPolicies.items().filter((each) => each !== text));
    const wasUsed = policyEverywhere.items().includes(text);
    if (wasUsed) policyEverywhere.change([]);
    setDeleted({ text, wasUsed });
    setSaid(`Deleted: ${title}.${wasUsed ? " It was used everywhere here; the usual policy is again." : ""}`);
  };
  const undo = (): void => {
    if (deleted !== undefined) ownPolicies.change([...ownPolicies.items(), deleted.text]);
    if (deleted?.wasUsed === true) policyEverywhere.change([deleted.text]);
    setDeleted(undefined);
    setSaid("It is back.");
  };
  const takeUp = async (chosen: File): Promise<void> => {
    const read = readPolicyFile(await chosen.text());
    if (typeof read === "string") return setSaid(`${chosen.name} was not taken: ${read}`);
    const { rules, problems } = readRules(read.rules);
    if (problems[0] !== undefined) return setSaid(`${chosen.name} was not taken: ${problems[0].path}: ${problems[0].sentence}`);
    ownPolicies.change([...ownPolicies.items(), policyParam({ kind: "own", title: read.title, rules })]);
    return setSaid(`${read.title} is kept in this browser now.`);
  };
  return (
    <div className="stack">
      <p className={styles.lead}>Nobody else knows a policy of your own: it is in the address of a page that uses it, and in this browser. The endpoint names it by its digest, and exceptions that the operator made never count for it.</p>
      <div className="row">
        <Link className="button primary" to={paths.policy(policyParam({ kind: "own", title: "My policy", rules: [] }))}>Write a new policy</Link>
        <button type="button" onClick={() => file.current?.click()}>Take one from a file</button>
        <input ref={file} type="file" accept="application/json,.json" hidden aria-label="A policy as JSON" onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen !== undefined) void takeUp(chosen);
          target.value = "";
        }} />
        <span role="status" className="small"><Foreign text={said} maxLength={400} /></span>
        {deleted !== undefined && <button type="button" className="small" onClick={undo}>Undo</button>}
      </div>
      {kept.length === 0 && <p>You have none yet. Begin with a copy of one of the gateway: each has a button for it.</p>}
      {kept.map((text, index) => {
        const policy = parsePolicyParam(text);
        if (policy?.kind !== "own") return <div key={text} className="card">One that cannot be read. <button type="button" className="small" onClick={() => remove(text, "one that could not be read")}>Delete</button></div>;
        const copied = policyParam({ ...policy, title: `${policy.title} (copy)` });
        return (
          <PolicyCard
            key={text}
            id={`own-${index + 1}`}
            title={policy.title}
            definitions={policy.rules}
            facts={null}
            actions={<>
              <EverywhereButton policy={policy} title={policy.title} />
              <Link className="button small" to={paths.policy(text)}>Edit</Link>
              <button type="button" className="small" onClick={() => void navigate(paths.policy(copied))}>Edit a copy</button>
              <SharedLink text={text} title={policy.title} />
              <SaveButton name={`${policy.title}.json`} text={policyFile(policy)}>Download as JSON</SaveButton>
              <button type="button" className="small" onClick={() => remove(text, policy.title)}>Delete<span className="only-heard"> <Foreign text={policy.title} /></span></button>
            </>}
          />
        );
      })}
    </div>
  );
}

function SharedLink({ text, title }: { readonly text: string; readonly title: string }): React.JSX.Element {
  return <span className="row small">Link to share <CopyButton text={new URL(paths.policy(text), location.href).href} what={`the link to ${title}`} /></span>;
}
