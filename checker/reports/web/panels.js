/* The panels: score distribution, categories, clerks, windows, hours, weeks, protocol points, notice elements, rules. */

const ROWS = 12;
/** Panels whose rows are all shown. */
const unfolded = new Set();
const PANELS = [scores, categories, clerks, units, weeks, hours, points, elements, rules];

/** Draw all panels for a selection; `open` shows the turns behind a figure. */
function drawPanels(selection, open) {
  const place = document.getElementById("panels");
  place.replaceChildren(...PANELS.map((panel) => panel(selection, open)).filter(Boolean));
}

function panelOf(id, title, hint, ...content) {
  const section = make("section", "panel");
  section.id = `panel-${id}`;
  section.setAttribute("aria-labelledby", `title-${id}`);
  const heading = make("h2", "", title);
  heading.id = `title-${id}`;
  section.append(heading, make("p", "hint", hint), ...content);
  return section;
}

/** Columns with the same figures as a table, for those who do not see them. */
function columnsPanel(id, title, hint, items, options) {
  const details = make("details");
  details.append(make("summary", "", "看数据表"));
  const list = make("table");
  for (const item of items) {
    const row = make("tr");
    const cell = make("td");
    cell.append(button(item.text, item.action, "link"));
    row.append(cell);
    list.append(row);
  }
  details.append(list);
  return panelOf(id, title, hint, columns(items, { name: title, ...options }), details);
}

function scores(selection, open) {
  const counts = new Uint32Array(100 / BIN);
  for (let i = 0; i < data.count; i++) if (selection.scope[i]) counts[scoreBin(i) / BIN]++;
  const items = Array.from(counts, (value, index) => {
    const bin = index * BIN;
    return { label: String(bin), value, text: `${FILTER_NAMES.score(bin)}：${value} 段`, action: () => open({ score: bin }) };
  });
  const hint = selection.narrowed ? "只算有所选问题的对话。" : "所选对话各得多少分。";
  return columnsPanel("scores", "得分分布", hint, items, { most: roundUp(Math.max(...counts, 1)), unit: (value) => String(Math.round(value)) });
}

function timesPanel(id, title, selection, labels, groupOf, open, joined) {
  const sums = tally(selection, labels.length, groupOf);
  const items = labels.map((label, index) => timeItem(label, rate(sums.hits[index], sums.totals[index]), id, open));
  const shown = id === "hour" ? trimmed(items) : items;
  if (!shown.length) return panelOf(id, title, "记录里没有时间。");
  const without = selection.conversations - sums.totals.reduce((all, each) => all + each, 0);
  const hint = `有所选问题的对话占多少，竖线是 95% 区间；空心的样本少。${without ? `${without} 段没有时间，不在图上。` : ""}`;
  const most = roundUp(Math.max(0.05, ...shown.filter((item) => item.value !== null).map((item) => (item.few ? item.value : item.high))));
  return columnsPanel(id, title, hint, shown, { most: Math.min(1, most), unit: percent, joined });
}

function timeItem(label, one, id, open) {
  const behind = id === "hour" ? { hour: label } : { week: label };
  const text = `${FILTER_NAMES[id](label)}：${one.hits}/${one.total} 段，${rateLabel(one)}${one.total && one.few ? "，样本少" : ""}`;
  return { label: id === "hour" ? String(label) : label.slice(2), value: one.total ? one.share : null, low: one.low, high: one.high, few: one.few, total: one.total, text, action: () => open(behind) };
}

/** Without the empty hours before the first and after the last. */
function trimmed(items) {
  const filled = items.map((item, index) => (item.total ? index : -1)).filter((index) => index >= 0);
  return filled.length ? items.slice(filled[0], filled[filled.length - 1] + 1) : [];
}

function hours(selection, open) {
  return timesPanel("hour", "按时段", selection, Array.from({ length: 24 }, (_, hour) => hour), hourOf, open, false);
}

function weeks(selection, open) {
  return timesPanel("week", "按周", selection, data.weeks, (i) => data.week[i], open, true);
}

