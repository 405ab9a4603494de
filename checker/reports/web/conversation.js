/* One conversation: its turns with the findings marked, and beside them reason, clause, and what to say instead. */

const ROLE_CLASSES = { clerk: "clerk", citizen: "citizen" };

class ConversationView {
  /** `step(by)` opens the neighbour in the list. */
  constructor(dialog, step) {
    this.dialog = dialog;
    this.step = step;
    dialog.addEventListener("keydown", (event) => this.press(event));
    dialog.addEventListener("close", () => document.body.classList.remove("reading"));
  }

  press(event) {
    const by = { ArrowRight: 1, j: 1, ArrowLeft: -1, k: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.step(by);
  }

  /** Show a conversation; `focus` is the finding, or the outcomes, that it was opened for. */
  async show(conversation, focus) {
    this.wanted = focus;
    const text = await conversationText(conversation);
    if (this.wanted !== focus) return;
    this.dialog.replaceChildren(this.sheet(conversation, text, focus));
    document.body.classList.add("reading");
    if (!this.dialog.open) this.dialog.showModal();
    const place = this.dialog.querySelector("mark.current, .turn.here");
    if (place) place.scrollIntoView({ block: "center" });
    const opinion = this.dialog.querySelector(".opinion.current");
    if (opinion) opinion.scrollIntoView({ block: "nearest" });
    this.dialog.querySelector(".body").focus({ preventScroll: true });
  }

  sheet(conversation, text, focus) {
    const sheet = make("div", "sheet"), body = make("div", "body");
    body.tabIndex = -1;
    if (text) body.append(turnsOf(conversation, text, focus, (j) => this.show(conversation, { finding: j })));
    else body.append(make("p", "turns", `原文没有放进这份报告（太大），请看 results.jsonl：${where(conversation)}`));
    body.append(opinionsOf(conversation, text, focus, (j) => this.show(conversation, { finding: j })));
    sheet.append(this.header(conversation), body);
    return sheet;
  }

  header(conversation) {
    const header = make("header"), title = make("h2", "", data.ids[conversation] || "对话");
    title.id = "conversation-title";
    const close = button("关闭", () => this.dialog.close());
    header.append(title, make("span", GRADE_CLASSES[data.grade[conversation]], `${data.score[conversation] / 100} 分，${data.grades[data.grade[conversation]]}`));
    header.append(button("← 上一条", () => this.step(-1)), button("下一条 →", () => this.step(1)), button("打印", () => print()), close);
    const line = make("div", "hint", about(conversation));
    line.style.flexBasis = "100%";
    header.append(line);
    return header;
  }
}

function turnsOf(conversation, text, focus, open) {
  const turns = make("div", "turns");
  const first = data.firstFinding[conversation];
  const here = new Set(focus.outcome ? outcomeTurns(conversation, text, focus.outcome) : focus.finding === undefined ? [] : [text.marks[focus.finding - first][0]]);
  for (const note of text.notes) turns.append(make("p", "hint", `注意：${note}`));
  text.turns.forEach(([role, speaker, words], index) => {
    const line = make("p", `turn ${ROLE_CLASSES[role] || ""} ${here.has(index) ? "here" : ""}`);
    line.append(make("span", "speaker", `${index + 1} ${speaker}：`));
    const marks = text.marks.map(([turn, start, end], place) => ({ turn, start, end, finding: first + place })).filter((mark) => mark.turn === index);
    line.append(...marked(words, marks, focus.finding, open));
    turns.append(line);
  });
  return turns;
}

/** The turns that decided one of these outcomes. */
function outcomeTurns(conversation, text, some) {
  const first = data.firstOutcome[conversation];
  return text.places.flatMap(([turns], place) => (some.includes(data.outcome_name[first + place]) ? turns : []));
}

/** Words cut at the edges of marks; where marks overlap, the one that begins last is on top. Offsets are code points. */
function marked(words, marks, current, open) {
  if (!marks.length) return [words];
  const characters = Array.from(words);
  const edges = [...new Set([0, characters.length, ...marks.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => {
    const piece = characters.slice(edges[index], end).join("");
    const over = marks.filter((mark) => mark.start < end && mark.end > edges[index]);
    const mark = over.find(({ finding }) => finding === current) || over[over.length - 1];
    return mark ? markOf(piece, mark, current, open) : piece;
  });
}

function markOf(piece, { finding }, current, open) {
  const element = make("mark", SEVERITY_CLASSES[data.severity[finding]], piece);
  if (finding === current) element.classList.add("current");
  element.title = data.notes[data.finding_note[finding]][3];
  element.addEventListener("click", () => open(finding));
  return element;
}

function opinionsOf(conversation, text, focus, open) {
  const opinions = make("div", "opinions");
  for (let j = data.firstFinding[conversation]; j < data.firstFinding[conversation + 1]; j++) {
    opinions.append(opinionOf(j, text, j - data.firstFinding[conversation], j === focus.finding, open));
  }
  if (!opinions.children.length) opinions.append(make("p", "", "没有意见。"));
  opinions.append(...outcomesOf(conversation, text));
  if (text) opinions.append(make("p", "clause", `标准：${text.profile}　编号：${text.key}`));
  return opinions;
}

function opinionOf(j, text, place, current, open) {
  const [, category, severity, message, suggestions, clauses] = data.notes[data.finding_note[j]];
  const opinion = make("div", current ? "opinion current" : "opinion"), head = make("p");
  head.append(badge(data.severities[severity], SEVERITY_CLASSES[severity]), badge(data.statuses[data.finding_status[j]], ""));
  const turn = text ? `第 ${text.marks[place][0] + 1} 句　` : "";
  head.append(button(`${turn}${data.categories[category][1]}`, () => open(j), "link"));
  opinion.append(head);
  if (data.words[j]) opinion.append(make("p", "", `“${data.words[j]}”`));
  opinion.append(make("p", "", message));
  for (const suggestion of suggestions) opinion.append(make("p", "say", `可以说：${suggestion}`));
  opinion.append(make("p", "clause", `依据：${clauses.join("；") || "—"}`));
  opinion.append(make("p", "clause", `发现方式：${data.hows[data.finding_how[j]]}，把握 ${data.finding_confidence[j]}%`));
  return opinion;
}

/** The protocol points that were called for and the elements of the notice, each with what became of it. */
function outcomesOf(conversation, text) {
  const lists = { point: make("ul", "outcomes"), element: make("ul", "outcomes") };
  const first = data.firstOutcome[conversation];
  for (let index = first; index < data.firstOutcome[conversation + 1]; index++) {
    const [kind, name] = data.names[data.outcome_name[index]], status = data.outcome_status[index];
    const missing = text && text.places[index - first][1].length ? `：${text.places[index - first][1].join("、")}` : "";
    lists[kind].append(make("li", "", `${isFault(status) ? "✗" : "✓"} ${name}：${data.outcomeNames[status]}${missing}`));
  }
  const result = [];
  for (const [kind, title] of [["point", "服务流程"], ["element", "一次性告知"]]) {
    if (lists[kind].children.length) result.push(make("h3", "", title), lists[kind]);
  }
  return result;
}
