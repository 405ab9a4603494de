/* The sample: one turn after the other is labelled; what the labels say of the whole. */
import { $, answered, call, inTurn, make, me, named, percent, range, said, say, who } from "./review-base.js";

let sample = [], sampled = null;

export async function loadSample() {
  const answer = await call("sample");
  if (!answer) return;
  sample = answer.turns;
  estimate(answer.missing);
  const first = sample.find((each) => !each.label) || sample[0];
  if (first && !sampled) await open(first.id);
  else progress();
}

function estimate({ found, missed, recall, interval }) {
  $("estimate").textContent = recall === null
    ? "标注还太少，估计不出找到的比例。"
    : `估计：全部有问题的话里，机器找到了 ${percent(recall)}（95% 区间 ${range(interval)}）。依据：机器指出过的标了 ${found.labelled} 句，其中有问题 ${found.faulty} 句；没有指出的标了 ${missed.labelled} 句，其中有问题 ${missed.faulty} 句。`;
}

async function open(id) {
  const found = await call(`sample/${id}`);
  if (!found) return;
  sampled = found;
  $("sampled").replaceChildren(...found.turns.map((turn, index) => said(turn, null, "", index === found.turn)));
  $("sampled").querySelector(".asked").scrollIntoView({ block: "nearest" });
  progress();
}

const sampledPlace = () => sample.findIndex((each) => sampled && each.id === sampled.id);

function progress() {
  const done = sample.filter((each) => each.label).length;
  const label = sampled?.label ? `：${me.labels[sampled.label]}${sampled.category ? `（${me.categories[sampled.category]}）` : ""}` : "";
  $("progress").textContent = `第 ${sampledPlace() + 1} 句${label}，共 ${sample.length} 句，已标 ${done} 句`;
}

export async function stepSample(by) {
  const target = sample[sampledPlace() + by];
  if (target) await open(target.id);
  else say(by > 0 ? "已经是最后一句。" : "已经是第一句。");
}

export async function label(name) {
  if (!sampled || !await named()) return;
  const category = name === "problem" ? await answered($("choose"), () => $("choose").returnValue) : "";
  if (name === "problem" && !category) return;
  const found = await call(`sample/${sampled.id}`, { label: name, category, version: sampled.version, who: who() });
  if (!found) {
    const told = $("status").textContent;
    await open(sampled.id);
    say(told);
    return;
  }
  sampled = found;
  Object.assign(sample.find((each) => each.id === found.id), { label: found.label, category: found.category });
  const answer = await call("sample");
  if (answer) estimate(answer.missing);
  const following = sample.slice(sampledPlace() + 1).find((each) => !each.label);
  if (following) await open(following.id);
  else progress();
  say(`标为“${me.labels[name]}”。${following ? "" : "后面没有没标的了。"}`);
}

/** In the choice of categories a digit is a category. */
export function choosing(event) {
  if (!$("choose").open || !/^[0-9]$/.test(event.key)) return;
  $("categories").children[(Number(event.key) + 9) % 10]?.click();
}

export function showCategories() {
  $("categories").replaceChildren(...Object.entries(me.categories).map(([name, title], index) => {
    const made = make("button", "", index < 10 ? `${title}（${(index + 1) % 10}）` : title);
    made.value = name;
    return made;
  }));
}

for (const each of document.querySelectorAll("[data-label]")) each.addEventListener("click", () => inTurn(() => label(each.dataset.label)));
for (const each of document.querySelectorAll("[data-step]")) each.addEventListener("click", () => inTurn(() => stepSample(Number(each.dataset.step))));
