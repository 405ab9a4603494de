/* The findings: the list with its filters, one finding with its conversation and history, what is decided about it. */
import { $, ROLE, ask, call, inTurn, make, me, named, said, say, who } from "./review-base.js";

const CHANNELS = { window: "窗口", phone: "电话", chat: "在线", reply: "书面" };
/** Key → the actions it stands for; which of them is open depends on the state. */
const KEYS = { y: ["confirm", "uphold"], n: ["reject", "withdraw"], c: ["contest"], u: ["undo"] };

let items = [], total = 0, current = null, last = null, filters = new FormData();

// the list

export async function load() {
  filters = new FormData($("filters"));
  const page = await call(`findings?${parameters()}`);
  if (!page) return;
  ({ items, total } = page);
  showList();
  if (items.length) await select(items[0].id, false);
  else $("case").hidden = true;
  say(total ? `共 ${total} 条。` : "没有这样的意见。");
}

/** The filters that are set; a value of "=…" is one that was chosen, even if it is empty. */
function parameters() {
  const given = new URLSearchParams();
  for (const [name, value] of filters) {
    if (name === "search" ? value.trim() : value) given.set(name, name === "search" ? value.trim() : value.slice(1));
  }
  return given;
}

async function more() {
  const page = await call(`findings?${parameters()}&after=${items[items.length - 1].id}`);
  if (!page) return;
  items = [...items, ...page.items];
  showList();
}

function showList() {
  $("count").textContent = `意见（${total}）`;
  $("list").replaceChildren(...items.map(entry));
  $("more").hidden = items.length >= total || !items.length;
  mark();
}

function entry(item) {
  const line = make("li");
  const button = make("button");
  button.type = "button";
  button.dataset.id = item.id;
  button.append(make("span", `label ${item.severity}`, `${me.severities[item.severity]} `), `“${[...item.text].slice(0, 40).join("")}” ${item.message}`);
  button.append(make("small", "", [me.states[item.state], item.status === "suspected" && "机器拿不准", item.unit, item.clerk, item.time.slice(0, 10)].filter(Boolean).join(" · ")));
  button.addEventListener("click", () => inTurn(() => select(item.id, true)));
  line.append(button);
  return line;
}

function mark() {
  for (const button of $("list").querySelectorAll("button")) {
    const here = current && Number(button.dataset.id) === current.id;
    button.toggleAttribute("aria-current", here);
    if (here) {
      button.setAttribute("aria-current", "true");
      button.scrollIntoView({ block: "nearest" });
    }
  }
}

const place = () => items.findIndex((item) => current && item.id === current.id);

export async function step(by) {
  const index = place() + by;
  if (index >= items.length && items.length < total) await more();
  if (items[index]) await select(items[index].id, true);
  else say(by > 0 ? "已经是最后一条。" : "已经是第一条。");
}

// one finding

async function select(id, opened) {
  const found = await call(`findings/${id}`);
  if (!found) return;
  show(found);
  document.body.classList.toggle("reading", opened);
  if (opened) say(`第 ${place() + 1} 条，共 ${total} 条：${found.state_name}，${found.message}`);
}

function show(found) {
  current = found;
  $("case").hidden = false;
  $("message").textContent = `${me.severities[found.severity]}：${found.message}`;
  $("place").textContent = [`第 ${found.id} 条`, found.state_name, found.unit, found.clerk, CHANNELS[found.channel], found.time, `${found.file} 第 ${found.line} 行`, found.rule].filter(Boolean).join(" · ");
  const { held, denied } = found.earlier;
  $("earlier").hidden = !(held || denied || found.alike);
  $("earlier").textContent = [held && `同样的内容以前核定：属实 ${held} 次`, denied && `不属实 ${denied} 次`, found.alike && `还有 ${found.alike} 条相同的没有核定`].filter(Boolean).join("，");
  $("turns").replaceChildren(...found.turns.map((turn, index) => said(turn, index === found.turn ? [found.start, found.end] : null, found.severity)));
  $("turns").querySelector("mark")?.scrollIntoView({ block: "nearest" });
  $("suggestions").replaceChildren(...found.suggestions.map((text) => make("li", "", `可以说：${text}`)));
  $("clauses").textContent = `依据：${found.clauses.join("；")}`;
  $("changes").replaceChildren(...found.changes.map(change));
  $("actions").replaceChildren(...found.actions.map(action), ...extras(found));
  mark();
}

function change(each) {
  const by = each.role === "clerk" ? `${each.who}（本人）` : each.who;
  return make("li", "", `${new Date(each.at).toLocaleString("zh-CN")} ${by}：${each.action}${each.reason ? `，${each.reason}` : ""}`);
}

