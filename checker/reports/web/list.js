/* The list of findings or conversations: only the rows in view exist, however many there are. */

const TALLEST = 15_000_000;
const SPARE = 6;
const PRINTED = 100;
const GRADE_CLASSES = ["", "minor", "moderate", "severe"];
const SEVERITY_CLASSES = ["minor", "moderate", "severe"];

class VirtualList {
  /** `describe(index)` gives the content of a row, `open(index, place)` is called for the one chosen. */
  constructor(box, describe, open) {
    this.box = box;
    this.rows = box.firstElementChild;
    this.describe = describe;
    this.open = open;
    this.items = [];
    this.active = 0;
    box.addEventListener("scroll", () => this.schedule(), { passive: true });
    box.addEventListener("keydown", (event) => this.press(event));
    this.rows.addEventListener("click", (event) => this.click(event));
    addEventListener("resize", () => this.schedule());
    addEventListener("beforeprint", () => this.draw(0, PRINTED));
    addEventListener("afterprint", () => this.draw());
  }

  show(items) {
    this.items = items;
    this.active = 0;
    this.height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
    this.rows.style.height = `${Math.min(TALLEST, items.length * this.height)}px`;
    this.box.scrollTop = 0;
    this.draw();
  }

  schedule() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  /** The row at the top of the view, with its fraction. Very long lists are scrolled in proportion. */
  get first() {
    const room = this.rows.offsetHeight - this.box.clientHeight;
    const last = this.items.length - this.box.clientHeight / this.height;
    return room > 0 && last > 0 ? this.box.scrollTop / room * last : 0;
  }

  draw(from = Math.max(0, Math.floor(this.first) - SPARE), to = Math.ceil(this.first + this.box.clientHeight / this.height) + SPARE) {
    const top = this.box.scrollTop - this.first * this.height;
    const rows = [];
    for (let place = from; place < Math.min(to, this.items.length); place++) rows.push(this.row(place, top));
    this.rows.replaceChildren(...rows);
    this.mark();
  }

  row(place, top) {
    const row = make("div", "row");
    row.id = `row-${place}`;
    row.dataset.place = place;
    row.setAttribute("role", "option");
    row.setAttribute("aria-posinset", place + 1);
    row.setAttribute("aria-setsize", this.items.length);
    row.style.top = `${top + place * this.height}px`;
    row.append(...this.describe(this.items[place]));
    return row;
  }

  mark() {
    for (const row of this.rows.children) row.setAttribute("aria-selected", Number(row.dataset.place) === this.active);
    if (document.getElementById(`row-${this.active}`)) this.box.setAttribute("aria-activedescendant", `row-${this.active}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 1);
    const places = { ArrowDown: this.active + 1, j: this.active + 1, ArrowUp: this.active - 1, k: this.active - 1, PageDown: this.active + page, PageUp: this.active - page, Home: 0, End: this.items.length - 1 };
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in places) this.go(places[event.key]);
    else if (event.key === "Enter" && this.items.length) this.open(this.items[this.active], this.active);
    else return;
    event.preventDefault();
  }

  /** Make a row the active one and bring it into view. */
  go(place) {
    this.active = Math.max(0, Math.min(this.items.length - 1, place));
    const view = this.box.clientHeight / this.height;
    const room = this.rows.offsetHeight - this.box.clientHeight, last = this.items.length - view;
    const first = this.active < this.first ? this.active : this.active > this.first + view - 1 ? this.active - view + 1 : this.first;
    if (last > 0) this.box.scrollTop = first / last * room;
    this.draw();
  }

  click(event) {
    const row = event.target.closest(".row");
    if (!row) return;
    this.active = Number(row.dataset.place);
    this.mark();
    this.open(this.items[this.active], this.active);
  }
}

function about(conversation) {
  const unit = data.units[data.unit[conversation]];
  const parts = [data.clerkNames[data.clerk[conversation]], unit, timeLabel(conversation), data.channels[data.channel[conversation]], where(conversation)];
  return parts.filter(Boolean).join(" · ");
}

function where(conversation) {
  return `${data.files[data.file[conversation]]}:${data.line[conversation]}`;
}

function badge(text, className) {
  return make("span", `badge ${className}`, text);
}

function describeFinding(j) {
  const head = make("div"), severity = data.severity[j], status = data.finding_status[j];
  head.append(badge(data.severities[severity], SEVERITY_CLASSES[severity]));
  if (status !== VIOLATION) head.append(badge(data.statuses[status], ""));
  head.append(data.words[j] || data.notes[data.finding_note[j]][3]);
  return [head, make("div", "about", `${data.notes[data.finding_note[j]][3]} · ${about(data.conversation[j])}`)];
}

function describeConversation(i) {
  const head = make("div");
  head.append(badge(`${data.score[i] / 100} 分`, GRADE_CLASSES[data.grade[i]]), data.ids[i] || where(i));
  return [head, make("div", "about", `${data.grades[data.grade[i]]} · ${data.findings[i]} 条意见 · ${about(i)}`)];
}

/** Orders of the list: name → how a finding and a conversation are weighed, the highest first. Equals keep their order. */
const ORDERS = {
  "重的在前": [(j) => data.severity[j] * 4 - data.finding_status[j], (i) => -data.score[i]],
  "新的在前": [(j) => moment(data.conversation[j]), moment],
  "原来的顺序": [() => 0, () => 0],
};

function moment(conversation) {
  return data.day[conversation] * 1440 + (data.minute[conversation] === NO_TIME ? 0 : data.minute[conversation]);
}

function sorted(items, weigh) {
  const weights = Float64Array.from(items, weigh);
  const places = Uint32Array.from(items.keys());
  places.sort((a, b) => weights[b] - weights[a] || a - b);
  return Uint32Array.from(places, (place) => items[place]);
}
