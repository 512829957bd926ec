import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { Link, NavLink, useLocation } from "react-router";
import { paths } from "../paths.ts";
import { compareTray } from "../state/compare-tray.ts";
import { useList } from "../state/stored-list.ts";
import { pinList } from "../state/pin-list.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { FindBox } from "./find-box.tsx";
import styles from "./shell.module.css";
import { useSingleKeys } from "./single-keys.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

/** What stands around each page: skip link, box to find things, navigation, state of the endpoint. */
export function Shell({ children }: { readonly children: ReactNode }): React.JSX.Element {
  const compared = useList(compareTray);
  const pinned = useList(pinList);
  useSingleKeys();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    // After a change of page a screen reader goes on at its beginning, on the search page in the box; the first page begins where the browser begins.
    const start = pathname === paths.search() ? document.getElementById("find") : null;
    if (before.current !== pathname) (start ?? main.current)?.focus({ preventScroll: true });
    if (before.current !== pathname) scrollTo(0, 0);
    before.current = pathname;
  }, [pathname]);
  return (
    <>
      <a className={styles.skip} href="#main">Skip to the content</a>
      <header className={styles.header}>
        <Link className={styles.brand} to={paths.search()}><img src="/mark.svg" alt="" width="26" height="26" />Modeldex</Link>
        <FindBox />
        <nav className={styles.nav} aria-label="Pages">
          <NavLink to={paths.search()} end>Search</NavLink>
          <NavLink to={paths.resolve()}>Look up</NavLink>
          <NavLink to={compared.length === 0 ? paths.compare() : paths.compare(compared)}>Compare{compared.length > 0 && ` (${compared.length})`}</NavLink>
          <NavLink to={paths.pins()}>Pins{pinned.length > 0 && ` (${pinned.length})`}</NavLink>
          <NavLink to={paths.policies()}>Policies</NavLink>
          <NavLink to={paths.sources()}>Sources</NavLink>
          <a href="/graphiql">GraphiQL</a>
        </nav>
        <ThemeSwitch />
      </header>
      <ConnectionBanner />
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>{children}</main>
      <footer className={styles.footer}>
        <p className="small muted">This page asks <code>{location.origin}/graphql</code> and nothing else. What it shows are statements of sources and findings of checks, each with its date; it gives no score.</p>
      </footer>
    </>
  );
}