function button(text, key, work) {
  const made = make("button", "", `${text} `);
  made.type = "button";
  if (key) made.append(make("kbd", "", key));
  made.addEventListener("click", (event) => { if (event.detail < 2) inTurn(work); });
  return made;
}

function action(name) {
  const key = Object.keys(KEYS).find((each) => KEYS[each].includes(name));
  return button(me.actions[name], key, () => decide(name));
}

const repeatable = (found) => ROLE === "inspector" && found.alike && ["confirmed", "rejected"].includes(found.state);

function extras(found) {
  if (ROLE === "clerk") return [];
  return [
    ...(repeatable(found) ? [button(`相同的 ${found.alike} 条都照这样`, "a", repeat)] : []),
    ...(found.clerk ? [button("给这位工作人员发链接", "", link)] : []),
  ];
}

/** What a key stands for, where it is open now. */
export function act(key) {
  const name = KEYS[key].find((each) => current?.actions.includes(each));
  if (name) return decide(name);
  return say(current ? `现在是“${current.state_name}”，不能这样做。` : "");
}

async function decide(name, from = current) {
  if (!await named()) return;
  const reason = name === "contest" ? await ask("申辩的理由", "写清楚当时的情况，核定人员会看到。", "") : "";
  if (name === "contest" && !reason) return say("没有写理由，没有提交。");
  const found = await call(`findings/${from.id}`, { action: name, version: from.version, who: who(), reason });
  if (!found) {
    const told = $("status").textContent;
    await select(from.id, true);
    return say(told);
  }
  const item = items.find((each) => each.id === found.id);
  if (item) Object.assign(item, { state: found.state, version: found.version });
  last = found;
  show(found);
  refresh(found);
  say(`第 ${found.id} 条：${me.actions[name]}，现在是“${found.state_name}”。${found.actions.includes("undo") ? "按 u 撤回。" : ""}`);
  if (["confirm", "reject"].includes(name)) await next();
  return undefined;
}

/** The state in the list's entry, where it is shown. */
function refresh(found) {
  const old = $("list").querySelector(`[data-id="${found.id}"]`)?.closest("li");
  const item = items.find((each) => each.id === found.id);
  if (old && item) old.replaceWith(entry(item));
  mark();
}

/** After a verdict: the next finding that is open, with the message of the last still standing. */
async function next() {
  const told = $("status").textContent;
  const following = items.slice(place() + 1).find((each) => each.state === "open");
  if (following) await select(following.id, true);
  say(following ? told : `${told}后面没有待核定的了。`);
}

export async function undo() {
  if (current?.actions.includes("undo")) return decide("undo");
  if (!last) return say("没有可以撤回的。");
  const found = await call(`findings/${last.id}`);
  if (found) {
    show(found);
    if (found.actions.includes("undo")) await decide("undo", found);
  }
  return undefined;
}

export async function repeat() {
  if (!current || !repeatable(current) || !await named()) return;
  const answer = await call(`findings/${current.id}/repeat`, { who: who() });
  if (!answer) return;
  const { id } = current;
  await load();
  await select(id, true);
  say(`内容相同的 ${answer.decided} 条也已照这样核定。`);
}

async function link() {
  if (!await named()) return;
  const answer = await call("links", { unit: current.unit, clerk: current.clerk, who: who() });
  if (!answer) return;
  const local = ["127.0.0.1", "localhost"].includes(location.hostname);
  const hint = `把链接交给本人，打开只能看到自己的、已核定属实的意见，可以申辩。以前给过的链接不再有效。${local ? "现在只有这台电脑能打开；要让别的电脑打开，启动时请写 --host 0.0.0.0。" : ""}`;
  await ask(`${current.unit} ${current.clerk} 的链接`, hint, `${location.origin}${answer.path}`);
}

// the filters

export const search = () => $("filters").elements.search.focus();

export async function facets() {
  const found = await call("facets");
  if (!found) return;
  for (const [name, values] of Object.entries(found)) {
    const choice = $("filters").elements[name];
    choice.replaceChildren(option("", "全部"), ...values.map((each) => option(`=${each.value}`, `${each.label || "（没有写）"}（${each.count}）`)));
    choice.closest("label").hidden = values.length < 2;
  }
  if (ROLE === "inspector" && found.state.some((each) => each.value === "open")) $("filters").elements.state.value = "=open";
}

function option(value, text) {
  const made = make("option", "", text);
  made.value = value;
  return made;
}

$("filters").addEventListener("submit", (event) => { event.preventDefault(); inTurn(load); });
$("filters").addEventListener("change", (event) => { if (event.target.matches("select")) inTurn(load); });
$("more").addEventListener("click", () => inTurn(more));
$("back").addEventListener("click", () => {
  document.body.classList.remove("reading");
  $("list").querySelector("[aria-current]")?.focus();
});
