// Beside the chat: the demo's clock, what can go wrong, and what goes on behind it.

import { act } from "./ask.js";
import { make } from "./bubbles.js";

const find = (id) => document.getElementById(id);

export class Panel {
  #shift = 0;
  #switching = 0;
  #switchedAt = 0;
  #person;
  #tell;

  /** `person` gives who is at the phone; `tell` says what went wrong. */
  constructor(person, tell) {
    this.#person = person;
    this.#tell = tell;
    for (const button of find("moves").children) button.addEventListener("click", () => this.#move(button.dataset.move));
    for (const fault of ["outage", "slowed"]) {
      find(`fault-${fault}`).addEventListener("change", (event) => this.#set({ [fault]: event.target.checked }));
    }
    find("fault-blocked").addEventListener("change", (event) => this.#block(event.target.checked));
    find("panel-switch").addEventListener("click", () => this.#open(!find("panel").classList.contains("open")));
    find("panel-end").addEventListener("click", () => this.#close());
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#panel, #panel-switch")) this.#open(false);
    });
    find("panel").addEventListener("keydown", (event) => {
      if (event.key === "Escape" && find("panel").classList.contains("open")) this.#close();
    });
    setInterval(() => this.#tick(), 1000);
  }

  show({ now, clock, faults, ledger, askedAt }) {
    this.#shift = new Date(now) - Date.now();
    find("clock-panel").hidden = !clock;
    if (this.#knows(askedAt)) {
      find("fault-outage").checked = faults.outage;
      find("fault-slowed").checked = faults.slowed;
    }
    find("calls").textContent = ledger.calls;
    find("waiting").textContent = ledger.waiting;
    find("breaches").textContent = ledger.breaches;
    find("breaches").classList.toggle("bad", ledger.breaches > 0);
    find("latest").replaceChildren(...ledger.latest.slice(-5).map(({ method, says }) => make("li", "", `${method}: ${says}`)));
    this.#tick();
  }

  showPerson({ name, blocked }, askedAt) {
    if (this.#knows(askedAt)) find("fault-blocked").checked = blocked;
    find("fault-blocked-label").textContent = `Blocked by ${name}`;
  }

  #open(yes) {
    find("panel").classList.toggle("open", yes);
    find("panel-switch").setAttribute("aria-expanded", String(yes));
  }

  #close() {
    this.#open(false);
    find("panel-switch").focus();
  }

  #tick() {
    const now = new Date(Date.now() + this.#shift);
    const time = now.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
    find("now").dateTime = now.toISOString();
    find("now").textContent = `${now.toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short" })}, ${time}`;
    find("zone").textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
    find("small-clock").textContent = find("clock-panel").hidden ? "Demo" : time;
  }

  async #move(move) {
    const [status, buttons] = [find("status"), [...find("moves").children]];
    const held = document.activeElement;
    status.textContent = "Moving the clock…";
    for (const button of buttons) button.disabled = true;
    try {
      status.textContent = (await act("/sandbox/clock", { move, person: this.#person() })).says;
    } catch (problem) {
      status.textContent = `The clock did not move: ${problem.message}`;
    }
    for (const button of buttons) button.disabled = false;
    if (document.activeElement === document.body && buttons.includes(held)) held.focus();
  }

  #set(faults) {
    this.#switch("/sandbox/faults", faults);
  }

  #block(yes) {
    this.#switch(`/sandbox/people/${this.#person()}/${yes ? "blocks" : "unblocks"}`);
  }

  async #switch(path, what) {
    this.#switching += 1;
    await act(path, what).catch((problem) => this.#tell(problem.message));
    this.#switching -= 1;
    this.#switchedAt = performance.now();
  }

  /** Whether an answer asked for at that moment can know of the latest switch; an older one would flip it back. */
  #knows(askedAt) {
    return !this.#switching && askedAt >= this.#switchedAt;
  }
}
