import type { ReactNode } from "react";

/** A link to another site, which a source named: only http and https are followed, and its host is said. Without a good address, the text alone. */
export function Outside({ href, children }: { readonly href: string | null; readonly children: ReactNode }): React.JSX.Element {
  const url = href === null ? null : URL.parse(href);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return <>{children}</>;
  return <a href={url.href} rel="noopener noreferrer nofollow" target="_blank" title={`Opens ${url.host}`}>{children}<span aria-hidden="true"> ↗</span><span className="only-heard"> (opens {url.host} in a new window)</span></a>;
}
