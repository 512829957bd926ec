import { useEffect, useState, useSyncExternalStore } from "react";
import { connection, lookAgain, onConnection } from "../client/connection.ts";
import type { Absence } from "../client/connection.ts";
import { Moment } from "../parts/moment.tsx";
import { useKeptFocus } from "../parts/use-kept-focus.ts";
import styles from "./connection-banner.module.css";

/** How long it is said that the endpoint is back. */
const backMs = 15_000;

/** Says that the endpoint cannot be reached, since when, and what goes on; then once that it is back; nothing while it answers. */
export function ConnectionBanner(): React.JSX.Element {
  const { lostAt, answeredAt, absence } = useSyncExternalStore(onConnection, connection);
  const [over, setOver] = useState<Absence>();
  const kept = useKeptFocus(() => document.getElementById("main"));
  useEffect(() => {
    if (absence === undefined) return undefined;
    const timer = setTimeout(() => setOver(absence), backMs);
    return () => clearTimeout(timer);
  }, [absence]);
  const isBack = absence !== undefined && absence !== over;
  return (
    <div className={`${styles.place} ${lostAt !== undefined ? styles.banner : isBack ? styles.back : ""}`} {...kept}>
      <div role="status" className={styles.said}>
        {lostAt !== undefined && (
          <p>
            <strong>The endpoint at {location.host} has not answered since <Moment at={lostAt.toISOString()} to="second" />.</strong>{" "}
            {answeredAt === undefined ? "Nothing has been loaded yet." : <>What you see was loaded by <Moment at={answeredAt.toISOString()} to="second" />, and stays.</>}{" "}
            It is looked for by itself, less and less often; what failed is then asked again. If it stays away, see whether the gateway runs.
          </p>
        )}
        {isBack && <p><strong>The endpoint at {location.host} answers again.</strong> It did not from <Moment at={absence.from.toISOString()} to="second" /> to <Moment at={absence.until.toISOString()} to="second" />; what failed is asked again.</p>}
      </div>
      {lostAt !== undefined && <TryNow />}
    </div>
  );
}

/** Looks for the endpoint at once, and says when it was not there. */
function TryNow(): React.JSX.Element {
  const [triedAt, setTriedAt] = useState<Date>();
  const look = async (): Promise<void> => {
    if (!(await lookAgain())) setTriedAt(new Date());
  };
  return (
    <div className={styles.try}>
      <button type="button" className="small" onClick={() => void look()}>Try now</button>
      <span role="status" className="small">{triedAt !== undefined && <>Not there at <time dateTime={triedAt.toISOString()}>{triedAt.toISOString().slice(11, 19)} UTC</time></>}</span>
    </div>
  );
}
