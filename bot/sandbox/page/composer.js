// Where one writes: the field, the two menus, the keyboard the bot offers, files and places.

import { make, tapButton } from "./bubbles.js";

const cities = [
  ["Vienna", 48.2082, 16.3738], ["London", 51.5074, -0.1278], ["Lisbon", 38.7223, -9.1393], ["New York", 40.7128, -74.006],
  ["São Paulo", -23.5505, -46.6333], ["Nairobi", -1.2921, 36.8219], ["Kolkata", 22.5726, 88.3639], ["Tokyo", 35.6762, 139.6503],
  ["Sydney", -33.8688, 151.2093],
];
const find = (id) => document.getElementById(id);

export class Composer {
  #words = find("words");
  #places = find("places");
  #reply = null;
  #edited = null;
  #offered = "";
  #do;
  #lastOwn;

  /** `deeds` does what a person does: say, edit, press, send, location, simple. `lastOwn` finds the message to edit. */
  constructor(deeds, lastOwn) {
    this.#do = deeds;
    this.#lastOwn = lastOwn;
    find("composer").addEventListener("submit", (event) => (event.preventDefault(), this.#send()));
    this.#words.addEventListener("keydown", (event) => this.#key(event));
    this.#words.addEventListener("input", () => this.#grow());
    find("about-end").addEventListener("click", () => this.forget());
    find("file").addEventListener("change", (event) => this.#files(event.target));
    popup(find("menu-switch"), find("menu"));
    popup(find("attach-switch"), find("attach"));
    for (const item of find("attach").children) item.addEventListener("click", () => this.#attach(item.dataset.attach));
    this.#preparePlaces();
    this.#prepareDrop();
  }

  /** Shows what the chat offers at present. */
  show({ commands, keyboard, placeholder }) {
    const offered = JSON.stringify([commands, keyboard, placeholder]);
    if (offered === this.#offered) return; // a key that is being pressed must not be replaced
    this.#offered = offered;
    const items = commands.map(({ command, description }) => this.#command(command, description));
    find("menu").replaceChildren(...(items.length ? items : [make("p", "", "The bot has set no commands yet.")]));
    this.#words.placeholder = placeholder || "Message";
    const rows = keyboard.map((row) => {
      const line = make("div");
      line.append(...row.map((button) => this.#keyOf(button)));
      return line;
    });
    find("keyboard").replaceChildren(...rows);
    find("keyboard").hidden = !rows.length;
  }

  /** The next message answers this one. */
  replyTo(message, brief) {
    this.forget();
    this.#reply = message.id;
    this.#about(`Reply to: ${brief}`);
  }

  /** No reply, no edit; the field is empty for a new message. */
  forget() {
    if (this.#edited) this.#words.value = "";
    this.#reply = this.#edited = null;
    find("about").hidden = true;
    this.#grow();
  }

  /** Another person's phone: nothing half-written is carried over. */
  clear() {
    this.#words.value = "";
    this.forget();
  }

  openPlaces() {
    this.#places.showModal();
  }

  #about(words) {
    find("about-what").textContent = words;
    find("about").hidden = false;
    this.#words.focus();
  }

  #send() {
    const text = this.#words.value;
    if (!text.trim()) return;
    const [edited, reply] = [this.#edited, this.#reply];
    this.clear();
    if (edited) this.#do.edit(edited, text);
    else this.#do.say(text, reply);
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape") {
      this.forget();
    } else if (event.key === "ArrowUp" && !this.#words.value) {
      const message = this.#lastOwn();
      if (!message) return;
      event.preventDefault();
      this.#edited = message.id;
      this.#words.value = message.text;
      this.#about("Edit your message");
      this.#grow();
    }
  }

  #grow() {
    this.#words.style.height = "auto";
    this.#words.style.height = `${this.#words.scrollHeight + 2}px`;
  }

  #command(command, description) {
    const item = make("button", "", `/${command}`);
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.dataset.testid = `command-${command}`;
    item.append(make("small", "", description));
    item.addEventListener("click", () => this.#do.say(`/${command}`, null));
    return item;
  }

  #keyOf(button) {
    const key = tapButton(button);
    key.dataset.testid = "reply-button";
    key.addEventListener("click", () => (button.place ? this.openPlaces() : this.#do.press(button.text)));
    return key;
  }

  #attach(what) {
    if (what === "document") find("file").click();
    else if (what === "location") this.openPlaces();
    else this.#do.simple(what);
  }

  #files(input) {
    for (const file of input.files) this.#do.send(file);
    input.value = "";
  }

  #preparePlaces() {
    const [latitude, longitude] = [find("latitude"), find("longitude")];
    const choices = cities.map(([name, north, east]) => {
      const choice = make("button", "quiet", name);
      Object.assign(choice, { type: "button", ariaPressed: "false" });
      choice.addEventListener("click", () => {
        for (const other of choices) other.ariaPressed = String(other === choice);
        [latitude.value, longitude.value] = [north, east];
      });
      return choice;
    });
    find("cities").replaceChildren(...choices);
    find("places-end").addEventListener("click", () => this.#places.close());
    find("places-form").addEventListener("submit", () => this.#do.location(latitude.valueAsNumber, longitude.valueAsNumber));
  }

  #prepareDrop() {
    const [scene, hint] = [find("scene"), find("drop")];
    const holdsFile = (event) => event.dataTransfer.types.includes("Files");
    scene.addEventListener("dragover", (event) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      hint.hidden = false;
    });
    scene.addEventListener("dragleave", () => (hint.hidden = true));
    scene.addEventListener("drop", (event) => {
      event.preventDefault();
      hint.hidden = true;
      for (const file of event.dataTransfer.files) this.#do.send(file);
    });
  }
}

/** A menu that a button opens: arrows move in it, Escape and a choice close it. */
function popup(button, menu) {
  const open = (yes) => {
    menu.hidden = !yes;
    button.setAttribute("aria-expanded", String(yes));
    if (yes) menu.querySelector("[role=menuitem]")?.focus();
  };
  button.addEventListener("click", () => open(menu.hidden));
  menu.addEventListener("click", (event) => {
    if (!event.target.closest("[role=menuitem]")) return;
    open(false);
    button.focus();
  });
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.querySelectorAll("[role=menuitem]")];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") {
      open(false);
      button.focus();
    } else if (to !== undefined && items.length) {
      event.preventDefault();
      items.at(to % items.length).focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !menu.parentElement.contains(event.target)) open(false);
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.parentElement.contains(event.relatedTarget)) open(false);
  });
}
