import { short, usd } from "../../format/numbers.ts";
import type { ComparePageRowFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { useParam } from "../../parts/use-param.ts";
import { placeLabels } from "../../plot/place-labels.ts";
import { scaleOf } from "../../plot/scale.ts";
import { useWidth } from "../../plot/use-width.ts";
import type { Column } from "./columns.ts";
import { priceAndSize } from "./price-size.ts";
import type { PricedModel, PriceAndSize, PriceSide } from "./price-size.ts";
import styles from "./plots.module.css";

const height = 340;
const left = 62;
const bottom = 46;

/** Price against size, with the same numbers as a table; models that lack one are named beside it. */
export function PriceSizePlot({ rows, columns }: { readonly rows: readonly ComparePageRowFragment[]; readonly columns: readonly Column[] }): React.JSX.Element {
  const [param, setParam] = useParam("price");
  const side: PriceSide = param === "input" ? "input" : "output";
  const { ref, width } = useWidth(640);
  const both = priceAndSize(rows, side);
  return (
    <>
      <fieldset className={styles.sides}>
        <legend className="only-heard">Which price</legend>
        {(["output", "input"] as const).map((each) => <label key={each}><input type="radio" name="price-side" checked={side === each} onChange={() => setParam(each === "output" ? undefined : each)} /> Price of {each}</label>)}
      </fieldset>
      <div ref={ref}>
        {both.points.length === 0 ? <p>Of none of these models both the price of {side} and the number of parameters are known.</p> : <Picture points={both.points} columns={columns} side={side} width={width} />}
      </div>
      <Missing missing={both.missing} columns={columns} side={side} />
      {both.points.length > 0 && <details className={styles.asTable}><summary>The same numbers as a table</summary><PriceTable points={both.points} columns={columns} side={side} /></details>}
    </>
  );
}

interface PictureProps {
  readonly points: readonly PricedModel[];
  readonly columns: readonly Column[];
  readonly side: PriceSide;
  readonly width: number;
}

function Picture({ points, columns, side, width }: PictureProps): React.JSX.Element {
  const x = scaleOf(points.map(({ parameters }) => parameters), { range: [left + 8, Math.max(left + 60, width - 16)], mostTicks: width < 500 ? 4 : 7 });
  const y = scaleOf(points.map(({ price }) => price), { range: [height - bottom, 16] });
  const mostLetters = width < 500 ? 16 : 40;
  const texts = points.map(({ column }) => `${columns[column]?.letter ?? "?"} ${shortened(columns[column]?.model.name ?? "", mostLetters)}`);
  const labels = placeLabels(
    points.map(({ parameters, price }, at) => ({ x: x.at(parameters), y: y.at(price), width: 8 + (texts[at] ?? "").length * 7.2, height: 18 })),
    { x: left, y: 4, width: width - left - 4, height: height - bottom - 8 },
  );
  const kinds = `Parameters on ${scaleText(x.kind)} scale, price on ${scaleText(y.kind)} scale`;
  return (
    <>
      <p className="small muted">{kinds}. The price is that of the cheapest offer that is known, in USD for a million tokens of {side}.</p>
      <svg className={styles.svg} role="img" aria-label={`Price of ${side} against parameters. ${points.map(({ column, parametersText, priceText }) => `${columns[column]?.model.name ?? ""}: ${parametersText} parameters, ${priceText} USD`).join("; ").slice(0, 900)}`} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {y.ticks.map((tick) => <g key={tick}><line className={styles.grid} x1={left} x2={width - 8} y1={y.at(tick)} y2={y.at(tick)} /><text className={styles.tick} x={left - 6} y={y.at(tick) + 4} textAnchor="end">{usd(tick)}</text></g>)}
        {x.ticks.map((tick) => <g key={tick}><line className={styles.grid} x1={x.at(tick)} x2={x.at(tick)} y1={12} y2={height - bottom} /><text className={styles.tick} x={x.at(tick)} y={height - bottom + 16} textAnchor="middle">{short(tick)}</text></g>)}
        <line className={styles.axis} x1={left} x2={width - 8} y1={height - bottom} y2={height - bottom} />
        <line className={styles.axis} x1={left} x2={left} y1={12} y2={height - bottom} />
        <text className={styles.name} x={width - 8} y={height - 8} textAnchor="end">parameters</text>
        {points.map((point, at) => {
          const label = labels[at];
          const [cx, cy] = [x.at(point.parameters), y.at(point.price)];
          return (
            <g key={point.column}>
              {label?.needsLine === true && <line className={styles.leader} x1={cx} y1={cy} x2={Math.max(label.x, Math.min(cx, label.x + label.width))} y2={label.y + label.height / 2} />}
              <circle className={styles.filled} cx={cx} cy={cy} r={6} />
              {label !== undefined && <text className={styles.label} x={label.x + label.width / 2 < cx ? label.x + label.width - 2 : label.x + 2} y={label.y + 13} textAnchor={label.x + label.width / 2 < cx ? "end" : "start"}>{texts[at]}</text>}
            </g>
          );
        })}
      </svg>
    </>
  );
}

function Missing({ missing, columns, side }: { readonly missing: PriceAndSize["missing"]; readonly columns: readonly Column[]; readonly side: PriceSide }): React.JSX.Element | null {
  if (missing.length === 0) return null;
  return (
    <>
      <p>Without a place in the picture:</p>
      <ul>
        {missing.map(({ column, lacks, known }) => (
          <li key={column}><span className={styles.letter}>{columns[column]?.letter}</span> <Foreign text={columns[column]?.model.name ?? ""} maxLength={80} />: {lacks === "both" ? `neither its size nor its price of ${side} is known` : lacks === "price" ? `its price of ${side} is not known, or it is not sold by token; it has ${known ?? "?"} parameters` : `its size is not known; its price of ${side} is ${known ?? "?"} USD per million tokens`}.</li>
        ))}
      </ul>
    </>
  );
}

function PriceTable({ points, columns, side }: Omit<PictureProps, "width">): React.JSX.Element {
  return (
    <table>
      <caption className="only-heard">Price of {side} and parameters</caption>
      <thead><tr><th scope="col">Model</th><th scope="col">Parameters</th><th scope="col">USD per million tokens of {side}</th></tr></thead>
      <tbody>{points.map(({ column, parametersText, priceText }) => <tr key={column}><th scope="row">{columns[column]?.letter} <Foreign text={columns[column]?.model.name ?? ""} maxLength={80} /></th><td><Foreign text={parametersText} /></td><td><Foreign text={priceText} /></td></tr>)}</tbody>
    </table>
  );
}

function scaleText(kind: "linear" | "log"): string {
  return kind === "log" ? "a logarithmic" : "a linear";
}

/** A foreign name as a label: without what cannot be seen, and not longer than its place. */
function shortened(name: string, most: number): string {
  const seen = [...name.replaceAll(/[\p{Cc}\p{Cf}]/gu, "")];
  return seen.length <= most ? seen.join("") : `${seen.slice(0, most - 1).join("")}…`;
}
