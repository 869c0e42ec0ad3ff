// The list of messages: keeps bubbles in step with the chat, parts the days, and stays at the end unless one reads above.

import { bubble, make } from "./bubbles.js";
import { tongue } from "./words.js";

export class Log {
  #list;
  #toEnd;
  #acts;
  #messages = new Map();
  #rows = new Map();
  #stay = true;
  #height = 0;

  constructor(list, toEnd, acts) {
    this.#list = list;
    this.#toEnd = toEnd;
    this.#acts = acts;
    list.addEventListener("scroll", () => {
      if (list.clientHeight !== this.#height) return; // the list has grown or shrunk; that is no scrolling of the reader's
      this.#stay = this.#atEnd();
      if (this.#stay) toEnd.hidden = true;
    });
    toEnd.addEventListener("click", () => this.scrollToEnd());
    const keepAtEnd = () => this.#stay && this.scrollToEnd();
    new ResizeObserver(() => {
      this.#height = list.clientHeight;
      keepAtEnd();
    }).observe(list);
    list.addEventListener("load", keepAtEnd, true); // a picture that has come in makes its bubble taller
  }

  /** Empties the list, for another person's chat. */
  clear() {
    this.#messages.clear();
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#toEnd.hidden = true;
    this.#stay = true;
  }

  /** Takes in messages that are new, changed or gone. `quietly` when it is a whole chat that is opened. */
  take(messages, quietly) {
    const wasAtEnd = this.#stay;
    let added = false;
    for (const message of messages) {
      if (message.gone) this.#remove(message.id);
      else added = this.#put(message, quietly) || added;
    }
    this.#partDays();
    const mine = messages.some((message) => message.mine && !message.edited);
    if (quietly || wasAtEnd || mine) this.scrollToEnd();
    else if (added) this.#toEnd.hidden = false;
  }

  /** The newest message of the person's own that can be edited. */
  lastOwn() {
    return [...this.#messages.values()].reverse().find((message) => message.mine && message.kind === "text");
  }

  /** Lets go of buttons that waited for an answer. */
  settle() {
    for (const key of this.#list.querySelectorAll("[aria-busy]")) key.removeAttribute("aria-busy");
  }

  scrollToEnd() {
    this.#stay = true;
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#toEnd.hidden = true;
  }

  #atEnd() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 80;
  }

  #put(message, quietly) {
    const row = bubble(message, this.#acts, (id) => this.#messages.get(id));
    const before = this.#rows.get(message.id);
    this.#messages.set(message.id, message);
    this.#rows.set(message.id, row);
    if (before) {
      const held = before.contains(document.activeElement);
      const [played, anew] = [before, row].map((one) => one.querySelector("audio"));
      if (played?.src === anew?.src) anew?.replaceWith(played); // an edit of the words is no reason to stop the sound
      before.replaceWith(row);
      if (held) (row.querySelector(".tap") ?? this.#list).focus();
      return false;
    }
    if (!quietly) row.classList.add("new");
    this.#list.append(row);
    return true;
  }

  #remove(id) {
    this.#rows.get(id)?.remove();
    this.#rows.delete(id);
    this.#messages.delete(id);
  }

  #partDays() {
    for (const line of this.#list.querySelectorAll(".day")) line.remove();
    let day = "";
    for (const [id, message] of this.#messages) {
      const its = new Date(message.at).toLocaleDateString(tongue(), { weekday: "long", day: "numeric", month: "long" });
      if (its !== day) this.#rows.get(id).before(make("li", "day", its));
      day = its;
    }
  }
}