/** A table of rates: name, plot, figures, trend. A row: label, note, rate, count, word, weekHits, weekTotals, behind. */
function tablePanel(id, title, hint, heads, rows, open, whole) {
  if (!rows.length) return panelOf(id, title, "没有可以显示的。");
  const table = make("table"), head = make("thead"), line = make("tr"), body = make("tbody");
  for (const [text, className] of heads) line.append(headCell(text, className));
  head.append(line);
  const most = Math.min(1, roundUp(Math.max(...rows.map((row) => (row.rate.few ? row.rate.share : row.rate.high)), 0.01)));
  const shown = unfolded.has(id) ? rows : rows.slice(0, ROWS);
  body.append(...shown.map((row) => tableRow(row, heads, most, open, whole)));
  table.append(head, body);
  const section = panelOf(id, title, hint, table);
  if (rows.length > ROWS) section.append(foldButton(id, rows.length, section, () => tablePanel(id, title, hint, heads, rows, open, whole)));
  return section;
}

function headCell(text, className) {
  const cell = make("th", className, text);
  cell.scope = "col";
  return cell;
}

function foldButton(id, count, section, again) {
  const open = unfolded.has(id);
  return button(open ? "只看前面的" : `全部 ${count} 行`, () => {
    if (open) unfolded.delete(id);
    else unfolded.add(id);
    const fresh = again();
    section.replaceWith(fresh);
    fresh.querySelector(".more").focus();
  }, "more");
}

const CELLS = {
  "名称": (row, open) => {
    const cell = make("th");
    cell.scope = "row";
    cell.append(button(row.label, () => open(row.behind), "link"));
    if (row.note) cell.append(make("div", "note", row.note));
    return cell;
  },
  "图": (row, open, most, whole) => {
    const cell = make("td", "plot");
    cell.append(dot(row.rate, most, whole));
    return cell;
  },
  "占比（95% 区间）": (row) => make("td", "number", rateLabel(row.rate)),
  "对话": (row) => make("td", "number", `${row.rate.hits}/${row.rate.total}`),
  "问题": (row) => make("td", "number", String(row.count)),
  "平均分": (row) => make("td", "number", row.mean),
  "比较": (row) => make("td", row.compared, COMPARISONS[row.compared]),
  "变化": (row) => {
    const cell = make("td");
    if (data.weeks.length < 2) return cell;
    const trend = trendOf(row.weekHits, row.weekTotals);
    cell.append(sparkline(row.weekHits, row.weekTotals), make("span", `note ${trend}`, TRENDS[trend] || ""));
    return cell;
  },
};

function tableRow(row, heads, most, open, whole) {
  const line = make("tr", row.rate.few ? "few" : "");
  for (const [text, className] of heads) {
    const cell = CELLS[text](row, open, most, whole);
    if (className.includes("optional")) cell.classList.add("optional");
    line.append(cell);
  }
  return line;
}

const NAME = ["名称", ""], PLOT = ["图", ""], SHARE = ["占比（95% 区间）", "number"], OF = ["对话", "number optional"];
const COUNT = ["问题", "number"], TREND = ["变化", "optional"], MEAN = ["平均分", "number optional"], COMPARED = ["比较", ""];

/** Rows of the groups of conversations, those with enough of them by rate, then the others by name. */
function groupRows(selection, names, column, key) {
  const sums = tally(selection, names.length, (i) => column[i]);
  const counts = new Uint32Array(names.length);
  for (const j of selection.findings) counts[column[data.conversation[j]]]++;
  const hits = selection.hit.reduce((all, each) => all + each, 0);
  const rows = names.map((label, group) => ({
    label, group, count: counts[group], rate: rate(sums.hits[group], sums.totals[group]),
    mean: meanLabel(sums.scores[group], sums.squares[group], sums.totals[group]),
    compared: compare(rate(sums.hits[group], sums.totals[group]), rate(hits - sums.hits[group], selection.conversations - sums.totals[group])),
    weekHits: weekly(sums.weekHits, group), weekTotals: weekly(sums.weekTotals, group), behind: { [key]: [group] },
  }));
  const whole = selection.conversations ? hits / selection.conversations : 0;
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const order = (a, b) => a.rate.few - b.rate.few || (a.rate.few ? 0 : b.rate.share - a.rate.share) || collator.compare(a.label, b.label);
  return [rows.filter((row) => row.rate.total).sort(order), whole];
}

/** The part of a table of groups by weeks that belongs to one group. */
function weekly(counts, group) {
  return counts.subarray(group * data.weeks.length, (group + 1) * data.weeks.length);
}

