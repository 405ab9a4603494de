/* The trainer's page: classes, who practised what, the heat map, assignments, and the answers for discussion. */
import { $, about, ask, busy, dialogue, fields, make, rubric, say, show, shownTime } from "./practice-common.js";

const STANDINGS = { none: "未练", weak: "薄弱", fair: "一般", good: "熟练" };
const PROGRESS = { done: "按时完成", late: "逾期", begun: "进行中", open: "未开始" };
const TABS = ["people", "heat", "work", "answers", "manage"];
let ready = true, room = null, rows = [], courses = [];

async function route() {
  say("");
  const parts = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const state = await ask("trainer");
  if (!state.trainer) return entry(state);
  if (parts.attempt) return attempt(parts.attempt, parts.class);
  if (parts.class) return open(parts.class, parts.tab || "people");
  return classes(state);
}

function entry(state) {
  ready = state.ready;
  $("entry-title").textContent = ready ? "培训师登录" : "设定培训师";
  $("entry-about").textContent = ready ? "" : "这里还没有培训师。您是第一位：请写下姓名，并定一个口令（至少 4 个字）。以后凭它登录。";
  $("entry-button").textContent = ready ? "登录" : "设定并登录";
  show("entry");
}

function classes(state) {
  $("hello").textContent = `${state.trainer}，您好`;
  const list = state.classes.map((each) => make("li", { className: "row" },
    make("a", { href: `#class=${each.id}`, textContent: each.name }), make("span", { textContent: `${each.trainees} 名学员` })));
  $("class-list").replaceChildren(...(list.length ? list : [make("li", { textContent: "还没有班级。建一个，把口令告诉学员。" })]));
  show("classes");
}

function tell(name, code) {
  $("code-title").textContent = `班级“${name}”的口令`;
  $("code").textContent = code;
  show("code-box");
  $("code-box").focus();
}

async function open(id, tab) {
  [room, rows, courses] = await Promise.all([ask(`trainer/classes/${id}`), ask(`trainer/classes/${id}/attempts`), ask("courses")]);
  $("class-name").textContent = room.name;
  $("people-rows").replaceChildren(...people());
  heat();
  work();
  filter();
  $("export").href = `v1/practice/trainer/classes/${id}/export.xlsx`;
  select(tab);
  show("class");
}

