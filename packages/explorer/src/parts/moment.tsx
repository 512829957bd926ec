import { duration } from "../format/numbers.ts";
import styles from "./moment.module.css";

export interface MomentProps {
  /** RFC 3339. */
  readonly at: string;
  /** How exactly it is shown; all of it is in its title. @default "day" */
  readonly to?: "day" | "minute" | "second";
  /** Adds how long ago it was. @default false */
  readonly withAge?: boolean;
}

/** A point in time, in UTC. */
export function Moment({ at, to = "day", withAge = false }: MomentProps): React.JSX.Element {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return <span>a time that cannot be read</span>;
  const iso = new Date(time).toISOString();
  const text = to === "day" ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, to === "minute" ? 16 : 19)} UTC`;
  const seconds = (Date.now() - time) / 1000;
  return <time dateTime={iso} title={`${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`}><span className={styles.date}>{text}</span>{withAge && ` (${seconds >= 0 ? `${duration(seconds)} ago` : `in ${duration(-seconds)}`})`}</time>;
}
