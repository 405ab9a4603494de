/* Figures: rates with Wilson's 95% intervals, means, trends. The same formulas as in checker/reports/statistics.py. */

const Z = 1.96;
const FEW = 20;
const TRENDS = { above: "上升", below: "下降" };
const COMPARISONS = { above: "高于其他", below: "低于其他", alike: "看不出", few: "样本少" };

function wilson(hits, total) {
  if (!total) return [0, 1];
  const share = hits / total, square = Z * Z;
  const centre = (share + square / (2 * total)) / (1 + square / total);
  const reach = Z / (1 + square / total) * Math.sqrt(share * (1 - share) / total + square / (4 * total * total));
  return [Math.max(0, centre - reach), Math.min(1, centre + reach)];
}

function rate(hits, total) {
  const [low, high] = wilson(hits, total);
  return { hits, total, share: total ? hits / total : 0, low, high, few: total < FEW };
}

/** Above or below only where both are large enough and the intervals do not overlap. */
function compare(one, other) {
  if (one.few || other.few) return "few";
  if (one.low > other.high) return "above";
  return one.high < other.low ? "below" : "alike";
}

function percent(share) {
  const value = share * 100;
  return value > 0 && value < 10 ? `${value.toFixed(1)}%` : `${Math.round(value)}%`;
}

function rateLabel({ share, low, high, total }) {
  return total ? `${percent(share)}（${percent(low)}–${percent(high)}）` : "没有对话";
}

/** Conversations, those with a selected finding, and scores, by group and by group and week. `groupOf` < 0 is left out. */
function tally(selection, size, groupOf) {
  const weeks = data.weeks.length;
  const sums = { totals: new Uint32Array(size), hits: new Uint32Array(size), scores: new Float64Array(size), squares: new Float64Array(size),
    weekTotals: new Uint32Array(size * weeks), weekHits: new Uint32Array(size * weeks) };
  for (let i = 0; i < data.count; i++) {
    const group = selection.base[i] ? groupOf(i) : -1;
    if (group < 0) continue;
    const score = data.score[i] / 100, week = data.week[i];
    sums.totals[group]++;
    sums.hits[group] += selection.hit[i];
    sums.scores[group] += score;
    sums.squares[group] += score * score;
    if (week < 0) continue;
    sums.weekTotals[group * weeks + week]++;
    sums.weekHits[group * weeks + week] += selection.hit[i];
  }
  return sums;
}

/** Selected findings by group (`groupOf` a finding), the conversations they stand in, and these by week. */
function spread(selection, size, groupOf) {
  const weeks = data.weeks.length;
  const findings = new Uint32Array(size), hits = new Uint32Array(size), weekHits = new Uint32Array(size * weeks);
  const last = new Int32Array(size).fill(-1);
  for (const j of selection.findings) {
    const group = groupOf(j), i = data.conversation[j];
    findings[group]++;
    if (last[group] === i) continue;
    last[group] = i;
    hits[group]++;
    if (data.week[i] >= 0) weekHits[group * weeks + data.week[i]]++;
  }
  return { findings, hits, weekHits };
}

function meanLabel(sum, squares, total) {
  if (!total) return "";
  const mean = sum / total;
  if (total < FEW) return mean.toFixed(1);
  const reach = Z * Math.sqrt(Math.max(0, squares / total - mean * mean) / (total - 1));
  return `${mean.toFixed(1)}（${Math.max(0, mean - reach).toFixed(1)}–${Math.min(100, mean + reach).toFixed(1)}）`;
}

/** The later half of the weeks against the earlier one. */
function trendOf(hits, totals) {
  const half = Math.floor(hits.length / 2);
  if (!half) return "few";
  const sum = (values) => values.reduce((all, each) => all + each, 0);
  return compare(rate(sum(hits.subarray(half)), sum(totals.subarray(half))), rate(sum(hits.subarray(0, half)), sum(totals.subarray(0, half))));
}
