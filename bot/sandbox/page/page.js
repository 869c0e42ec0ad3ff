// The page as a whole: who is at the phone, the open chat, and news from the sandbox.

import { act, ask } from "./ask.js";
import { briefly, make } from "./bubbles.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { Panel } from "./panel.js";
import { speak } from "./words.js";

const TOAST_SECONDS = 4;
const TYPING_SECONDS = 5;

const find = (id) => document.getElementById(id);
const seen = new Map();
let state = null;
let person = Number(sessionStorage.getItem("person")) || null;
let beforeAdmin = null;
let revision = 0;
let opened = 0;
let peopleShown = "";
let toastTimer = 0;
let typingTimer = 0;
let running = Promise.resolve();

const deeds = {
  say: (text, reply) => does("says", reply ? { text, reply_to: reply } : { text }),
  edit: (message, text) => does("edits", { message, text }),
  press: (text) => does("presses", { text }),
  location: (latitude, longitude) => does("location", { latitude, longitude }),
  simple: (what) => does(what),
  send: (file) => does(`document?name=${encodeURIComponent(file.name)}`, file),
};
const log = new Log(find("log"), find("to-end"), {
  say: (text) => deeds.say(text, null),
  tap: (message, row, column) => does("taps", { message: message.id, row, column }),
  reply: (message) => composer.replyTo(message, briefly(message)),
});
const composer = new Composer(deeds, () => log.lastOwn());
const panel = new Panel(() => person, toast);

async function does(what, along) {
  try {
    await act(`/sandbox/people/${person}/${what}`, along);
  } catch (problem) {
    log.settle();
    toast(problem.message);
  }
}

/** One refresh after another, so that an older answer never overwrites a newer one. */
function refresh(chatToo) {
  running = running.then(() => fetchAll(chatToo)).catch(() => (find("lost").hidden = false));
  return running;
}

async function fetchAll(chatToo) {
  const askedAt = performance.now();
  const fresh = { ...(await ask("/sandbox/state")), askedAt };
  if (state && state.run !== fresh.run) location.reload();
  state = fresh;
  find("lost").hidden = true;
  if (!state.people.some(({ id }) => id === person)) person = state.people[0]?.id ?? null;
  showState();
  if (chatToo && person !== null) await fetchChat();
}

async function fetchChat() {
  const [whose, opening] = [person, opened];
  const chat = await ask(`/sandbox/people/${whose}/chat?since=${revision}`);
  if (opening !== opened) return;
  speak(chat.language);
  log.take(chat.messages, revision === 0);
  revision = chat.revision;
  composer.show(chat);
  const idle = !chat.started;
  find("welcome").hidden = !idle || chat.blocked;
  find("description").textContent = chat.description || "Press START to begin.";
  find("blocked").hidden = !chat.blocked;
  find("composer").hidden = idle || chat.blocked;
  for (const message of chat.messages) if (!message.mine && !message.gone) seen.set(whose, Math.max(seen.get(whose) ?? 0, message.id));
  showPeople();
}

function showState() {
  find("bot-name").textContent = state.bot.name;
  panel.show(state);
  showPeople();
}

function showPeople() {
  const current = state.people.find(({ id }) => id === person);
  const shown = JSON.stringify([state.people.map((each) => [each, seen.get(each.id)]), person, beforeAdmin]);
  if (current) panel.showPerson(current, state.askedAt);
  if (shown === peopleShown) return; // a button that is being pressed must not be replaced
  peopleShown = shown;
  const held = document.activeElement?.dataset?.person;
  find("people").replaceChildren(...state.people.map(personLine));
  if (held) find("people").querySelector(`[data-person="${held}"]`)?.focus();
  find("people").querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  showAdminSwitch(current);
  document.title = current ? `${state.bot.name}, as ${current.name}` : state.bot.name;
}

function personLine({ id, name, admin, blocked, last }) {
  const line = make("li");
  const button = make("button", "person");
  button.type = "button";
  button.dataset.person = id;
  button.dataset.name = name;
  button.setAttribute("aria-current", String(id === person));
  const face = make("span", "face", [...name][0].toUpperCase());
  face.setAttribute("aria-hidden", "true");
  button.append(face, make("span", "who", name));
  if (admin) button.append(make("span", "tag", "admin"));
  if (blocked) button.append(make("span", "unseen", "has blocked the bot"));
  if (id !== person && last > (seen.get(id) ?? 0)) {
    button.append(make("span", "fresh"), make("span", "unseen", "new messages"));
  }
  button.addEventListener("click", () => change(id));
  line.append(button);
  return line;
}

function showAdminSwitch(current) {
  const admin = state.people.find((each) => each.admin);
  const back = state.people.find(({ id }) => id === beforeAdmin) ?? state.people.find((each) => !each.admin);
  const target = current?.admin ? back : admin;
  const button = find("admin-switch");
  button.hidden = !target;
  button.textContent = current?.admin ? `Back to ${target?.name}` : "Be the admin";
  button.onclick = () => change(target.id);
}

function change(id) {
  const current = state.people.find((each) => each.id === person);
  if (current && !current.admin) beforeAdmin = person;
  if (id === person) return;
  person = id;
  sessionStorage.setItem("person", id);
  revision = 0;
  opened += 1;
  log.clear();
  composer.clear();
  quiet();
  showPeople();
  refresh(true);
}

function toast(words) {
  find("toast").textContent = words;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (find("toast").textContent = ""), TOAST_SECONDS * 1000);
}

function typing() {
  find("under-name").textContent = "typing…";
  clearTimeout(typingTimer);
  typingTimer = setTimeout(quiet, TYPING_SECONDS * 1000);
}

function quiet() {
  clearTimeout(typingTimer);
  find("under-name").textContent = "bot";
}

function hear(notices) {
  const here = notices.filter(({ chat }) => chat === person);
  for (const { about, text, alert } of here) {
    if (about === "answered" || about === "chat") log.settle();
    if (about === "chat") quiet();
    if (about === "action") typing();
    if (about === "toast" && !alert) toast(text);
    if (about === "toast" && alert) {
      find("alert-text").textContent = text;
      find("alert").showModal();
    }
  }
  refresh(here.some(({ about }) => about === "chat") || notices.some(({ about }) => about === "commands"));
}

function listen() {
  const events = new EventSource("/sandbox/events");
  events.addEventListener("open", () => refresh(true));
  events.addEventListener("message", ({ data }) => hear(JSON.parse(data)));
  events.addEventListener("error", () => (find("lost").hidden = false));
}

find("start").addEventListener("click", async () => {
  await does("starts");
  await refresh(true);
  if ([document.body, find("start")].includes(document.activeElement)) find("words").focus();
});
find("unblock").addEventListener("click", () => does("unblocks"));
find("add-person").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = find("new-name").value.trim();
  if (!name) return;
  try {
    const { id } = await act("/sandbox/people", { name, language: find("new-language").value });
    find("new-name").value = "";
    await refresh(false);
    change(id);
  } catch (problem) {
    toast(problem.message);
  }
});
listen();
