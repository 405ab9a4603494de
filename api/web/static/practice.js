/* The page of the practice: choose, answer, see how it went. Signed in, the service keeps every answer; otherwise only
   this page does. The address after # tells what is shown, so that reloading and going back work. */
import { $, LEVELS, about, ask, busy, dialogue, fields, make, rubric, say, show, shownTime } from "./practice-common.js";

const PROGRESS = { done: "按时完成", late: "已过期", begun: "进行中", open: "未开始" };
const scores = new Map(); // of this visit, by scenario
let courses = [], me = null;
/** What is played: the scenario, its course (null where it was chosen alone), the attempt (null without signing in). */
let played = { id: "", course: null, attempt: null, answers: [] };

const scenarios = () => courses.flatMap((each) => each.scenarios);
const address = (parts) => new URLSearchParams(Object.entries(parts).filter(([, value]) => value)).toString();
const go = (parts) => { location.hash = address(parts); };

async function load() {
  [courses, { trainee: me }] = await Promise.all([ask("courses"), ask("me")]);
}

/** Show what the address says. */
async function route() {
  say("");
  const parts = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (parts.finished) return finish(parts.finished);
  if (parts.attempt) return open(await ask(`attempts/${parts.attempt}`), parts.course);
  if (parts.scenario) return begin(parts.scenario, parts.course);
  return home();
}

async function home() {
  await load();
  $("mine").hidden = !me;
  $("guest").hidden = Boolean(me);
  if (me) mine();
  $("courses").replaceChildren(...courses.map(course));
  show("home");
}

function mine() {
  $("hello").textContent = `${me.name}，您好（${me.class}）`;
  const why = me.next && (me.next.covers ? "把到期的再练一遍" : me.next.new ? "练一个新的场景" : "把最久没练的再练一遍");
  $("due").textContent = me.due.length ? `到期要复习的有 ${me.due.length} 项：${me.due.slice(0, 6).join("、")}${me.due.length > 6 ? " 等" : ""}。` : "现在没有到期要复习的。";
  $("next").hidden = !me.next;
  if (me.next) $("next").textContent = `${why}：${me.next.title}`;
  $("assignments").replaceChildren(...me.assignments.map(assignment));
  const rows = me.attempts.map((each) => {
    const state = each.finished ? (each.score === null ? "没有评分（场景改过）" : `${each.score} 分，${each.passed ? "达标" : "没有达标"}`) : "没有练完";
    return make("li", { className: "row" }, make("span", { textContent: `${shownTime(each.started)} ${each.title}：${state}` }),
      make("a", { href: `#${address({ attempt: each.id })}`, textContent: each.finished ? "查看" : "接着练" }));
  });
  $("attempts").replaceChildren(...(rows.length ? rows : [make("li", { textContent: "还没有。" })]));
}

function assignment(each) {
  const left = each.tasks.filter((task) => !task.passed).length;
  const tasks = each.tasks.map((task) => make("li", { className: "row" },
    make("span", { textContent: `${task.passed ? "✓ 达标" : "○ 待练"} ${task.title}` }), link(task.id, null, task.title)));
  const box = make("details", { open: left > 0 },
    make("summary", { textContent: `作业：${each.title}，${each.due} 前；${PROGRESS[each.progress]}，还剩 ${left} 个` }),
    make("ul", { className: "list" }, ...tasks));
  return box;
}

function course(each) {
  const done = each.scenarios.filter((scenario) => score(scenario.id) !== undefined).length;
  const items = each.scenarios.map((scenario) => make("li", { className: "row" },
    make("span", {}, scenario.title, " ", make("span", { className: "level", textContent: `${LEVELS[scenario.level]}${score(scenario.id) === undefined ? "" : `，最好 ${score(scenario.id)} 分`}` })),
    link(scenario.id, each.course, scenario.title)));
  const first = each.scenarios[0].id;
  return make("details", {}, make("summary", { textContent: `${each.course}（${each.scenarios.length} 个场景${done ? `，练过 ${done} 个` : ""}）` }),
    make("p", {}, make("a", { href: `#${address({ scenario: first, course: each.course })}`, textContent: "从头练这门课程" })),
    make("ul", { className: "list" }, ...items));
}

const link = (scenario, from, title) =>
  make("a", { href: `#${address({ scenario, course: from })}`, textContent: "练习", "aria-label": `练习：${title}` });

const score = (scenario) => (me ? me.best[scenario] : scores.get(scenario));

/** Play a scenario: signed in, the open attempt at it or a new one; otherwise on this page alone. */
async function begin(scenario, from) {
  if (!courses.length) await load();
  if (me) {
    const view = await ask("attempts", { scenario });
    history.replaceState(null, "", `#${address({ attempt: view.attempt, course: from })}`);
    return open(view, from);
  }
  played = { id: scenario, course: from || null, attempt: null, answers: [] };
  return present(await ask("try", { scenario, answers: [] }));
}

