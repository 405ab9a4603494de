/* The page: sends what was pasted to /v1/check, and shows the report. Text only ever goes in as text. */
(() => {
  "use strict";

  const SEVERITIES = { severe: "严重", moderate: "较重", minor: "较轻" };
  const GRADES = { pass: "合格", minor: "情节较轻", moderate: "情节较重", severe: "情节严重" };
  const DECISIONS = { send: "可以发出", revise: "请先修改", block: "不要发出" };
  const TOLD = { told: "✓ 已告知", partial: "△ 没有说清", missing: "✗ 没有告知", wrong: "✗ 与办事指南不符" };
  const MET = { met: "✓ 做到", missed: "✗ 没有做到" };
  const ROLES = { clerk: "工作人员", citizen: "服务对象", other: "其他" };
  const LINE = /^\s*(?:[\[(（]?(?:\d{1,2}[:：])?\d{1,2}[:：]\d{2}[\])）]?\s*)?([^\s:：，。？！]{1,16})\s*[:：]\s*(.*)$/;

  const $ = (id) => document.getElementById(id);
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  let titles = new Map(), sent = null, report = null;

  const headers = () => ($("key").value ? { Authorization: `Bearer ${$("key").value}` } : {});
  const say = (text) => { $("status").textContent = text; };

  /** The lists of the choices; where a key is needed, ask for it first. */
  async function load() {
    const response = await fetch("v1/profiles", { headers: headers() });
    if (response.status === 401) {
      $("key-label").hidden = false;
      return say("请先填密钥。");
    }
    const names = new Map((await response.json()).map((each) => [each.name, each.title]));
    $("profile").replaceChildren(...[...names].sort(([a], [b]) => (b === "default") - (a === "default")).map(([name, title]) => {
      const option = make("option", "", title);
      option.value = name;
      return option;
    }));
    const [rules, matters] = await Promise.all(["v1/rules", "v1/matters"].map(async (path) => (await fetch(path, { headers: headers() })).json()));
    titles = new Map(rules.map((each) => [each.rule, each.title]));
    $("matters").replaceChildren(...matters.map((each) => {
      const option = make("option");
      option.value = each.name;
      return option;
    }));
    return say("");
  }

  /** What was pasted, as a conversation: JSON as it is, lines with names as turns, all else as a draft. */
  function conversation(text) {
    if (/^\s*[{[]/.test(text)) {
      try {
        const value = JSON.parse(text);
        return Array.isArray(value) ? { turns: value } : value;
      } catch { /* text that begins with a bracket */ }
    }
    const lines = text.split("\n").filter((line) => line.trim());
    const found = lines.map((line) => LINE.exec(line));
    const names = found.filter(Boolean).map((match) => match[1]);
    if (!found[0] || names.length < 2 || (new Set(names).size === names.length && names.length > 2)) return { text };
    const turns = [];
    found.forEach((match, index) => {
      if (match) turns.push({ speaker: match[1], text: match[2] });
      else turns[turns.length - 1].text += `\n${lines[index]}`;
    });
    return { turns };
  }

  async function check() {
    const value = conversation($("text").value);
    for (const name of ["channel", "profile", "matter"]) if ($(name).value && (name !== "profile" || $(name).value !== "default" || !value.profile)) value[name] = $(name).value;
    say("正在检查…");
    let response;
    try {
      response = await fetch("v1/check", { method: "POST", headers: { "Content-Type": "application/json", ...headers() }, body: JSON.stringify(value) });
    } catch {
      return say("连不上服务，没有检查。请稍后再试。");
    }
    const answer = await response.json();
    if (!response.ok) {
      if (response.status === 401) $("key-label").hidden = false;
      return say(`${answer.error}。${answer.advice}`);
    }
    sent = value.turns || [{ text: value.text, role: "clerk" }];
    report = answer;
    show();
    return say(`检查完了：${report.findings.length} 处意见，${report.score} 分。`);
  }

  function show() {
    $("result").hidden = false;
    $("score").textContent = `${report.score} 分，${GRADES[report.grade]}，${DECISIONS[report.decision]}`;
    $("notes").replaceChildren(...report.notes.map((note) => make("li", "", note)));
    $("marked").replaceChildren(...sent.map(turn));
    $("findings-title").textContent = `意见（${report.findings.length}）`;
    $("findings").replaceChildren(...report.findings.map(finding));
    list("notice", report.notice ? Object.entries(report.notice.elements).map(([name, element]) =>
      `${TOLD[element.status]}：${titles.get(`notice/${name}`) || name}${element.missing.length ? `（还差：${element.missing.join("、")}）` : ""}`) : []);
    list("protocol", Object.entries(report.protocol).filter(([, point]) => MET[point.status]).map(([name, point]) =>
      `${MET[point.status]}：${titles.get(`protocol/${name}`) || name}`));
    $("account").replaceChildren(make("li", "", "满分 100"), ...report.account.map((item) => make("li", "", `${item.points > 0 ? "+" : ""}${item.points}：${item.reason}`)));
    $("result").focus();
  }

  function list(id, lines) {
    $(id).hidden = !lines.length;
    $(id).querySelector("ul").replaceChildren(...lines.map((line) => make("li", "", line)));
  }

  /** One turn with its marks; marks that overlap an earlier one are told in the list alone. */
  function turn(said, index) {
    const line = make("p");
    const name = said.speaker || ROLES[said.role] || said.role || "";
    if (report.roles && sent.length > 1) line.append(make("span", "speaker", `${name}：`));
    let at = 0;
    for (const each of report.findings) {
      if (each.turn !== index || each.utf16_start < at || (each.kind !== "forbidden" && each.utf16_end - each.utf16_start === said.text.length)) continue;
      const mark = make("mark", each.severity, said.text.slice(each.utf16_start, each.utf16_end));
      mark.title = each.message;
      mark.addEventListener("click", () => $(`finding-${report.findings.indexOf(each)}`).scrollIntoView({ block: "center" }));
      line.append(said.text.slice(at, each.utf16_start), mark);
      at = each.utf16_end;
    }
    line.append(said.text.slice(at));
    return line;
  }

  function finding(each, index) {
    const item = make("li");
    item.id = `finding-${index}`;
    const status = { violation: SEVERITIES[each.severity], mitigated: "建议", suspected: "待确认" }[each.status];
    item.append(make("span", `label ${each.severity}`, `${status} `), `“${each.text.slice(0, 60)}” ${each.message}`);
    for (const text of each.suggestions) item.append(make("div", "say", `可以说：${text}`));
    item.append(make("div", "clause", `依据：${each.clauses.join("；")}`));
    return item;
  }

  /** The findings as plain text, for a mail or a file. */
  function asText() {
    const lines = report.findings.map((each, index) => `${index + 1}. “${each.text}” ${each.message}\n   可以说：${each.suggestions.join("／")}\n   依据：${each.clauses.join("；")}`);
    return [`${$("score").textContent}`, ...lines].join("\n");
  }

  function download(name, type, text) {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async function take(file) {
    if (!file) return;
    const bytes = await file.arrayBuffer();
    try {
      $("text").value = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      $("text").value = new TextDecoder("gb18030").decode(bytes);
    }
    say(`已读入 ${file.name}。`);
  }

  $("form").addEventListener("submit", (event) => { event.preventDefault(); check(); });
  $("text").addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) check(); });
  $("file").addEventListener("change", () => take($("file").files[0]));
  $("key").addEventListener("change", load);
  for (const name of ["dragover", "dragleave", "drop"]) {  // anywhere: a file that misses the field would replace the page
    addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      $("text").classList.toggle("over", name === "dragover");
      event.preventDefault();
      if (name === "drop") take(event.dataTransfer.files[0]);
    });
  }
  $("export-json").addEventListener("click", () => download("言检报告.json", "application/json", JSON.stringify(report, null, 2)));
  $("export-text").addEventListener("click", () => download("言检意见.txt", "text/plain", asText()));
  $("print").addEventListener("click", () => window.print());
  load().catch(() => say("连不上服务。请稍后再试。"));
})();
