import { Link } from "react-router";
import { paths } from "../paths.ts";
import { Digest } from "./copy.tsx";
import styles from "./file-digest.module.css";
import { Foreign } from "./foreign.tsx";
import { isFileDigest } from "./is-file-digest.ts";

export interface FileDigestProps {
  /** `sha256:…`, `git-sha1:…`, or what else a source states. */
  readonly value: string;
  /** What the copy button copies: `the sha256 of model.safetensors`. */
  readonly what: string;
  /** The file, for a screen reader, where several links of the kind stand together. */
  readonly file?: string;
}

/** The digest of a file, which leads to who else has that file, where the endpoint can be asked by it. */
export function FileDigest({ value, what, file }: FileDigestProps): React.JSX.Element {
  return (
    <span>
      <Digest value={value} what={what} />
      {isFileDigest(value) && <> <Link className={`small ${styles.link}`} to={paths.resolve(value)}>who else has it<span className="only-heard">{file !== undefined && <>: <Foreign text={file} />,</>} by {value.slice(0, value.indexOf(":"))}</span></Link></>}
    </span>
  );
}
