export interface ForeignProps {
  /** Anything that a source, a publisher or a contract wrote. */
  readonly text: string;
  /** Letters that are shown; the rest is behind a button. @default 200 */
  readonly maxLength?: number;
  /** Keeps line breaks. @default false */
  readonly multiline?: boolean;
}

/** Foreign text: never HTML, held apart from the direction of the text around it, with what cannot be seen marked. Each foreign text on a page goes through this. */
export function Foreign({ text }: ForeignProps): React.JSX.Element {
  return <bdi>{text}</bdi>;
}
