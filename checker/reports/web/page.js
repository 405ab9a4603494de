/* The page: filters, panels, list and conversation, wired together. Text only ever goes in as text. */

const $ = (id) => document.getElementById(id);
const DEFAULTS = { kind: ["forbidden"], status: [VIOLATION] };
const STATUS_CHOICES = [["问题", [0]], ["建议", [1]], ["待确认", [2]], ["全部", [0, 1, 2]]];
let filters = { ...DEFAULTS };
/** What the list shows of the selection: further filters, and findings or conversations. */
let behind = {}, mode = "findings", selection, list, view;

async function start() {
  if (typeof DecompressionStream === "undefined") {
    $("opening").textContent = "这个浏览器太旧，打不开这份报告：请用 Chrome、Edge 80 以上或 Firefox 113 以上，或者看同一文件夹里的 report.xlsx。";
    return;
  }
  await load();
  $("opening").hidden = true;
  $("main").hidden = false;
  tellSource();
  tellHighlights();
  tellRefused();
  makeFilters();
  list = new VirtualList($("list"), (item) => (mode === "findings" ? describeFinding(item) : describeConversation(item)), openItem);
  view = new ConversationView($("conversation"), step);
  $("order").append(...Object.keys(ORDERS).map((name) => new Option(name)));
  $("order").addEventListener("change", showList);
  refresh();
}

function tellSource() {
  const { manifest } = data;
  const inputs = (manifest.inputs || []).join("、");
  $("source").textContent = `来源：${inputs}　共 ${data.count} 段对话，${data.words.length} 条意见　言检 ${manifest.version || ""}`;
  const warnings = [];
  if (manifest.state === "partial") warnings.push("检查没有做完：这份报告只含已经查完的部分。用同样的命令再运行一次，会接着做完。");
  if (manifest.settings && manifest.settings.mask === false) warnings.push("这份报告没有遮蔽身份证号、电话等个人信息，请注意保管。");
  if (data.left_out) warnings.push(`数据太大，${data.left_out} 段对话的原文没有放进这份报告（先放情节重的）；它们计入各项数字，原文在 results.jsonl。`);
  $("warnings").append(...warnings.map((text) => make("p", "warning", text)));
}

function tellHighlights() {
  for (const [text, where] of data.highlights) {
    const item = make("li", "", text);
    if (where.refused) item.append(" ", button("看是哪些", () => { $("refused-title").scrollIntoView(); $("refused-title").focus(); }, "link"));
    else if (Object.keys(where).length) item.append(" ", button("看原话", () => openHighlight(where), "link"));
    $("highlights").append(item);
  }
}

/** A sentence speaks of all data: filters are cleared, and the kind it speaks of chosen. */
function openHighlight({ kind, ...where }) {
  filters = { status: DEFAULTS.status, ...(kind ? { kind } : {}) };
  refresh();
  openBehind(where);
}

function tellRefused() {
  if (!data.refused_count) return;
  const table = make("table"), head = make("tr");
  head.append(...["文件", "行", "字段", "原因", "怎么办"].map((text) => headCell(text)));
  table.append(head);
  for (const { file, line, field, message, advice } of data.refused) {
    const row = make("tr");
    row.append(...[file, line, field, message, advice].map((value) => make("td", "", value === null || value === undefined ? "" : String(value))));
    table.append(row);
  }
  $("refused").append(table);
  if (data.refused_count > data.refused.length) $("refused").append(make("p", "hint", `这里是前 ${data.refused.length} 处，全部 ${data.refused_count} 处在 refused.jsonl。`));
  $("refused-section").hidden = false;
}

function makeFilters() {
  const kinds = [["全部", undefined], ...Object.entries(data.kinds).map(([kind, name]) => [name, [kind]])];
  for (const [name, value] of kinds) {
    const choice = button(name, () => change({ kind: value, category: undefined }));
    choice.dataset.kind = value ? value[0] : "";
    choice.dataset.name = name;
    $("kinds").append(choice);
  }
  const days = Array.from(data.day).filter(Boolean);
  const bounds = days.length ? [dateLabel(days.reduce((a, b) => Math.min(a, b))), dateLabel(days.reduce((a, b) => Math.max(a, b)))] : [];
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const listed = (names) => names.map((name, index) => [name, [index]]).sort(([a], [b]) => collator.compare(a, b));
  $("choices").append(
    dateChoice("from", "从", bounds), dateChoice("to", "到", bounds),
    choice("unit", "窗口（单位）", listed(data.units.map((unit) => unit || "未写明"))),
    choice("clerk", "工作人员", listed(data.clerkNames)),
    choice("channel", "渠道", data.channels.map((name, index) => [name, [index]])),
    choice("category", "类别", data.categories.map(([kind, name], index) => [`${data.kinds[kind]}：${name}`, [index]])),
    choice("severity", "严重程度", data.severities.map((name, index) => [name, [index]]).reverse()),
    choice("status", "状态", STATUS_CHOICES, true),
    searchChoice(),
  );
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", (event) => { event.preventDefault(); filters = { ...DEFAULTS }; behind = {}; mode = "findings"; refresh(); });
}

