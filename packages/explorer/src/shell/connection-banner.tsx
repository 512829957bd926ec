import { useSyncExternalStore } from "react";
import { connection, lookAgain, onConnection } from "../client/connection.ts";
import { Moment } from "../parts/moment.tsx";
import styles from "./connection-banner.module.css";

/** Says that the endpoint cannot be reached, since when, and what goes on; nothing while it answers. */
export function ConnectionBanner(): React.JSX.Element {
  const { lostAt, answeredAt } = useSyncExternalStore(onConnection, connection);
  return (
    <div role="status" className={styles.place}>
      {lostAt !== undefined && (
        <div className={styles.banner}>
          <p>
            <strong>The endpoint at {location.host} has not answered since <Moment at={lostAt.toISOString()} to="second" />.</strong>{" "}
            {answeredAt === undefined ? "Nothing has been loaded yet." : <>What you see was loaded by <Moment at={answeredAt.toISOString()} to="second" />, and stays.</>}{" "}
            It is looked for every three seconds; what failed is then asked again. If it stays away, see whether the gateway runs.
          </p>
          <button type="button" className="small" onClick={() => void lookAgain()}>Look now</button>
        </div>
      )}
    </div>
  );
}
