/* Filters: what is asked of conversations and of findings. Plots, rows and sentences use the same ones. */

/** Filter → whether a conversation passes. Values are numbers of the columns. */
const CONVERSATION_TESTS = {
  clerk: (i, some) => some.includes(data.clerk[i]),
  unit: (i, some) => some.includes(data.unit[i]),
  channel: (i, some) => some.includes(data.channel[i]),
  from: (i, day) => data.day[i] >= day,
  to: (i, day) => data.day[i] > 0 && data.day[i] <= day,
  week: (i, label) => data.weeks[data.week[i]] === label,
  hour: (i, hour) => hourOf(i) === hour,
  score: (i, bin) => scoreBin(i) === bin,
  outcome: (i, some) => faultyOutcome(i, some),
};

/** Filter → whether a finding passes. */
const FINDING_TESTS = {
  kind: (j, some) => some.includes(data.categories[data.category[j]][0]),
  category: (j, some) => some.includes(data.category[j]),
  severity: (j, some) => some.includes(data.severity[j]),
  status: (j, some) => some.includes(data.finding_status[j]),
  rule: (j, some) => some.includes(data.rule[j]),
  text: (j, words) => data.words[j].includes(words) || data.notes[data.finding_note[j]][3].includes(words),
};

/** Filters that narrow the findings; what kind is looked at, and that violations are meant, does not. */
const NARROWING = ["category", "severity", "rule", "text"];
const VIOLATION = 0;

/** Words for a filter, as in 工作人员：张三. */
const FILTER_NAMES = {
  clerk: (some) => `工作人员：${some.map((index) => data.clerkNames[index]).join("、")}`,
  unit: (some) => `窗口：${some.map((index) => data.units[index] || "未写明").join("、")}`,
  week: (label) => `${label} 周`,
  hour: (hour) => `${hour} 时`,
  score: (bin) => (bin + BIN === 100 ? `得分 ${bin} 到 100` : `得分 ${bin} 到不满 ${bin + BIN}`),
  outcome: (some) => some.map((index) => `${data.names[index][1]}：没有做到或没有说全`).join("、"),
  kind: (some) => some.map((kind) => data.kinds[kind]).join("、"),
  category: (some) => `类别：${some.map((index) => data.categories[index][1]).join("、")}`,
  severity: (some) => some.map((index) => data.severities[index]).join("、"),
  rule: (some) => `规则：${some.map((index) => data.rules[index][1]).join("、")}`,
};

function hourOf(conversation) {
  const minute = data.minute[conversation];
  return minute === NO_TIME ? -1 : Math.floor(minute / 60);
}

/** Whether one of these protocol points or notice elements was not as it should be: all but 做到 and 已告知. */
function faultyOutcome(conversation, some) {
  for (let index = data.firstOutcome[conversation]; index < data.firstOutcome[conversation + 1]; index++) {
    if (some.includes(data.outcome_name[index]) && isFault(data.outcome_status[index])) return true;
  }
  return false;
}

function isFault(outcome) {
  return outcome !== 0 && outcome !== 2;
}

/** One test of all filters that a table of tests knows. */
function tester(filters, tests) {
  const active = Object.keys(filters).filter((name) => name in tests).map((name) => [tests[name], filters[name]]);
  return (index) => active.every(([test, value]) => test(index, value));
}

function has(filters, tests) {
  return Object.keys(filters).some((name) => name in tests);
}

/** The conversations that pass (`base`), the findings in them that pass, and which conversations hold one (`hit`). */
function select(filters) {
  const passes = tester(filters, CONVERSATION_TESTS);
  const { kind, ...others } = filters;
  const matches = tester(others, FINDING_TESTS);
  const base = new Uint8Array(data.count), hit = new Uint8Array(data.count);
  const findings = new Uint32Array(data.words.length);
  const kinds = {};
  let found = 0, conversations = 0;
  for (let i = 0; i < data.count; i++) {
    if (!passes(i)) continue;
    base[i] = 1;
    conversations++;
    for (let j = data.firstFinding[i]; j < data.firstFinding[i + 1]; j++) {
      if (!matches(j)) continue;
      const name = data.categories[data.category[j]][0];
      kinds[name] = (kinds[name] || 0) + 1;
      if (kind && !kind.includes(name)) continue;
      hit[i] = 1;
      findings[found++] = j;
    }
  }
  const narrowed = NARROWING.some((name) => name in filters) || !filters.status || filters.status[0] !== VIOLATION;
  return { base, hit, findings: findings.subarray(0, found), kinds, conversations, scope: narrowed ? hit : base, narrowed };
}

/** The findings of a selection that pass further filters. */
function findingsBehind(selection, filters) {
  const passes = tester(filters, CONVERSATION_TESTS), matches = tester(filters, FINDING_TESTS);
  return selection.findings.filter((j) => passes(data.conversation[j]) && matches(j));
}

/** The conversations of a selection that pass further filters; with filters on findings, those that hold such a one. */
function conversationsBehind(selection, filters) {
  const passes = tester(filters, CONVERSATION_TESTS);
  const result = [];
  if (has(filters, FINDING_TESTS)) return Uint32Array.from(new Set(findingsBehind(selection, filters).map((j) => data.conversation[j])));
  for (let i = 0; i < data.count; i++) if (selection.scope[i] && passes(i)) result.push(i);
  return Uint32Array.from(result);
}
