/*
 * 言检 draft guard: flags a draft while it is typed, and asks before a draft that should not go out is sent.
 *
 *   <script src="…/static/draft-guard.js" data-for="textarea" data-channel="reply" data-profile="qidong" defer></script>
 *
 * data-for: which fields (textarea, input, contenteditable); data-send: buttons that send without a form; data-server,
 * data-key, data-matter as needed. It reads the fields and draws over them; it writes only when a replacement is clicked.
 */
(() => {
  "use strict";

  const DELAY = 300; // after the last keystroke, milliseconds
  const ASK_WAIT = 2000; // how long sending waits for an answer
  const RETRY_FIRST = 2000, RETRY_LAST = 60000;
  const COLORS = { severe: "#c00000", moderate: "#d46b08", minor: "#1d6fd1" };
  const SEVERITIES = { severe: "严重", moderate: "较重", minor: "较轻" };
  const BLOCKS = new Set("ADDRESS ARTICLE BLOCKQUOTE DD DIV DL DT FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER LI OL P PRE SECTION TABLE TR UL".split(" "));
  const MIRRORED = ["boxSizing", "borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth", "paddingTop",
    "paddingRight", "paddingBottom", "paddingLeft", "fontFamily", "fontSize", "fontStyle", "fontWeight", "fontVariant",
    "fontStretch", "letterSpacing", "lineHeight", "tabSize", "textAlign", "textIndent", "textTransform", "wordSpacing",
    "wordBreak", "overflowWrap", "direction"];
  const STYLE = `
    :host { all: initial }
    * { font: 14px/1.6 system-ui, sans-serif; box-sizing: border-box }
    .paint { position: fixed; overflow: hidden; pointer-events: none; z-index: 2147483640 }
    .mirror { color: transparent; border-style: solid; border-color: transparent; white-space: pre-wrap; position: absolute; left: 0; top: 0 }
    .mirror span { font: inherit; text-decoration-line: underline; text-decoration-style: wavy; text-decoration-skip-ink: none }
    .box { position: fixed; pointer-events: none; border-bottom: 2px dotted; z-index: 2147483640 }
    .badge { position: fixed; z-index: 2147483641; border: 1px solid #888; border-radius: 10px; padding: 0 8px; font-size: 12px; background: #fff; color: #333; cursor: pointer }
    .panel { position: fixed; z-index: 2147483642; width: min(360px, 94vw); max-height: 50vh; overflow: auto; background: #fff; color: #222; border: 1px solid #888; border-radius: 6px; box-shadow: 0 4px 16px #0004; padding: 8px 12px }
    .panel p, dialog p { margin: 4px 0 }
    .item + .item { border-top: 1px solid #ddd; margin-top: 8px; padding-top: 8px }
    .clause { color: #595959; font-size: 12px }
    .say { display: block; width: 100%; text-align: left; margin: 4px 0; padding: 4px 8px; border: 1px solid #2e7d32; border-radius: 4px; background: #f1f8f1; color: #1b5e20; cursor: pointer }
    button:focus-visible { outline: 3px solid #1d6fd1 }
    dialog { max-width: min(480px, 94vw); border: 1px solid #888; border-radius: 8px; color: #222; background: #fff }
    dialog .buttons { display: flex; gap: 8px; justify-content: flex-end; margin-top: 12px }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  `;

  /** An element with text and attributes; text only ever goes in as text. */
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const isText = (element) => element.localName === "textarea" || element.localName === "input";

  /** How a text changed: what is the same before and behind. */
  const change = (before, after) => {
    const most = Math.min(before.length, after.length);
    let head = 0, tail = 0;
    while (head < most && before[head] === after[head]) head += 1;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
    return { head, tail, shift: after.length - before.length };
  };

  /** A textarea or an input: its marks are drawn by a mirror laid over it. */
  class PlainField {
    constructor(element, root) {
      this.element = element;
      this.paint = root.appendChild(make("div", "paint"));
      this.mirror = this.paint.appendChild(make("div", "mirror"));
      this.spans = [];
    }

    text() { return this.element.value; }

    caret() { return this.element.selectionStart === this.element.selectionEnd ? this.element.selectionStart : -1; }

    mark(findings) {
      const text = this.text();
      const parts = [];
      let at = 0;
      this.spans = [];
      for (const finding of [...findings].sort((a, b) => a.start - b.start)) {
        if (finding.start < at) continue;
        const span = make("span", "", text.slice(finding.start, finding.end));
        span.style.textDecorationColor = COLORS[finding.severity];
        parts.push(document.createTextNode(text.slice(at, finding.start)), span);
        this.spans.push([finding, span]);
        at = finding.end;
      }
      this.mirror.replaceChildren(...parts, document.createTextNode(text.slice(at) + "\n"));
      this.place();
    }

    place() {
      const { element, paint, mirror } = this;
      const style = getComputedStyle(element), box = element.getBoundingClientRect();
      for (const name of MIRRORED) mirror.style[name] = style[name];
      if (element.localName === "input") mirror.style.whiteSpace = "pre";
      const bar = element.offsetWidth - element.clientWidth - parseFloat(style.borderLeftWidth) - parseFloat(style.borderRightWidth);
      mirror.style.width = `${element.offsetWidth - Math.max(0, bar)}px`;
      mirror.style.transform = `translate(${-element.scrollLeft}px, ${-element.scrollTop}px)`;
      Object.assign(paint.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px`, display: box.width ? "" : "none" });
    }

    rect(finding) {
      const found = this.spans.find(([each]) => each === finding);
      return (found ? found[1] : this.element).getBoundingClientRect();
    }

    replace(finding, text) {
      this.element.focus();
      this.element.setSelectionRange(finding.start, finding.end);
      if (!document.execCommand("insertText", false, text)) {
        this.element.setRangeText(text, finding.start, finding.end, "end");
        this.element.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }

  /** A contenteditable element: its marks are highlights of ranges, or boxes under them in older browsers. */
  class RichField {
    constructor(element, root) {
      this.element = element;
      this.root = root;
      this.ranges = new Map();
      this.boxes = [];
      this.pieces = [];
    }

    text() {
      let text = "";
      this.pieces = [];
      const breakLine = () => { if (text && !text.endsWith("\n")) text += "\n"; };
      const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
          this.pieces.push({ node, start: text.length });
          text += node.data;
        } else if (node.nodeName === "BR") text += "\n";
        else {
          const block = node !== this.element && BLOCKS.has(node.nodeName);
          if (block) breakLine();
          node.childNodes.forEach(walk);
          if (block) breakLine();
        }
      };
      walk(this.element);
      return text;
    }

    caret() {
      const selection = getSelection();
      if (!selection.isCollapsed || !this.element.contains(selection.anchorNode)) return -1;
      const piece = this.pieces.find((each) => each.node === selection.anchorNode);
      return piece ? piece.start + selection.anchorOffset : -1;
    }

    range(start, end) {
      const range = document.createRange();
      for (const { node, start: first } of this.pieces) {
        const last = first + node.length;
        if (first <= start && start < last) range.setStart(node, start - first);
        if (first < end && end <= last) { range.setEnd(node, end - first); return range; }
      }
      return null;
    }

    mark(findings) {
      this.clear();
      this.text();
      for (const finding of findings) {
        const range = this.range(finding.start, finding.end);
        if (!range) continue;
        this.ranges.set(finding, range);
        if (highlights) highlights[finding.severity].add(range);
      }
      this.place();
    }

    place() {
      this.boxes.forEach((box) => box.remove());
      this.boxes = [];
      if (highlights) return;
      for (const [finding, range] of this.ranges) {
        for (const rect of range.getClientRects()) {
          const box = this.root.appendChild(make("div", "box"));
          Object.assign(box.style, { left: `${rect.left}px`, top: `${rect.top}px`, width: `${rect.width}px`, height: `${rect.height}px`, borderColor: COLORS[finding.severity] });
          this.boxes.push(box);
        }
      }
    }

    clear() {
      if (highlights) for (const [finding, range] of this.ranges) highlights[finding.severity].delete(range);
      this.ranges.clear();
    }

    rect(finding) { return (this.ranges.get(finding) || this.element).getBoundingClientRect(); }

    replace(finding, text) {
      this.text();
      const range = this.range(finding.start, finding.end);
      if (!range) return;
      this.element.focus();
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      document.execCommand("insertText", false, text);
    }
  }

  /** Shared highlights, one a severity; null where the browser has none. */
  let highlights = null;
  const setUpHighlights = () => {
    if (!window.CSS || !CSS.highlights || !document.adoptedStyleSheets) return;
    highlights = {};
    const sheet = new CSSStyleSheet();
    for (const [severity, color] of Object.entries(COLORS)) {
      CSS.highlights.set(`yanjian-${severity}`, (highlights[severity] = new Highlight()));
      sheet.insertRule(`::highlight(yanjian-${severity}) { text-decoration: underline wavy ${color} }`);
    }
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  /** One guarded field. */
  class Guard {
    constructor(element, app) {
      this.app = app;
      this.element = element;
      this.field = new (isText(element) ? PlainField : RichField)(element, app.root);
      this.badge = app.root.appendChild(make("button", "badge"));
      this.badge.type = "button";
      this.badge.hidden = true;
      this.findings = [];
      this.suppressed = new Set();
      this.known = ""; // the text that the findings stand in
      this.checked = null; // the text that the decision is of
      this.decision = "send";
      this.away = 0; // how long to wait before the next try, while the server is away
      this.composing = false;
      this.listen();
      this.changed();
    }

    listen() {
      const on = (name, handler) => this.element.addEventListener(name, handler);
      on("input", () => this.changed());
      on("compositionstart", () => { this.composing = true; clearTimeout(this.timer); });
      on("compositionend", () => { this.composing = false; this.changed(); });
      for (const name of ["click", "keyup"]) on(name, () => this.point());
      this.badge.addEventListener("click", () => this.app.panel(this, this.findings, this.badge.getBoundingClientRect()));
      if (window.ResizeObserver) new ResizeObserver(() => this.place()).observe(this.element);
    }

    /** After any edit: marks move with their words, those that were touched go, and a check is due. */
    changed() {
      const text = this.field.text();
      if (text !== this.known) {
        const { head, tail, shift } = change(this.known, text);
        const behind = this.known.length - tail;
        this.findings = this.findings.flatMap((finding) => {
          if (finding.end <= head) return [finding];
          return finding.start >= behind ? [{ ...finding, start: finding.start + shift, end: finding.end + shift }] : [];
        });
        this.known = text;
        this.checked = null;
        this.app.closePanel();
        this.show();
      }
      clearTimeout(this.timer);
      if (!this.composing && text !== this.checked) this.timer = setTimeout(() => this.check(), Math.max(DELAY, this.away));
    }

    /** Ask the server; an answer that comes too late for the text is dropped. */
    async check() {
      const text = this.field.text();
      this.abort?.abort();
      const abort = (this.abort = new AbortController());
      if (!text.trim()) return this.take(text, { findings: [], decision: "send" });
      try {
        const answer = await this.app.options.check(this.app.body(text, [...this.suppressed]), abort.signal);
        this.away = 0;
        if (text === this.field.text()) this.take(text, answer);
      } catch (error) {
        if (!abort.signal.aborted) this.lose(error);
      }
    }

    take(text, answer) {
      this.problem = "";
      this.known = this.checked = text;
      this.decision = answer.decision;
      this.findings = answer.findings.filter((each) => !each.suppressed).map((each) => ({
        ...each, start: each.utf16_start, end: each.utf16_end,
        whole: each.kind === "notice" || each.utf16_end - each.utf16_start >= text.length && each.kind === "protocol",
      }));
      this.show();
    }

    /** The server is away or refuses: no marks, no decision, and a word about it. */
    lose(error) {
      this.away = Math.min(this.away * 2 || RETRY_FIRST, RETRY_LAST);
      this.problem = error.told || "言检连不上，没有检查";
      this.findings = [];
      this.checked = null;
      this.decision = "send";
      this.show();
    }

    /** The decision on the text as it is now; without an answer in time the draft may go. */
    async verdict() {
      if (this.field.text() !== this.checked && !this.away) {
        clearTimeout(this.timer);
        await Promise.race([this.check(), new Promise((done) => setTimeout(done, ASK_WAIT))]);
      }
      return this.field.text() === this.checked ? this.decision : "send";
    }

    /** Whether the decision is known without asking. */
    settled() { return this.away > 0 || this.field.text() === this.checked || !this.field.text().trim(); }

    show() {
      this.field.mark(this.findings.filter((each) => !each.whole && each.end > each.start));
      const count = this.findings.length;
      this.badge.textContent = this.problem || (count ? `言检 ${count} 处` : "");
      this.badge.hidden = !this.badge.textContent;
      this.badge.style.borderColor = this.decision === "block" ? COLORS.severe : "#888";
      this.app.say(this.badge.textContent);
      this.place();
    }

    place() {
      const box = this.element.getBoundingClientRect();
      this.field.place();
      this.badge.style.left = `${Math.max(4, box.right - this.badge.offsetWidth - 18)}px`;
      this.badge.style.top = `${box.bottom - 26}px`;
    }

    /** The panel for the finding under the caret. */
    point() {
      const caret = this.field.caret();
      const under = this.findings.filter((each) => !each.whole && each.start <= caret && caret <= each.end);
      if (under.length) this.app.panel(this, under, this.field.rect(under[0]));
      else this.app.closePanel();
    }

    replace(finding, text) {
      this.app.closePanel();
      this.field.replace(finding, text);
    }

    waive(finding) {
      this.suppressed.add(finding.key);
      this.checked = null;
      this.app.closePanel();
      this.check();
    }
  }

  /** All guards of a page, their panel, and the gate before sending. */
  class App {
    constructor(options) {
      this.options = options;
      this.guards = new Map();
      this.passing = new WeakSet();
      const host = document.documentElement.appendChild(make("yanjian-draft-guard"));
      this.root = host.attachShadow({ mode: "open" });
      if (this.root.adoptedStyleSheets) { // a page's content security policy may forbid a style element
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        this.root.adoptedStyleSheets = [sheet];
      } else this.root.appendChild(make("style", "", STYLE));
      this.status = this.root.appendChild(make("div", "unseen"));
      this.status.setAttribute("role", "status");
      setUpHighlights();
      this.listen();
    }

    listen() {
      document.addEventListener("focusin", (event) => this.attach(event.target));
      document.addEventListener("submit", (event) => this.gate(event, event.target, () => event.target.requestSubmit(event.submitter)), true);
      document.addEventListener("click", (event) => this.clicked(event), true);
      document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.closePanel(); });
      const place = () => requestAnimationFrame(() => this.guards.forEach((guard) => guard.place()));
      for (const name of ["scroll", "resize"]) window.addEventListener(name, place, { capture: true, passive: true });
      if (document.activeElement) this.attach(document.activeElement);
    }

    attach(target) {
      const element = target?.closest?.(this.options.fields);
      const editable = element && (isText(element) ? element.type !== "password" : element.isContentEditable);
      if (editable && !this.guards.has(element)) this.guards.set(element, new Guard(element, this));
      for (const [each, guard] of this.guards) {
        if (each.isConnected) continue;
        guard.badge.remove();
        guard.field.mark([]);
        this.guards.delete(each);
      }
    }

    body(text, suppress) {
      const { channel, profile, matter } = this.options;
      return { text, channel, ...(profile && { profile }), ...(matter && { matter }), suppress };
    }

    clicked(event) {
      if (!event.composedPath().includes(this.open)) this.closePanel();
      const button = this.options.send && event.target.closest?.(this.options.send);
      if (button) this.gate(event, button, () => button.click());
    }

    /** Hold sending back while a draft in it is not to go out; `again` sends it once more. */
    async gate(event, sender, again) {
      if (this.passing.delete(sender)) return;
      const within = [...this.guards.values()].filter((guard) => sender.localName !== "form" || sender.contains(guard.element));
      if (within.every((guard) => guard.settled() && guard.decision !== "block")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const verdicts = await Promise.all(within.map((guard) => guard.verdict()));
      const blocked = within.filter((_, index) => verdicts[index] === "block");
      if (blocked.length && !(await this.ask(blocked.flatMap((guard) => guard.findings)))) {
        blocked[0].element.focus();
        return;
      }
      this.passing.add(sender);
      again();
      this.passing.delete(sender);
    }

    ask(findings) {
      const dialog = this.root.appendChild(make("dialog"));
      dialog.setAttribute("aria-label", "发送前请确认");
      dialog.append(make("p", "", "这段话里有不应当发出的内容："));
      for (const each of findings.filter((finding) => finding.status === "violation").slice(0, 5)) {
        dialog.append(make("p", "", `“${each.whole ? "" : each.text.slice(0, 30)}” ${each.message}`));
      }
      const buttons = dialog.appendChild(make("div", "buttons"));
      const back = buttons.appendChild(make("button", "", "返回修改"));
      const send = buttons.appendChild(make("button", "", "仍然发送"));
      dialog.showModal();
      back.focus();
      return new Promise((done) => {
        const close = (answer) => { dialog.remove(); done(answer); };
        back.addEventListener("click", () => close(false));
        send.addEventListener("click", () => close(true));
        dialog.addEventListener("cancel", () => close(false));
      });
    }

    panel(guard, findings, rect) {
      this.closePanel();
      if (!findings.length) return;
      const panel = (this.open = this.root.appendChild(make("div", "panel")));
      panel.setAttribute("role", "dialog");
      panel.setAttribute("aria-label", "言检的意见");
      panel.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
      for (const finding of findings) panel.append(this.item(guard, finding));
      panel.style.left = `${Math.max(4, Math.min(rect.left, innerWidth - panel.offsetWidth - 4))}px`;
      const below = rect.bottom + 4, fits = below + panel.offsetHeight < innerHeight;
      panel.style.top = `${fits ? below : Math.max(4, rect.top - panel.offsetHeight - 4)}px`;
    }

    item(guard, finding) {
      const item = make("div", "item");
      const label = finding.status === "violation" ? SEVERITIES[finding.severity] : "建议";
      const title = item.appendChild(make("p", "", `${label}｜${finding.message}`));
      title.style.color = COLORS[finding.severity];
      item.append(make("p", "clause", finding.clauses.join("；")));
      if (finding.whole) finding.suggestions.forEach((text) => item.append(make("p", "", `可以写：${text}`)));
      else for (const text of finding.suggestions) {
        item.appendChild(make("button", "say", text)).addEventListener("click", () => guard.replace(finding, text));
      }
      item.appendChild(make("button", "waive", "不改这一处")).addEventListener("click", () => guard.waive(finding));
      return item;
    }

    closePanel() {
      this.open?.remove();
      this.open = null;
    }

    say(text) { if (this.status.textContent !== text) this.status.textContent = text; }
  }

  /** Checks by HTTP; an error carries what the user is to be told. */
  const checkAt = (server, key) => async (body, signal) => {
    const headers = { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) };
    const response = await fetch(`${server}/v1/check`, { method: "POST", headers, body: JSON.stringify(body), signal });
    const answer = await response.json();
    if (response.ok) return answer;
    throw Object.assign(new Error(), { told: `言检没有检查：${answer.error}` });
  };

  let app = null;
  const start = ({ fields = "textarea, [contenteditable]", send = "", server = "", key = "", channel = "reply", profile = "", matter = "", check } = {}) => {
    app ||= new App({ fields, send, channel, profile, matter, check: check || checkAt(server.replace(/\/$/, ""), key) });
    return app;
  };
  window.YanjianDraftGuard = { start };

  const script = document.currentScript;
  if (!script?.src) return; // an extension starts it by itself
  const { for: fields, server = new URL(script.src).origin, send, key, channel, profile, matter } = script.dataset;
  const run = () => start({ fields, server, send, key, channel, profile, matter });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
})();
