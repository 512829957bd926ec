import { useEffect } from "react";
import type { ReactNode } from "react";

export interface PageHeadProps {
  /** Name of the page in the window's title. */
  readonly title: string;
  /** The heading; the title without it. */
  readonly heading?: ReactNode;
  readonly children?: ReactNode;
}

/** The heading of a page, and the title of the window. Each page has exactly one. */
export function PageHead({ title, heading = title, children }: PageHeadProps): React.JSX.Element {
  useEffect(() => {
    // Control characters in a foreign name would turn the title of the window round.
    document.title = `${title.replaceAll(/[\p{Cc}\p{Cf}]/gu, "").slice(0, 120)} · Modeldex`;
  }, [title]);
  return <div className="stack"><h1>{heading}</h1>{children}</div>;
}