async function open(view, from) {
  if (!courses.length) await load();
  played = { id: view.scenario.id, course: from || null, attempt: view.attempt, answers: [] };
  present(view);
}

/** The view that the service gave, on the page. */
function present(view) {
  const { scenario } = view;
  played.number = view.number;
  $("title").textContent = scenario.title;
  $("place").textContent = `${place()}${about(scenario)}`;
  $("setting").textContent = scenario.setting;
  $("guide-box").hidden = !view.guide;
  $("guide").textContent = view.guide;
  const turns = dialogue(view.transcript);
  const before = $("dialogue").dataset.of === key() ? $("dialogue").childElementCount : 0;
  if (before && before <= turns.length) $("dialogue").append(...turns.slice(before)); // so that only what is new is read out
  else $("dialogue").replaceChildren(...turns);
  $("dialogue").dataset.of = key();
  const over = Boolean(view.rubric) || Boolean(view.changed);
  $("stage").hidden = over || !view.stage;
  $("stage").textContent = view.stage;
  $("answer").hidden = over;
  $("text").value = "";
  $("after").hidden = !over;
  $("rubric").hidden = !view.rubric;
  show("play");
  if (view.changed) say("这个场景后来改过，这一次没有评分；当时的回答都在下面。");
  if (view.kept === false) say("这一步已经答过了，下面是当时的回答。");
  if (view.rubric) end(view);
  else if (!over) $("text").focus();
}

/** Which dialogue stands on the page. */
const key = () => `${played.attempt ?? "try"}/${played.id}`;

function end(view) {
  scores.set(played.id, Math.max(view.rubric.score, scores.get(played.id) ?? 0));
  $("rubric").replaceChildren(make("h3", { textContent: "评分" }), ...rubric(view.rubric));
  const rest = following();
  $("following").textContent = played.course && !rest ? "课程小结" : "下一题";
  $("rubric").focus();
}

const inCourse = () => courses.find((each) => each.course === played.course)?.scenarios ?? [];

function place() {
  const all = inCourse();
  const at = all.findIndex((each) => each.id === played.id);
  return at < 0 ? "" : `${played.course} 第 ${at + 1}/${all.length} 题 · `;
}

/** The scenario after this one in its course. */
function following() {
  const all = inCourse();
  return all[all.findIndex((each) => each.id === played.id) + 1];
}

async function onward() {
  if (played.course) {
    const rest = following();
    return rest ? go({ scenario: rest.id, course: played.course }) : go({ finished: played.course });
  }
  if (me) {
    await load();
    return again({ scenario: me.next.id });
  }
  return go({ scenario: fresh().id });
}

/** Go there even where the address is the same already. */
const again = (parts) => (location.hash === `#${address(parts)}` ? route() : go(parts));

/** The easiest scenario not yet played on this page. */
function fresh() {
  const left = scenarios().filter((each) => !scores.has(each.id));
  return (left.length ? left : scenarios()).reduce((best, each) => (each.level < best.level ? each : best));
}

async function submit() {
  const text = $("text").value;
  say("");
  if (played.attempt) return present(await ask(`attempts/${played.attempt}/answers`, { number: played.number, text }));
  const answers = [...played.answers, text];
  const view = await ask("try", { scenario: played.id, answers });
  played.answers = answers;
  return present(view);
}

async function finish(name) {
  await load();
  const found = courses.find((each) => each.course === name);
  if (!found) return home();
  $("finish-title").textContent = `课程“${name}”练完了`;
  $("finish-list").replaceChildren(...found.scenarios.map((each) => make("li", { className: "row" },
    make("span", { textContent: `${each.title}：${score(each.id) === undefined ? "没有练" : `最好 ${score(each.id)} 分`}` }), link(each.id, name, each.title))));
  show("finish");
  return $("finish").focus();
}

const on = (id, event, work) => $(id).addEventListener(event, (happened) => {
  if (event === "submit") happened.preventDefault();
  busy($(id), work);
});

on("answer", "submit", submit);
$("text").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("answer").requestSubmit(); });
on("next", "click", () => go({ scenario: me.next.id }));
on("random", "click", () => go({ scenario: fresh().id }));
on("following", "click", onward);
on("repeat", "click", () => begin(played.id, played.course));
on("sign-in", "submit", async () => {
  await ask("sign-in", fields($("sign-in")));
  $("sign-in").reset();
  await home();
  say("已登录。");
});
on("sign-out", "click", async () => {
  await ask("sign-out", {});
  await home();
  say("已退出登录。");
});
const shown = () => route().catch((error) => {
  if (error.status === 401) me = null;
  say(error.message);
  if (error.status === 401 || error.status === 404) home().catch((again) => say(again.message));
});
window.addEventListener("hashchange", shown);
shown();