function select(tab) {
  for (const name of TABS) {
    $(name).hidden = name !== tab;
    $(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
    $(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
  }
}

function people() {
  if (!room.trainees.length) return [make("tr", {}, make("td", { colSpan: 7, textContent: "还没有学员登录过。" }))];
  return room.trainees.map((each) => {
    const reset = make("button", { type: "button", textContent: "重置密码", "aria-label": `重置 ${each.name} 的密码`, disabled: !each.has_code });
    reset.addEventListener("click", () => sure(`让 ${each.name} 下次登录时重新定密码？`, reset, async () => {
      await ask(`trainer/trainees/${each.id}/reset`, {});
      await again(`${each.name} 下次登录时可以重新定密码。`);
    }));
    const remove = make("button", { type: "button", textContent: "删除", "aria-label": `删除 ${each.name}` });
    remove.addEventListener("click", () => sure(`删除 ${each.name} 和全部回答？不能恢复。`, remove, async () => {
      await ask(`trainer/trainees/${each.id}`, {}, "DELETE");
      await again("已删除。");
    }));
    const cells = [each.finished, each.passed, each.scenarios, each.score ?? "—", each.last ? shownTime(each.last) : "没有练过"];
    return make("tr", {}, make("th", { scope: "row", textContent: each.name }),
      ...cells.map((value) => make("td", { textContent: value })), make("td", {}, reset, " ", remove));
  });
}

function heat() {
  const [head, body] = [$("heat-table").tHead, $("heat-table").tBodies[0]];
  const names = room.trainees.map((each) => each.name);
  head.replaceChildren(make("tr", {}, ...["情形", ...names, "全班"].map((name) => make("th", { scope: "col", textContent: name }))));
  const lines = room.heat.map((row) => make("tr", {}, make("th", { scope: "row", textContent: row.title }),
    ...[...row.cells, row.whole].map((cell) => make("td", { className: cell.standing,
      textContent: cell.score === null ? STANDINGS.none : `${cell.score} ${STANDINGS[cell.standing]}（${cell.finished} 次）` }))));
  body.replaceChildren(...(lines.length ? lines : [make("tr", {}, make("td", { colSpan: names.length + 2, textContent: "还没有人练完一个场景。" }))]));
}

const titles = () => new Map(courses.flatMap((each) => each.scenarios).map((each) => [each.id, each.title]));

function work() {
  const known = titles();
  $("work-list").replaceChildren(...room.assignments.map((each) => {
    const remove = make("button", { type: "button", textContent: "撤回", "aria-label": `撤回作业 ${each.title}` });
    remove.addEventListener("click", () => sure(`撤回作业“${each.title}”？练过的不会删除。`, remove, async () => {
      await ask(`trainer/assignments/${each.id}`, {}, "DELETE");
      await again("已撤回。");
    }));
    const lines = each.statuses.map((status) => make("tr", {}, make("th", { scope: "row", textContent: status.name }),
      make("td", { textContent: `${status.passed}/${each.scenarios.length} 达标` }), make("td", { textContent: PROGRESS[status.progress] })));
    return make("details", { open: true }, make("summary", { textContent: `${each.title}，${each.due} 截止` }),
      make("p", { className: "hint", textContent: each.scenarios.map((id) => known.get(id) ?? id).join("、") }),
      make("div", { className: "scroll" }, make("table", {}, make("tbody", {}, ...lines))), remove);
  }));
  $("work-course").replaceChildren(make("option", { value: "", textContent: "自己选场景" }),
    ...courses.map((each) => make("option", { value: each.course, textContent: `${each.course}（全部）` })));
  tick("");
}

/** The scenarios to choose from; those of the course are ticked. */
function tick(course) {
  $("work-scenarios").replaceChildren(...courses.flatMap((each) => each.scenarios.map((scenario) => make("label", {},
    make("input", { type: "checkbox", name: "scenarios", value: scenario.id, checked: each.course === course }), `${each.course}：${scenario.title}`))));
}

function filter() {
  $("filter").replaceChildren(make("option", { value: "", textContent: "全部" }),
    ...room.trainees.map((each) => make("option", { value: each.id, textContent: each.name })));
  list();
}

function list() {
  const chosen = Number($("filter").value);
  const lines = rows.filter((each) => !chosen || each.trainee === chosen).map(({ name, attempt: each }) => {
    const state = each.finished ? (each.score === null ? "没有评分（场景改过）" : `${each.score} 分，${each.passed ? "达标" : "没有达标"}`) : "没有练完";
    return make("li", { className: "row" }, make("span", { textContent: `${shownTime(each.started)} ${name}：${each.title}，${state}` }),
      make("a", { href: `#class=${room.id}&attempt=${each.id}`, textContent: "看回答", "aria-label": `看 ${name} 对 ${each.title} 的回答` }));
  });
  $("answer-rows").replaceChildren(...(lines.length ? lines : [make("li", { textContent: "还没有。" })]));
}

async function attempt(id, from) {
  const view = await ask(`trainer/attempts/${id}`);
  $("attempt-back").href = `#class=${from}&tab=answers`;
  $("attempt-title").textContent = `${view.trainee}：${view.title}`;
  $("attempt-about").textContent = `${about(view.scenario)} · ${shownTime(view.started)}。${view.scenario.setting}`;
  $("attempt-dialogue").replaceChildren(...dialogue(view.transcript, view.trainee));
  $("attempt-rubric").replaceChildren(...(view.rubric ? rubric(view.rubric) : [make("p", { textContent: view.changed ? "场景后来改过，没有评分。" : "还没有练完。" })]));
  show("attempt");
  $("attempt-title").focus();
}

/** Show the class again as it is now. */
async function again(text) {
  const tab = TABS.find((name) => !$(name).hidden);
  await open(room.id, tab);
  say(text);
}

/** Ask before what cannot be undone. */
function sure(question, button, work) {
  $("sure-text").textContent = question;
  $("sure").returnValue = "no";
  $("sure").showModal();
  $("sure").addEventListener("close", () => {
    if ($("sure").returnValue === "yes") busy(button, work);
  }, { once: true });
}

const on = (id, event, work) => $(id).addEventListener(event, (happened) => {
  if (event === "submit") happened.preventDefault();
  busy($(id), work);
});

on("entry-form", "submit", async () => {
  await ask(ready ? "trainer/sign-in" : "trainer/set-up", fields($("entry-form")));
  $("entry-form").reset();
  await route();
});
on("sign-out", "click", async () => {
  await ask("trainer/sign-out", {});
  location.hash = "";
  await route();
});
on("new-class", "submit", async () => {
  const { name } = fields($("new-class"));
  const made = await ask("trainer/classes", { name });
  $("new-class").reset();
  tell(name, made.code);
});
on("new-trainer", "submit", async () => {
  await ask("trainer/trainers", fields($("new-trainer")));
  $("new-trainer").reset();
  say("已添加。请把姓名和口令告诉这位培训师。");
});
on("code-done", "click", route);
on("new-work", "submit", async () => {
  const form = new FormData($("new-work"));
  const scenarios = form.getAll("scenarios");
  if (!scenarios.length) throw new Error("请至少选一个场景。");
  await ask(`trainer/classes/${room.id}/assignments`, { title: form.get("title"), due: form.get("due"), scenarios });
  $("new-work").reset();
  await again("已布置。");
});
on("renew", "click", async () => tell(room.name, (await ask(`trainer/classes/${room.id}/code`, {})).code));
$("remove-class").addEventListener("click", () => sure(`删除班级“${room.name}”、全部学员和回答？不能恢复。`, $("remove-class"), async () => {
  await ask(`trainer/classes/${room.id}`, {}, "DELETE");
  location.hash = "";
}));
$("work-course").addEventListener("change", () => tick($("work-course").value));
$("filter").addEventListener("change", list);
for (const [place, name] of TABS.entries()) {
  $(`tab-${name}`).addEventListener("click", () => { history.replaceState(null, "", `#class=${room.id}&tab=${name}`); select(name); });
  $(`tab-${name}`).addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) $(`tab-${TABS[(place + step + TABS.length) % TABS.length]}`).focus();
  });
}
const shown = () => route().catch((error) => say(error.message));
window.addEventListener("hashchange", shown);
shown();
