// Messages as bubbles: words, pictures, files, places, and the buttons underneath.

import { rendered } from "./words.js";

const icons = {
  document: "M4 2.500h5l3 3v8H4ZM9 2.500v3h3",
  voice: "M8 2.500a1.8 1.8 0 0 1 1.8 1.800v3a1.8 1.8 0 0 1-3.6 0v-3A1.8 1.8 0 0 1 8 2.500ZM4.5 7.500a3.5 3.5 0 0 0 7 0M8 11v2.5",
  sticker: "M8 2.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM6 6.800h.01M10 6.800h.01M5.8 9.500c1.2 1.3 3.2 1.3 4.4 0",
  location: "M8 14s4.5-4.3 4.5-7.700a4.5 4.5 0 0 0-9 0C3.5 9.7 8 14 8 14ZM8 5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z",
};
const lifted = new Set();
const titles = { voice: "Voice message", sticker: "Sticker", location: "Location" };

/** One message as a list item. `acts` has what can be done with it: say, tap, reply; `quoted` finds a message by id. */
export function bubble(message, acts, quoted) {
  const row = make("li", message.mine ? "row mine" : "row");
  row.dataset.message = message.id;
  row.dataset.testid = message.mine ? "mine" : "from-bot";
  const box = make("div", "bubble");
  box.append(make("span", "unseen", message.mine ? "You: " : "Bot: "));
  const original = message.reply_to && quoted(message.reply_to);
  if (original) box.append(make("div", "quoted", briefly(original)));
  const thing = attached(message);
  if (thing) box.append(thing);
  if (message.text) {
    const words = make("div", "words");
    words.append(rendered(message.text, message.entities, acts.say));
    box.append(words);
  }
  box.append(meta(message, acts));
  row.append(box);
  if (message.buttons.length) row.append(buttons(message, acts));
  return row;
}

/** What a message is about, in one line. */
export function briefly(message) {
  return (message.text || message.file?.name || titles[message.kind] || message.kind).split("\n")[0];
}

/** An element with a class and, if given, words in it. */
export function make(tag, className, words) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (words !== undefined) element.textContent = words;
  return element;
}

/** A button of a reply keyboard or under a message. */
export function tapButton(button) {
  const key = make("button", `tap ${button.style}`.trim(), button.text);
  key.type = "button";
  return key;
}

function meta(message, acts) {
  const line = make("div", "meta");
  if (!message.mine) {
    const reply = make("button", "reply", "Reply");
    reply.type = "button";
    reply.setAttribute("aria-label", `Reply to: ${briefly(message).slice(0, 60)}`);
    reply.addEventListener("click", () => acts.reply(message));
    line.append(reply);
  }
  if (message.edited) line.append(make("span", "edited", "edited"));
  const when = new Date(message.at);
  const time = make("time", "", when.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" }));
  time.dateTime = message.at;
  line.append(time);
  return line;
}

function attached(message) {
  if (message.kind === "photo") {
    const picture = make("img", "picture");
    Object.assign(picture, { src: message.file.address, alt: message.text ? "Photo" : `Photo ${message.file.name}` });
    return message.covered && !lifted.has(message.file.address) ? cover(picture, message.file.address) : picture;
  }
  if (message.kind === "voice" && message.file.plays) {
    const player = make("audio", "player");
    Object.assign(player, { src: message.file.address, controls: true, preload: "metadata" });
    player.dataset.testid = "voice";
    player.setAttribute("aria-label", ["Voice message", message.file.seconds ? length(message.file.seconds) : ""].filter(Boolean).join(", "));
    return player;
  }
  if (message.kind === "text") return null;
  const thing = make(message.kind === "document" ? "a" : "div", "thing");
  if (message.kind === "document") {
    Object.assign(thing, { href: message.file.address, download: message.file.name });
    thing.dataset.testid = "document";
  }
  const lines = make("span");
  lines.append(make("b", "", message.kind === "document" ? message.file.name : titles[message.kind]), make("small", "", details(message)));
  thing.append(icon(icons[message.kind]), lines);
  return thing;
}

/** A picture that nobody sees until they press it; from then on it stays open, also when its words are edited. */
function cover(picture, address) {
  const button = make("button", "cover");
  Object.assign(button, { type: "button", ariaLabel: "Covered picture, press to show" });
  button.dataset.testid = "cover";
  button.append(picture);
  button.addEventListener("click", () => {
    lifted.add(address);
    button.replaceWith(picture);
  });
  return button;
}

function details(message) {
  if (message.kind === "location") return message.place.map((degrees) => degrees.toFixed(3)).join(", ");
  if (message.kind === "document") return size(message.file.size);
  return message.kind === "voice" ? length(message.file.seconds) : "pretend";
}

function length(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`;
}

function icon(path) {
  const holder = make("span", "icon");
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  drawing.append(line);
  holder.append(drawing);
  return holder;
}

function buttons(message, acts) {
  const rows = make("div", "buttons");
  message.buttons.forEach((row, rowNumber) => {
    const line = make("div");
    row.forEach((button, column) => line.append(button.link ? linkButton(button) : inline(button, message, rowNumber, column, acts)));
    rows.append(line);
  });
  return rows;
}

function inline(button, message, row, column, acts) {
  const key = tapButton(button);
  key.dataset.testid = "inline-button";
  key.addEventListener("click", () => {
    key.setAttribute("aria-busy", "true");
    acts.tap(message, row, column);
  });
  return key;
}

function linkButton(button) {
  const anchor = make("a", `tap ${button.style}`.trim(), `${button.text} ↗`);
  Object.assign(anchor, { href: button.link, target: "_blank", rel: "noopener noreferrer" });
  return anchor;
}
