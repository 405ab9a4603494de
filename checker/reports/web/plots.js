/* Plots as SVG. Places are in per cent of the width, so that nothing is measured and everything fits a phone. */

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function button(text, action, className) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", action);
  return element;
}

function draw(tag, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A rate as a dot with its interval, on a line from 0 to `most`; `whole` is the rate of all. */
function dot(one, most, whole) {
  const place = (share) => `${Math.min(100, share / most * 100)}%`;
  const svg = draw("svg", { width: "100%", height: 18, "aria-hidden": "true", class: one.few ? "few" : "" });
  svg.append(draw("line", { x1: 0, x2: "100%", y1: 17, y2: 17, class: "grid" }));
  if (whole !== undefined) svg.append(draw("line", { x1: place(whole), x2: place(whole), y1: 0, y2: 18, class: "whole" }));
  svg.append(draw("line", { x1: place(one.low), x2: place(one.high), y1: 9, y2: 9, class: "whisker" }));
  svg.append(draw("circle", { cx: place(one.share), cy: 9, r: 4, class: "dot" }));
  return svg;
}

/** A count as a bar. */
function bar(count, most) {
  const svg = draw("svg", { width: "100%", height: 18, "aria-hidden": "true" });
  svg.append(draw("rect", { x: 0, y: 3, width: `${most ? count / most * 100 : 0}%`, height: 12, class: "bar" }));
  return svg;
}

/** The weekly rates of one row; weeks without conversations are left out. */
function sparkline(hits, totals) {
  const svg = draw("svg", { width: 84, height: 18, "aria-hidden": "true" });
  const points = [];
  hits.forEach((count, week) => {
    if (totals[week]) points.push(`${(2 + week / Math.max(1, hits.length - 1) * 80).toFixed(1)},${(16 - count / totals[week] * 14).toFixed(1)}`);
  });
  svg.append(draw("polyline", { points: points.join(" "), class: "path" }));
  return svg;
}

const HEIGHT = 150, TOP = 8, BOTTOM = 22, LEFT = 8;

/** Columns, or with `joined` dots on a line, one an item: label, value, low and high (if any), text, action. */
function columns(items, { name, most, unit, joined }) {
  const svg = draw("svg", { width: "100%", height: TOP + HEIGHT + BOTTOM, role: "group", "aria-label": name });
  const width = (100 - LEFT) / Math.max(1, items.length);
  const height = (value) => TOP + HEIGHT - Math.min(1, value / most) * HEIGHT;
  for (const part of [0, 0.5, 1]) {
    svg.append(draw("line", { x1: `${LEFT}%`, x2: "100%", y1: height(most * part), y2: height(most * part), class: "grid" }));
    svg.append(draw("text", { x: `${LEFT - 1}%`, y: height(most * part) + 4, "text-anchor": "end", class: "axis" }, unit(most * part)));
  }
  const every = Math.ceil(items.length / 12);
  items.forEach((item, index) => {
    const middle = LEFT + (index + 0.5) * width;
    if (joined && index && items[index - 1].value !== null && item.value !== null) {
      svg.append(draw("line", { x1: `${middle - width}%`, y1: height(items[index - 1].value), x2: `${middle}%`, y2: height(item.value), class: "path" }));
    }
    svg.append(column(item, { middle, width, height, joined }));
    if (index % every === 0) svg.append(draw("text", { x: `${middle}%`, y: TOP + HEIGHT + 16, "text-anchor": "middle", class: "axis" }, item.label));
  });
  return svg;
}

function column(item, { middle, width, height, joined }) {
  const group = draw("g", { class: item.few ? "column few" : "column", role: "button", tabindex: 0, "aria-label": item.text });
  const floor = TOP + HEIGHT;
  group.append(draw("title", {}, item.text));
  group.append(draw("rect", { x: `${middle - width / 2}%`, y: TOP, width: `${width}%`, height: HEIGHT, class: "hit" }));
  if (item.value !== null) {
    if (joined) group.append(draw("circle", { cx: `${middle}%`, cy: height(item.value), r: 4, class: "dot" }));
    else group.append(draw("rect", { x: `${middle - width * 0.4}%`, y: height(item.value), width: `${width * 0.8}%`, height: Math.max(0, floor - height(item.value)), class: "bar" }));
    if (item.low !== undefined) group.append(draw("line", { x1: `${middle}%`, x2: `${middle}%`, y1: height(item.low), y2: height(item.high), class: "whisker" }));
  }
  group.addEventListener("click", item.action);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    item.action();
  });
  return group;
}

/** A round number at or above a value, for the end of an axis. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999);
}
