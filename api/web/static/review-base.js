/* What the parts of the review share: calls to the server, questions to the person, the look of a turn. */

const ROLES = { clerk: "工作人员", citizen: "服务对象", other: "其他" };
const NAME = "yanjian-name";
export const ROLE = location.pathname === "/mine" ? "clerk" : "inspector";
/** Who one is and the names of everything, as the server tells at the start. */
export const me = {};

export const $ = (id) => document.getElementById(id);
export const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
export const say = (text) => { $("status").textContent = text; };
export const percent = (share) => `${(share * 100).toFixed(1)}%`;
export const range = ([low, high]) => `${percent(low)}–${percent(high)}`;

let working = Promise.resolve();

/** Do one thing after the other: quick fingers decide one finding each, never one twice. */
export function inTurn(work) {
  working = working.then(work).catch((error) => {
    console.error(error);
    say("页面出错了，请刷新后再试。");
  });
}

/** Call the server; where it refuses, say why and give null. */
export async function call(path, value) {
  const options = { headers: { "X-Yanjian-Role": ROLE } };
  if (value) Object.assign(options, { method: "POST", body: JSON.stringify(value) });
  let response;
  try {
    response = await fetch(`v1/review/${path}`, options);
  } catch {
    return refuse("连不上，没有保存。请看看终端里的程序是不是还在运行。");
  }
  const answer = await response.json();
  return response.ok ? answer : refuse([answer.error, answer.advice].filter(Boolean).join("。"));
}

function refuse(text) {
  say(text);
  return null;
}

// who works

export const who = () => localStorage.getItem(NAME) || "";

/** Whether the name is known; asks for it once, or again. */
export async function named(again = false) {
  if (ROLE === "clerk" || (who() && !again)) return true;
  const given = await ask("请问您的姓名？", "每次核定都会记下是谁做的。只问这一次。", who());
  if (given) localStorage.setItem(NAME, given.slice(0, 50));
  showName();
  return Boolean(who());
}

export function showName() {
  $("name").textContent = ROLE === "clerk" ? `${me.unit} ${me.clerk}` : who();
}

/** A question with a text for an answer; "" where it was called off. */
export function ask(title, hint, value) {
  $("ask-title").textContent = title;
  $("ask-hint").textContent = hint;
  $("ask-text").value = value;
  return answered($("ask"), () => ($("ask").returnValue === "yes" ? $("ask-text").value.trim() : ""));
}

/** Show a dialog; gives what it was left with. The focus goes back to where it was. */
export function answered(dialog, read) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(read()), { once: true }));
}

/** A turn; offsets count code points, so the text is cut by code points. */
export function said(turn, span, severity, asked) {
  const line = make("p", asked ? "asked" : "");
  line.append(make("span", "speaker", `${turn.speaker || ROLES[turn.role] || ""}：`));
  if (!span) {
    line.append(turn.text);
    return line;
  }
  const points = [...turn.text];
  line.append(points.slice(0, span[0]).join(""), make("mark", severity, points.slice(...span).join("")), points.slice(span[1]).join(""));
  return line;
}
