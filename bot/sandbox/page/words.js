// Text with marks on it, made into page elements. Offsets count UTF-16 units, as strings do here.

const shapes = { t: { hour: "2-digit", minute: "2-digit" }, T: { hour: "2-digit", minute: "2-digit", second: "2-digit" } };
let language; // in which instants are written; the browser's own, unless the person's app speaks another
const blocks = new Set(["blockquote", "expandable_blockquote", "pre"]);
const safe = /^https?:\/\//;

/** The language in which the person's app writes instants; undefined is the browser's own. */
export function tongue() {
  return language;
}

/** Writes instants as an app in the language of this tag does, in the browser's own shape of it if it has one. */
export function speak(tag) {
  language = tag ? [...navigator.languages, tag].find((each) => each.split("-")[0] === tag.split("-")[0]) : undefined;
}

/** The text as elements: `say(command)` is called when a command in it is chosen. */
export function rendered(text, marks, say) {
  const whole = document.createDocumentFragment();
  fill(whole, text, 0, text.length, [...marks], say);
  return whole;
}

function fill(parent, text, from, to, marks, say) {
  let at = from;
  while (marks.length) {
    const mark = marks.shift();
    const end = Math.min(mark.offset + mark.length, to);
    if (mark.offset < at || mark.offset >= to) continue;
    parent.append(text.slice(at, mark.offset));
    const inside = marks.filter((other) => other.offset < end);
    marks = marks.filter((other) => other.offset >= end);
    const holder = element(mark, text.slice(mark.offset, end), say);
    if (!holder.hasChildNodes()) fill(holder, text, mark.offset, end, inside, say);
    parent.append(holder);
    // A quote or a block of code ends its line by itself; one break after it is no empty line.
    at = blocks.has(mark.type) && text[end] === "\n" ? end + 1 : end;
  }
  parent.append(text.slice(at, to));
}

function element(mark, words, say) {
  switch (mark.type) {
    case "bold": return document.createElement("strong");
    case "italic": return document.createElement("em");
    case "underline": return document.createElement("u");
    case "strikethrough": return document.createElement("s");
    case "code": return document.createElement("code");
    case "pre": return document.createElement("pre");
    case "blockquote": return document.createElement("blockquote");
    case "expandable_blockquote": return folded();
    case "spoiler": return hidden();
    case "text_link": return link(mark.url);
    case "url": return link(words);
    case "date_time": return instant(mark, words);
    case "bot_command": return command(words, say);
    default: return document.createElement("span");
  }
}

function link(address) {
  if (!safe.test(address)) return document.createElement("span");
  const anchor = document.createElement("a");
  Object.assign(anchor, { href: address, target: "_blank", rel: "noopener noreferrer" });
  return anchor;
}

function command(words, say) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "command", textContent: words });
  button.addEventListener("click", () => say(words));
  return button;
}

function folded() {
  const quote = document.createElement("blockquote");
  quote.className = "folded";
  quote.tabIndex = 0;
  const toggle = () => quote.classList.toggle("folded");
  quote.addEventListener("click", toggle);
  quote.addEventListener("keydown", (event) => event.key === "Enter" && toggle());
  return quote;
}

function hidden() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "spoiler", ariaLabel: "Hidden words, press to show" });
  button.addEventListener("click", () => {
    button.classList.add("open");
    button.removeAttribute("aria-label");
  });
  return button;
}

/** An instant in the reader's own clock, in the shape that was asked for. */
function instant(mark, words) {
  const when = new Date(mark.unix_time * 1000);
  const time = document.createElement("time");
  time.dateTime = when.toISOString();
  time.title = when.toLocaleString(language, { dateStyle: "full", timeStyle: "long" });
  time.textContent = mark.date_time_format ? told(when, mark.date_time_format) : words;
  return time;
}

function told(when, format) {
  if (format === "r") return relative(when);
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) Object.assign(options, { day: "numeric", month: "numeric", year: "2-digit" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (format.includes("t")) Object.assign(options, shapes.t);
  if (format.includes("T")) Object.assign(options, shapes.T);
  return when.toLocaleString(language, options);
}

function relative(when) {
  const seconds = (when - Date.now()) / 1000;
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