function labelled(text, field) {
  const label = make("label", "", text);
  label.append(field);
  return label;
}

function choice(name, text, options, always) {
  const field = make("select");
  field.id = `filter-${name}`;
  if (!always) field.append(new Option("全部", ""));
  for (const [label, value] of options) field.append(new Option(label, JSON.stringify(value)));
  field.addEventListener("change", () => {
    const value = field.value ? JSON.parse(field.value) : undefined;
    change({ [name]: value, ...(name === "category" && value ? { kind: [data.categories[value[0]][0]] } : {}) });
  });
  return labelled(text, field);
}

function dateChoice(name, text, [first, last]) {
  const field = make("input");
  Object.assign(field, { id: `filter-${name}`, type: "date", min: first || "", max: last || "", disabled: !first });
  field.addEventListener("change", () => change({ [name]: field.value ? Math.round(Date.parse(`${field.value}T00:00Z`) / DAY) : undefined }));
  return labelled(text, field);
}

function searchChoice() {
  const field = make("input");
  Object.assign(field, { id: "filter-text", type: "search", maxLength: 100 });
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ text: field.value.trim() || undefined }), 200);
  });
  return labelled("问题原话或说明里有", field);
}

function change(values) {
  const next = { ...filters, ...values };
  filters = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  refresh();
}

/** Everything anew for the filters in force. */
function refresh() {
  selection = select(filters);
  showFilters();
  drawPanels(selection, openBehind);
  showList();
}

function showFilters() {
  let all = 0;
  for (const kind of Object.keys(data.kinds)) all += selection.kinds[kind] || 0;
  for (const choice of $("kinds").querySelectorAll("button")) {
    const { kind, name } = choice.dataset;
    choice.textContent = `${name} ${kind ? selection.kinds[kind] || 0 : all}`;
    choice.setAttribute("aria-pressed", kind === (filters.kind ? filters.kind[0] : ""));
  }
  for (const name of ["unit", "clerk", "channel", "category", "severity", "status"]) $(`filter-${name}`).value = filters[name] ? JSON.stringify(filters[name]) : "";
  for (const name of ["from", "to"]) $(`filter-${name}`).value = filters[name] ? dateLabel(filters[name]) : "";
  if (!filters.text) $("filter-text").value = "";
  const hits = selection.hit.reduce((sum, each) => sum + each, 0);
  $("counted").textContent = `选中 ${selection.conversations} 段对话，其中 ${rateLabel(rate(hits, selection.conversations))}有所选问题，共 ${selection.findings.length} 处。`;
}

/** Show the turns behind a figure in the list. Scores and outcomes are of conversations, the rest of findings. */
function openBehind(where) {
  behind = where;
  mode = "score" in where || "outcome" in where ? "conversations" : "findings";
  showList();
  $("list-title").scrollIntoView();
  $("list").focus({ preventScroll: true });
}

function showList() {
  const found = { findings: findingsBehind(selection, behind), conversations: conversationsBehind(selection, behind) };
  $("modes").replaceChildren(...[["findings", "问题"], ["conversations", "对话"]].map(([name, text]) => {
    const choice = button(`${text} ${found[name].length}`, () => { mode = name; showList(); });
    choice.setAttribute("aria-pressed", mode === name);
    return choice;
  }));
  const names = Object.entries(behind).map(([name, value]) => FILTER_NAMES[name](value)).join("；");
  $("behind").replaceChildren(names ? `只看 ${names} ` : "筛选后的全部 ");
  if (names) $("behind").append(button("看全部", () => { behind = {}; showList(); }));
  const weigh = ORDERS[$("order").value][mode === "findings" ? 0 : 1];
  list.show(sorted(found[mode], weigh));
  $("print-note").textContent = `打印的清单只含前 ${PRINTED} 条，全部在 report.xlsx。`;
}

function openItem(item) {
  if (mode === "findings") return view.show(data.conversation[item], { finding: item });
  return view.show(item, { outcome: behind.outcome });
}

function step(by) {
  const place = list.active + by;
  if (place < 0 || place >= list.items.length) return;
  list.go(place);
  openItem(list.items[place]);
}

start().catch((error) => {
  $("opening").hidden = false;
  $("opening").textContent = `打不开：${error.message}。请重新生成这份报告（yanjian report 文件夹）。`;
});
