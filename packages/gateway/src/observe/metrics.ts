/** What a metric measures. */
export interface MetricDefinition<Label extends string = string> {
  /** Lower-case words joined by `_`, the unit last: `modeldex_source_call_seconds`. Counters end in `_total`. */
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  readonly labels: readonly Label[];
  /** How many sets of label values are told apart; the rest are counted together, each label as `other`. @default 1_000 */
  readonly most?: number;
}

export type Labels<Label extends string> = Readonly<Record<Label, string>>;

/** A value with its labels, as it is when somebody asks. */
export interface Reading<Label extends string = string> {
  readonly labels: Labels<Label>;
  readonly value: number;
}

/** Numbers about a running process, in the text format of Prometheus. Nothing is sent anywhere. */
export interface Metrics {
  /** @returns what adds to it; by 1 unless told otherwise. */
  counter<Label extends string>(definition: MetricDefinition<Label>): (labels: Labels<Label>, by?: number) => void;
  /** @returns what sets it. */
  gauge<Label extends string>(definition: MetricDefinition<Label>): (labels: Labels<Label>, value: number) => void;
  /** @returns what notes a duration in seconds. */
  histogram<Label extends string>(definition: MetricDefinition<Label>): (labels: Labels<Label>, seconds: number) => void;
  /** Values that are kept elsewhere. A reading that fails costs its own lines and is counted. */
  read<Label extends string>(type: "counter" | "gauge", definition: MetricDefinition<Label>, readings: () => readonly Reading<Label>[] | Promise<readonly Reading<Label>[]>): void;
  /** All of them, as text of the format 0.0.4. */
  text(): Promise<string>;
}

/** Upper bounds of the histograms' buckets, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Histogram {
  /** One for each bound, and one for what is above the last. */
  readonly counts: number[];
  sum: number;
}

export function createMetrics(): Metrics {
  const writers: (() => Promise<readonly string[]>)[] = [];
  let failed = 0;
  const add = (definition: MetricDefinition, type: string, samples: () => readonly string[] | Promise<readonly string[]>): void => {
    writers.push(async () => {
      const lines = await samples();
      return [`# HELP ${definition.name} ${escaped(definition.help, false)}`, `# TYPE ${definition.name} ${type}`, ...lines];
    });
  };
  return {
    counter: (definition) => {
      const { series, at } = seriesOf(definition, () => ({ value: 0 }));
      add(definition, "counter", () => [...series].map(([labels, { value }]) => sample(definition.name, labels, value)));
      return (labels, by = 1) => void (at(labels).value += by);
    },
    gauge: (definition) => {
      const { series, at } = seriesOf(definition, () => ({ value: 0 }));
      add(definition, "gauge", () => [...series].map(([labels, { value }]) => sample(definition.name, labels, value)));
      return (labels, value) => void (at(labels).value = value);
    },
    histogram: (definition) => {
      const { series, at } = seriesOf(definition, (): Histogram => ({ counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }));
      add(definition, "histogram", () => [...series].flatMap(([labels, histogram]) => histogramSamples(definition.name, labels, histogram)));
      return (labels, seconds) => {
        const histogram = at(labels);
        const bucket = bounds.findIndex((bound) => seconds <= bound);
        const place = bucket < 0 ? bounds.length : bucket;
        histogram.counts[place] = (histogram.counts[place] ?? 0) + 1;
        histogram.sum += seconds;
      };
    },
    read: (type, definition, readings) => {
      add(definition, type, async () => (await readings()).map(({ labels, value }) => sample(definition.name, labelText(definition.labels, labels), value)));
    },
    text: async () => {
      const written = await Promise.allSettled(writers.map((write) => write()));
      failed += written.filter(({ status }) => status === "rejected").length;
      const lines = written.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
      return `${[...lines, "# HELP modeldex_metrics_failures_total Readings of metrics that failed.", "# TYPE modeldex_metrics_failures_total counter", `modeldex_metrics_failures_total ${failed}`].join("\n")}\n`;
    },
  };
}

/** Values by the text of their labels. */
function seriesOf<Label extends string, Value>({ labels: names, most = 1_000 }: MetricDefinition<Label>, create: () => Value): { readonly series: ReadonlyMap<string, Value>; readonly at: (labels: Labels<Label>) => Value } {
  const series = new Map<string, Value>();
  const other = labelText(names, Object.fromEntries(names.map((name) => [name, "other"])));
  const at = (labels: Labels<Label>): Value => {
    const wanted = labelText(names, labels);
    const key = series.has(wanted) || series.size < most ? wanted : other;
    const known = series.get(key);
    if (known !== undefined) return known;
    const made = create();
    series.set(key, made);
    return made;
  };
  return { series, at };
}

function histogramSamples(name: string, labels: string, { counts, sum }: Histogram): readonly string[] {
  let below = 0;
  const buckets = counts.map((count, place) => {
    below += count;
    return sample(`${name}_bucket`, [labels, `le="${bounds[place] ?? "+Inf"}"`].filter((part) => part !== "").join(","), below);
  });
  return [...buckets, sample(`${name}_sum`, labels, sum), sample(`${name}_count`, labels, below)];
}

function sample(name: string, labels: string, value: number): string {
  return `${name}${labels === "" ? "" : `{${labels}}`} ${value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : value}`;
}

function labelText(names: readonly string[], labels: Readonly<Record<string, string>>): string {
  return names.map((name) => `${name}="${escaped(labels[name] ?? "", true)}"`).join(",");
}

function escaped(text: string, quoted: boolean): string {
  const lines = text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
  return quoted ? lines.replace(/"/g, '\\"') : lines;
}