function clerks(selection, open) {
  const [rows, whole] = groupRows(selection, data.clerkNames, data.clerk, "clerk");
  const named = rows.filter((row) => data.clerks[row.group][1]);
  const unnamed = rows.filter((row) => !data.clerks[row.group][1]).reduce((all, row) => all + row.rate.total, 0);
  for (const row of named) row.note = data.clerkNames[row.group].includes("（") ? "" : data.clerks[row.group][0];
  const hint = `有所选问题的对话占多少；虚线是全体。按占比排列，样本少的在后面，不排名。${unnamed ? `${unnamed} 段没有写明工作人员。` : ""}`;
  return tablePanel("clerk", "按工作人员", hint, [NAME, PLOT, SHARE, OF, COUNT, MEAN, COMPARED, TREND], named, open, whole);
}

function units(selection, open) {
  const names = data.units.map((unit) => unit || "未写明");
  const [rows, whole] = groupRows(selection, names, data.unit, "unit");
  return tablePanel("unit", "按窗口（单位）", "有所选问题的对话占多少；虚线是全体。", [NAME, PLOT, SHARE, OF, COUNT, MEAN, COMPARED, TREND], rows, open, whole);
}

function spreadRows(selection, size, column, key, labels) {
  const sums = spread(selection, size, (j) => column[j]);
  const all = tally(selection, 1, () => 0);
  const rows = [];
  for (let group = 0; group < size; group++) {
    if (!sums.findings[group]) continue;
    const row = { ...labels(group), count: sums.findings[group], rate: rate(sums.hits[group], selection.conversations) };
    rows.push({ ...row, weekHits: weekly(sums.weekHits, group), weekTotals: all.weekTotals, behind: { [key]: [group] } });
  }
  return rows.sort((a, b) => b.count - a.count);
}

function categories(selection, open) {
  const labels = (group) => ({ label: data.categories[group][1], note: data.kinds[data.categories[group][0]] });
  const rows = spreadRows(selection, data.categories.length, data.category, "category", labels);
  return tablePanel("category", "按类别", "出现在多少对话里。", [NAME, PLOT, SHARE, OF, COUNT, TREND], rows, open);
}

function rules(selection, open) {
  const labels = (group) => ({ label: data.rules[group][1], note: data.rules[group][0] });
  const rows = spreadRows(selection, data.rules.length, data.rule, "rule", labels);
  return tablePanel("rule", "命中最多的规则", "出现在多少对话里。", [NAME, PLOT, SHARE, OF, COUNT, TREND], rows, open);
}

/** Protocol points or notice elements: how often they were missed where they were due. */
function outcomeRows(selection, kind) {
  const size = data.weeks.length;
  const totals = new Uint32Array(data.names.length), hits = new Uint32Array(data.names.length);
  const weekTotals = new Uint32Array(data.names.length * size), weekHits = new Uint32Array(data.names.length * size);
  for (let i = 0; i < data.count; i++) {
    if (!selection.scope[i]) continue;
    for (let index = data.firstOutcome[i]; index < data.firstOutcome[i + 1]; index++) {
      const name = data.outcome_name[index], fault = isFault(data.outcome_status[index]), week = data.week[i];
      totals[name]++;
      hits[name] += fault;
      if (week < 0) continue;
      weekTotals[name * size + week]++;
      weekHits[name * size + week] += fault;
    }
  }
  const rows = data.names.map(([, label], group) => ({
    label, group, rate: rate(hits[group], totals[group]),
    weekHits: weekly(weekHits, group), weekTotals: weekly(weekTotals, group), behind: { outcome: [group] },
  }));
  return rows.filter((row) => data.names[row.group][0] === kind && row.rate.total).sort((a, b) => a.rate.few - b.rate.few || b.rate.share - a.rate.share);
}

function outcomePanel(kind, title, hint, selection, open) {
  const scope = selection.narrowed ? "只算有所选问题的对话。" : "";
  return tablePanel(kind, title, hint + scope, [NAME, PLOT, SHARE, OF, TREND], outcomeRows(selection, kind), open);
}

function points(selection, open) {
  return outcomePanel("point", "服务流程没有做到的", "用得上的对话里，没有做到的占多少。", selection, open);
}

function elements(selection, open) {
  return outcomePanel("element", "一次性告知漏掉的", "应当告知的对话里，没有告知、没有说清或与办事指南不符的占多少。", selection, open);
}
