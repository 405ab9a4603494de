/* The review: its panes and its keys. Text only ever goes in as text. */
import { $, ROLE, answered, call, inTurn, make, me, named, percent, range, say, showName } from "./review-base.js";
import { act, facets, load, repeat, search, step, undo } from "./review-findings.js";
import { choosing, label, loadSample, showCategories, stepSample } from "./review-sample.js";

async function figures() {
  const lines = await call("precision");
  if (!lines) return;
  $("precision").replaceChildren(...lines.map((each) => {
    const row = make("tr");
    const title = make("th", "", each.title);
    title.scope = "row";
    title.title = each.rule;
    const numbers = [each.held, each.denied, each.contested, each.undecided];
    row.append(title, ...[...numbers, each.precision === null ? "–" : percent(each.precision), each.interval ? range(each.interval) : "–"].map((text) => make("td", "", text)));
    return row;
  }));
}

const PANES = { findings: load, sample: loadSample, figures };

function turnTo(name) {
  for (const pane of Object.keys(PANES)) $(`pane-${pane}`).hidden = pane !== name;
  for (const each of document.querySelectorAll("[data-pane]")) each.setAttribute("aria-pressed", String(each.dataset.pane === name));
  say("");
  return PANES[name]();
}

// keys

const WORK = {
  findings: {
    j: () => step(1), k: () => step(-1), y: () => act("y"), n: () => act("n"), c: () => act("c"), u: undo, a: repeat, "/": search,
  },
  sample: {
    j: () => stepSample(1), k: () => stepSample(-1), y: () => label("problem"), n: () => label("none"), s: () => label("unsure"),
  },
  figures: {},
};
const help = () => answered($("help"), () => null);

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) {
    choosing(event);
    return;
  }
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const pane = Object.keys(PANES).find((each) => !$(`pane-${each}`).hidden);
  const work = event.key === "?" ? help : WORK[pane][event.key];
  if (!work || event.repeat && !"jk".includes(event.key)) return;
  event.preventDefault();
  inTurn(work);
}

async function start() {
  history.replaceState(null, "", location.pathname);
  const told = await call("me");
  if (!told) return;
  Object.assign(me, told);
  showName();
  showCategories();
  document.querySelector("[data-pane=sample]").hidden = !me.sample;
  document.querySelector("nav").hidden = ROLE === "clerk";
  $("rename").hidden = ROLE === "clerk";
  await facets();
  await load();
  await named();
}

$("rename").addEventListener("click", () => inTurn(() => named(true)));
$("show-help").addEventListener("click", () => inTurn(help));
for (const each of document.querySelectorAll("[data-pane]")) each.addEventListener("click", () => inTurn(() => turnTo(each.dataset.pane)));
document.addEventListener("keydown", pressed);
inTurn(start);
