import type { Evaluation } from "@modeldex/plugin-kit";

/** Range of a metric; a share is reported as 0.87 or as 87. */
interface Range {
  readonly least: number;
  readonly most: number;
}

/** Shares: from 0 to 1, or in percent. */
const shares = /^(?:acc(?:uracy)?|acc[_ ]norm|(?:cos|dot|max|balanced|top[-_ ]?\d)[-_ ]?accuracy|exact[_ ]match|em|f1|f1[-_ ]?(?:score|macro|micro)|(?:macro|micro)[-_ ]f1|precision|recall|pass@\d+|m?ap|mrr|ndcg(?:[-_@ ].*)?|(?:roc[-_ ])?auc|roc_auc|bleu|rouge[-_ ]?(?:1|2|l|lsum)|win[-_ ]?rate|m?iou)$/;
/** Correlations: from -1 to 1, or in percent. */
const correlations = /^(?:(?:cos|cosine|dot|euclidean|manhattan|max)?[-_ ]?(?:sim[-_ ])?(?:pearsonr?|spearmanr?)|matthews[-_ ](?:correlation|corrcoef)|mcc)$/;
/** Rates of errors and perplexities may be above all bounds, never below zero. */
const errors = /^(?:wer|cer|ter|word error rate|character error rate|perplexity|ppl|mae|mse|rmse|latency.*)$/;

/** The value of a result where its metric cannot have it, and the range that it has. A metric that is not known here may have any. */
export function impossibleValue({ value, metric, unit }: Evaluation): { readonly value: number; readonly range: Range } | undefined {
  const range = rangeOf(metric, unit);
  return value === undefined || range === undefined || (value >= range.least && value <= range.most) ? undefined : { value, range };
}

function rangeOf(metric: string | undefined, unit: string | undefined): Range | undefined {
  const name = metric?.trim().toLowerCase() ?? "";
  const most = unit === undefined || /^(?:%|percent|per cent)$/i.test(unit.trim()) ? 100 : undefined;
  if (most === undefined) return undefined;
  if (shares.test(name)) return { least: 0, most };
  if (correlations.test(name)) return { least: -most, most };
  return errors.test(name) ? { least: 0, most: Number.POSITIVE_INFINITY } : undefined;
}

/**
 * Whether two reported values are the same result: as far as the coarser of them says, and whether written as a share or in percent.
 *
 * @example
 * sameValue(0.635, 63.5)
 * // true
 */
export function sameValue(left: number, right: number): boolean {
  if (near(left, lastDigit(left), right, lastDigit(right))) return true;
  const [share, percent] = Math.abs(left) <= Math.abs(right) ? [left, right] : [right, left];
  // One decimal at least: a bare 1 may be one percent.
  return Math.abs(share) <= 1 && near(share * 100, Math.min(lastDigit(share), 0.1) * 100, percent, lastDigit(percent));
}

function near(left: number, leftDigit: number, right: number, rightDigit: number): boolean {
  return Math.abs(left - right) <= Math.max(leftDigit, rightDigit) * (0.5 + 1e-9);
}

/** The place value of the last digit that is written: 0.1 for 63.5. */
function lastDigit(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return 10 ** (Number(exponent) - (mantissa.split(".")[1]?.length ?? 0));
}
