/* What the pages of the practice share: elements made with text only, requests, a dialogue and its rubric on the page. */

export const $ = (id) => document.getElementById(id);
export const LEVELS = { 1: "初级", 2: "中级", 3: "高级" };
const CHANNELS = { window: "窗口", phone: "电话", chat: "在线", reply: "书面" };
const OUTCOMES = { met: "✓ 做到了", missed: "✗ 没有做到", fault: "⚠ 不妥" };
const WHO = { clerk: "工作人员（您）", citizen: "对方", other: "旁人" };

/** An element with its text and children; whatever people wrote only ever goes in as text. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name === "role" || name === "scope") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Say something to everybody: it stands at the head of the page and is read out. */
export const say = (text) => { $("status").textContent = text; };

/** Show one of the sections of the page. */
export function show(...ids) {
  for (const section of document.querySelectorAll("main > section")) section.hidden = !ids.includes(section.id);
}

/** Ask the service. Throws an Error whose message can be shown. */
export async function ask(path, body, method = body === undefined ? "GET" : "POST") {
  const options = body === undefined ? {} : { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(`v1/practice/${path}`, options);
  } catch {
    throw new Error("连不上服务。已经提交的都保存着，请稍后再试。");
  }
  const answer = await response.json();
  if (response.ok) return answer;
  const error = new Error([answer.error, answer.advice].filter(Boolean).join("。"));
  error.status = response.status;
  throw error;
}

/** Do something for a button or form: locked meanwhile, and what goes wrong is told. */
export async function busy(element, work) {
  const buttons = [element, ...element.querySelectorAll("button")].filter((each) => "disabled" in each);
  for (const each of buttons) each.disabled = true;
  try {
    return await work();
  } catch (error) {
    say(error.message);
    return undefined;
  } finally {
    for (const each of buttons) each.disabled = false;
  }
}

/** The fields of a form by name. */
export const fields = (form) => Object.fromEntries(new FormData(form));

export const shownTime = (text) => new Date(text).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });

export const about = (scenario) =>
  [scenario.situation, CHANNELS[scenario.channel], LEVELS[scenario.level]].filter(Boolean).join(" · ");

/** The dialogue so far, one paragraph a turn. */
export function dialogue(turns, clerk = WHO.clerk) {
  return turns.map((turn) => make("p", { className: `said ${turn.role}` },
    make("span", { className: "who", textContent: turn.role === "clerk" ? clerk : WHO[turn.role] }), turn.text));
}

/** The rubric: what was met, missed and at fault, by which words, what to say instead, by which clause. */
export function rubric(result) {
  const head = make("p", { className: "score", textContent: `${result.score} 分，${result.passed ? "达标" : "没有达标"}` });
  const order = { fault: 0, missed: 1, met: 2 };
  const items = [...result.items].sort((a, b) => order[a.outcome] - order[b.outcome]);
  const models = result.models.map((each) => make("li", {},
    make("p", { className: "hint", textContent: each.citizen }), make("p", { className: "say", textContent: each.text })));
  return [head, make("ul", { className: "results" }, ...items.map(item)), make("h3", { textContent: "参考答案" }),
    make("ol", {}, ...models)];
}

function item(each) {
  const outcome = each.outcome === "met" && each.prompted ? "△ 对方追问后才做到" : OUTCOMES[each.outcome];
  const line = make("li", { className: `result ${each.outcome}` }, make("p", {}, make("strong", { textContent: `${outcome}：${each.title}` })));
  if (each.words.length) line.append(make("p", { textContent: `依据您的话：${each.words.map((word) => `“${word}”`).join("、")}` }));
  if (each.outcome !== "met" || each.prompted) line.append(make("p", { textContent: each.why }));
  if (each.suggestion) line.append(make("p", { className: "say", textContent: `可以说：${each.suggestion}` }));
  if (each.clauses.length) line.append(make("p", { className: "clause", textContent: `依据：${each.clauses.join("；")}` }));
  return line;
}
