import { Foreign } from "../../parts/foreign.tsx";
import { lanesOf } from "../../plot/lanes.ts";
import { scaleOf } from "../../plot/scale.ts";
import type { Column } from "./columns.ts";
import type { DrawnBenchmark, DrawnResult } from "./results.ts";
import styles from "./plots.module.css";

const radius = 10;
const laneHeight = 22;
const margin = 24;

/** The results of one benchmark on a line. */
export function ResultStrip({ benchmark: { label, measure, unit, results, without }, columns, width }: { readonly benchmark: DrawnBenchmark; readonly columns: readonly Column[]; readonly width: number }): React.JSX.Element {
  const isPercent = unit === "%" && results.every(({ value }) => value >= 0 && value <= 100);
  const scale = scaleOf(results.map(({ value }) => value), { range: [margin, Math.max(margin + 40, width - margin)], mostTicks: width < 500 ? 4 : 7, ...(isPercent && { domain: [0, 100] as const }) });
  const places = results.map(({ value }) => scale.at(value));
  const lanes = lanesOf(places, 2 * radius + 2);
  const axis = (Math.max(...lanes) + 1) * laneHeight + 4;
  const named = (column: number): string => `${columns[column]?.letter ?? "?"} ${columns[column]?.model.name ?? ""}`;
  return (
    <div className={styles.strip}>
      <div className={styles.stripHead}>
        <strong><Foreign text={label} maxLength={80} /></strong>{" "}
        <span className="small muted">
          {measure === undefined ? "how it was measured: not stated alike" : <Foreign text={measure} maxLength={120} />}, {unit === undefined ? "unit not stated" : <Foreign text={unit} maxLength={20} />}{scale.kind === "log" && ", logarithmic scale"}
          {without.length > 0 && `; no number known of ${without.map((column) => columns[column]?.letter ?? "?").join(", ")}`}
        </span>
      </div>
      <svg className={styles.svg} role="img" aria-label={`${label.slice(0, 80)}: ${results.map(({ column, text }) => `${named(column)} ${text}`).join("; ").slice(0, 600)}`} width={width} height={axis + 22} viewBox={`0 0 ${width} ${axis + 22}`}>
        <line className={styles.axis} x1={scale.at(scale.domain[0])} x2={scale.at(scale.domain[1])} y1={axis} y2={axis} />
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={scale.at(tick)} x2={scale.at(tick)} y1={0} y2={axis + 4} />
            <text className={styles.tick} x={scale.at(tick)} y={axis + 17} textAnchor="middle">{tickText(tick)}</text>
          </g>
        ))}
        {results.map((result, at) => <Dot key={result.column} result={result} letter={columns[result.column]?.letter ?? "?"} x={places[at] ?? 0} y={axis - 14 - (lanes[at] ?? 0) * laneHeight} title={`${named(result.column)}: ${result.text}`} />)}
      </svg>
    </div>
  );
}

function Dot({ result: { author }, letter, x, y, title }: { readonly result: DrawnResult; readonly letter: string; readonly x: number; readonly y: number; readonly title: string }): React.JSX.Element {
  const isFilled = author !== undefined && author !== "PUBLISHER";
  return (
    <g>
      <title>{title.slice(0, 300)}</title>
      <circle className={isFilled ? styles.filled : styles.hollow} cx={x} cy={y} r={radius} />
      <text className={isFilled ? styles.onFilled : styles.onHollow} x={x} y={y + 4.5} textAnchor="middle">{letter}</text>
    </g>
  );
}

function tickText(value: number): string {
  return new Intl.NumberFormat("en-US", { notation: Math.abs(value) >= 100_000 ? "compact" : "standard", maximumSignificantDigits: 6 }).format(value);
}
