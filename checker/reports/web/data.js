"use strict";
/* The data of the report: columns of numbers and tables at once, texts of conversations when one is opened. */

const NO_TIME = 0xffff;
const DAY = 864e5;
const BIN = 5;
const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array };
const BLOCKS_KEPT = 8;
/** Columns and tables by name, as checker/reports/columns.py wrote them, and what `derive` adds. */
const data = {};
/** Blocks of conversations by number, as promises; the latest ones. */
const blocks = new Map();

async function unpack(id) {
  const element = document.getElementById(id);
  const binary = atob(element.textContent);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function unpackJson(id) {
  return JSON.parse(new TextDecoder().decode(await unpack(id)));
}

async function load() {
  Object.assign(data, await unpackJson("tables"));
  for (const [name, type] of Object.entries(data.types)) data[name] = new ARRAYS[type](await unpack(`column-${name}`));
  data.ids = await unpackJson("ids");
  data.words = await unpackJson("words");
  derive();
  placeBlocks(new Uint32Array(await unpack("column-block")));
}

/** What follows from the columns: where findings begin, what they say, units, weeks. */
function derive() {
  const count = data.ids.length;
  data.count = count;
  data.firstFinding = beginnings(data.findings);
  data.firstOutcome = beginnings(data.outcomes);
  data.conversation = new Uint32Array(data.words.length);
  for (let i = 0; i < count; i++) data.conversation.fill(i, data.firstFinding[i], data.firstFinding[i + 1]);
  [data.rule, data.category, data.severity] = [0, 1, 2].map((part) => Uint32Array.from(data.finding_note, (note) => data.notes[note][part]));
  data.units = [...new Set(data.clerks.map(([unit]) => unit))];
  const unitOf = data.clerks.map(([unit]) => data.units.indexOf(unit));
  data.unit = Uint32Array.from(data.clerk, (clerk) => unitOf[clerk]);
  const mondays = [...new Set(Array.from(data.day).filter(Boolean).map(mondayOf))].sort((a, b) => a - b);
  const places = new Map(mondays.map((monday, index) => [monday, index]));
  data.weeks = mondays.map(weekLabel);
  data.week = Int32Array.from(data.day, (day) => (day ? places.get(mondayOf(day)) : -1));
  const names = new Map();
  data.clerks.forEach(([, name]) => names.set(name, (names.get(name) || 0) + 1));
  data.clerkNames = data.clerks.map(([unit, name]) => (!name ? "未写明" : names.get(name) > 1 && unit ? `${name}（${unit}）` : name));
}

function beginnings(counts) {
  const result = new Uint32Array(counts.length + 1);
  for (let index = 0; index < counts.length; index++) result[index + 1] = result[index] + counts[index];
  return result;
}

function placeBlocks(counts) {
  data.block = new Uint32Array(data.count);
  data.placeInBlock = new Uint32Array(data.count);
  let conversation = 0;
  counts.forEach((size, block) => {
    for (let place = 0; place < size; place++, conversation++) {
      data.block[conversation] = block;
      data.placeInBlock[conversation] = place;
    }
  });
}

/** Turns, marks, outcomes, notes, profile and key of a conversation; null where its text was left out. */
async function conversationText(conversation) {
  const id = data.block[conversation];
  const block = blocks.get(id) || unpackJson(`block-${id}`);
  blocks.set(id, block);
  if (blocks.size > BLOCKS_KEPT) blocks.delete(blocks.keys().next().value);
  const found = (await block)[data.placeInBlock[conversation]];
  if (!found) return null;
  const [turns, marks, places, notes, profile, key] = found;
  return { turns, marks, places, notes, profile, key };
}

/** Days are counted from 1 January 1970, a Thursday, in local time. */
function mondayOf(day) {
  return day - ((day + 3) % 7);
}

/** The ISO week of a Monday, as in 2026-W07. */
function weekLabel(monday) {
  const thursday = monday + 3;
  const year = new Date(thursday * DAY).getUTCFullYear();
  const first = Date.UTC(year, 0, 1) / DAY;
  return `${year}-W${String(Math.floor((thursday - first) / 7) + 1).padStart(2, "0")}`;
}

function dateLabel(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function timeLabel(conversation) {
  if (!data.day[conversation]) return "";
  const minute = data.minute[conversation];
  const clock = minute === NO_TIME ? "" : ` ${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return dateLabel(data.day[conversation]) + clock;
}

function scoreBin(conversation) {
  return Math.min(100 - BIN, Math.floor(data.score[conversation] / 100 / BIN) * BIN);
}
