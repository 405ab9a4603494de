/* The editor of scenarios: the text is checked while it is written; it is saved only when it is whole and proves itself. */
import { $, ask, busy, dialogue, make, rubric, say, show } from "./practice-common.js";

const WAIT = 500; // milliseconds without a key before the text is checked
const START = `course = "本单位的课程"

[[entry]]
id = "our-first"
title = "来了一位问社保卡的"
situation = "arrival"
level = 1
setting = "您在综合窗口，一位大叔走到窗前。"
basis = [{ document = "yakeshi", clause = "五 办公用语1" }]
  [[entry.step]]
  id = "open"
  citizen = "同志，社保卡丢了找谁？"
  require = [{ kind = "expression", name = "arrival", id = "greet" }]
  model = "您好，请坐。社保卡补领在这个窗口办，请出示身份证。"
  [[entry.bad]]
  step = "open"
  text = "不知道，问别人去。"
  fails = "greet"
`;
let files = [], digest = null, asked = 0, timer = 0, clean = "";

async function load() {
  const { refusal, files: found } = await ask("editor/files");
  files = found;
  $("refusal").hidden = !refusal;
  $("refusal").textContent = refusal;
  $("save").disabled = Boolean(refusal);
  $("files").replaceChildren(make("option", { value: "", textContent: "新文件" }), ...files.map((each) =>
    make("option", { value: `${each.own ? "own" : "shipped"}/${each.name}`, textContent: `${each.own ? "本单位" : "自带（只看）"}：${each.name}` })));
}

async function open() {
  const [kind, name] = $("files").value.split("/");
  const { text, digest: found } = kind ? await ask(`editor/${kind}/${name}`) : { text: START, digest: null };
  $("source").value = clean = text;
  digest = kind === "own" ? found : null; // a shipped file is copied under a name of one's own
  $("name").value = kind === "own" ? name : "";
  $("name").readOnly = kind === "own";
  $("answers").value = "";
  await check();
}

/** Ask the service what it makes of the text; an answer that a later one overtook is dropped. */
async function check() {
  const mine = ++asked;
  const answers = $("answers").value.split("\n").filter((line) => line.trim());
  const result = await ask("editor/check", { text: $("source").value, scenario: $("scenario").value, answers });
  if (mine !== asked) return;
  problems(result);
  trials(result);
  const chosen = $("scenario").value;
  $("scenario").replaceChildren(...result.scenarios.map((each) => make("option", { value: each.id, textContent: each.title, selected: each.id === chosen })));
  played(result.played);
  if (!result.played && result.scenarios.length) await check(); // the first scenario is chosen now
}

function problems(result) {
  const failed = result.trials.filter((each) => !each.fine).length;
  const count = result.problems.length + failed;
  $("problems-title").textContent = count ? `检查结果：${count} 个问题` : "检查结果：没有问题，可以保存";
  const lines = result.problems.map((each) => {
    const item = make("li", { className: "problem", textContent: [each.line ? `第 ${each.line} 行` : "", each.field, each.message, each.advice].filter(Boolean).join("：") });
    if (each.line) {
      const jump = make("button", { type: "button", textContent: "去这一行", "aria-label": `去第 ${each.line} 行` });
      jump.addEventListener("click", () => jumpTo(each.line));
      item.append(" ", jump);
    }
    return item;
  });
  const notes = result.replaces.map((id) => make("li", { textContent: `自带的场景里已经有 “${id}”：保存后，练习时用您的；自带的文件不变。` }));
  $("problems").replaceChildren(...lines, ...notes);
}

function trials(result) {
  $("trials-title").textContent = `自己的例子：${result.trials.filter((each) => each.fine).length}/${result.trials.length} 个合乎预期`;
  $("trials-box").open = result.trials.some((each) => !each.fine);
  $("trials").replaceChildren(...result.trials.map((each) => make("li", { className: each.fine ? "" : "problem",
    textContent: `${each.fine ? "✓" : "✗"} ${each.scenario} / ${each.step}：“${each.text}”${each.fine ? "" : `，预期 ${each.expected}`}` })));
}

function played(view) {
  if (!view) return $("played").replaceChildren();
  const stage = view.stage && !view.rubric ? [make("p", { className: "stage", textContent: view.stage })] : [];
  return $("played").replaceChildren(...dialogue(view.transcript, "试答"), ...stage, ...(view.rubric ? rubric(view.rubric) : []));
}

function jumpTo(line) {
  const lines = $("source").value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  $("source").focus();
  $("source").setSelectionRange(start, start + (lines[line - 1] ?? "").length);
}

async function save() {
  const name = $("name").value.trim();
  if (!name) throw new Error("请先写文件名，如 our-hall。");
  const text = $("source").value;
  ({ digest } = await ask(`editor/own/${encodeURIComponent(name)}`, { text, digest }, "PUT"));
  clean = text;
  await load();
  $("files").value = `own/${name}`;
  $("name").readOnly = true;
  say("已保存，练习里马上可以用。");
}

const later = () => {
  clearTimeout(timer);
  timer = setTimeout(() => check().catch((error) => say(error.message)), WAIT);
};
for (const id of ["source", "answers"]) $(id).addEventListener("input", later);
$("scenario").addEventListener("change", later);
$("files").addEventListener("change", () => {
  if ($("source").value === clean || confirm("改过的还没有保存，要放弃吗？")) busy($("files"), open);
});
$("save").addEventListener("click", () => busy($("save"), save));
window.addEventListener("beforeunload", (event) => { if ($("source").value !== clean) event.preventDefault(); });

load().then(open).then(() => show("writing")).catch((error) => {
  if (error.status === 401) return show("closed");
  return say(error.message);
});
