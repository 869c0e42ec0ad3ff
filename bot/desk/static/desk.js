// What makes the editor comfortable. Without it everything can be done as well, by the button that saves and checks.
"use strict";

(() => {
  const form = document.getElementById("editor");
  const text = document.getElementById("text");
  const gutter = document.getElementById("gutter");
  const notes = document.getElementById("notes");
  const state = document.getElementById("state");
  const saved = document.getElementById("saved");
  const trouble = document.getElementById("trouble");
  const first = document.getElementById("first");
  const title = document.getElementById("title");
  const list = notes.querySelector("ol");
  const words = JSON.parse(form.dataset.words);
  const narrow = matchMedia("(max-width: 60rem)");
  const QUIET = 700; // milliseconds without a key before it is saved
  const MOST_KEPT_ALIVE = 60000; // a browser sends no more than this after a page is left

  let asSaved = text.value;
  let waiting = null;
  let saving = null;
  let leaving = false;
  let stopped = false;

  const lineHeight = () => parseFloat(getComputedStyle(text).lineHeight);
  const lines = () => text.value.split("\n").length;

  function numbered() {
    text.rows = lines() + 1;
    const wanted = Math.min(lines(), Number(form.dataset.numbered));
    while (gutter.children.length > wanted) gutter.lastChild.remove();
    while (gutter.children.length < wanted) {
      const number = document.createElement("i");
      number.textContent = String(gutter.children.length + 1);
      number.id = `L${number.textContent}`;
      gutter.append(number);
    }
  }

  function besideTheirLines() {
    const beside = !narrow.matches;
    notes.classList.toggle("beside", beside);
    let free = 0;
    for (const item of list.children) {
      if (!beside) { item.style.top = ""; continue; }
      const top = Math.max(free, 10 + (Number(item.dataset.line) - 1) * lineHeight());
      item.style.top = `${top}px`;
      free = top + item.offsetHeight + 6;
    }
    notes.style.minHeight = beside ? `${free}px` : "";
  }

  function goTo(line) {
    const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus({ preventScroll: true });
    text.setSelectionRange(before, before);
    scrollBy(0, text.getBoundingClientRect().top + (line - 0.5) * lineHeight() - innerHeight / 2);
  }

  function remark(kind, one) {
    const item = document.createElement("li");
    item.className = kind;
    item.dataset.line = String(one.line);
    const link = document.createElement("a");
    link.href = `#L${one.line}`;
    link.textContent = words.line.replace("%", one.line);
    const says = document.createElement("span");
    says.textContent = one.says;
    if (kind === "bad") {
      item.append(link, " ", says);
      return item;
    }
    const more = document.createElement("details");
    const summary = document.createElement("summary");
    summary.append(link, " ", says);
    const why = document.createElement("p");
    why.textContent = one.why;
    const better = document.createElement("p");
    const lead = document.createElement("b");
    lead.textContent = words.better;
    better.append(lead, ` ${one.better}`);
    more.append(summary, why, better);
    item.append(more);
    return item;
  }

  function show(told) {
    state.textContent = told.state;
    saved.textContent = words.saved.replace("%", told.saved);
    title.textContent = told.title;
    document.title = `${told.title} · Small Gains`;
    for (const number of gutter.children) number.className = "";
    for (const [kind, some] of [["note", told.findings], ["bad", told.problems]]) {
      for (const one of some) {
        const number = gutter.children[one.line - 1];
        if (number) number.className = kind;
      }
    }
    const all = [...told.problems.map((one) => ["bad", one]), ...told.findings.map((one) => ["note", one])];
    all.sort((one, other) => one[1].line - other[1].line);
    first.hidden = all.length === 0;
    if (all.length) first.href = `#L${(told.problems[0] ?? told.findings[0]).line}`;
    list.replaceChildren(...all.map(([kind, one]) => remark(kind, one)));
    besideTheirLines();
  }

  function warn(says, stops) {
    trouble.textContent = says;
    trouble.hidden = false;
    stopped = stopped || stops;
    saved.textContent = words.notSaved;
  }

  function save({ last = false } = {}) {
    if (saving || stopped || text.value === asSaved) return;
    saving = sends(last);
  }

  async function sends(last) {
    const sent = text.value;
    saved.textContent = words.saving;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.saves, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: last && body.toString().length < MOST_KEPT_ALIVE,
      });
      if (answer.ok) {
        const told = await answer.json();
        asSaved = sent;
        form.elements.edition.value = told.edition;
        trouble.hidden = true;
        show(told);
      } else if (answer.status === 409) {
        warn(words.overtaken, true);
      } else if (answer.status === 401) {
        warn(words.over, true);
      } else {
        warn((await answer.json()).says, false);
      }
    } catch {
      warn(words.unreachable, false);
    } finally {
      saving = null;
    }
    if (text.value !== asSaved && trouble.hidden) soon();
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(save, QUIET);
  }

  text.addEventListener("input", () => {
    numbered();
    if (!stopped) saved.textContent = words.notSavedYet;
    soon();
  });

  // A new line begins where the one before began.
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const before = text.value.slice(0, text.selectionStart);
    const indent = /(?:^|\n)([ ]*)[^\n]*$/.exec(before)[1];
    if (!indent) return;
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`);
  });

  form.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) {
      event.preventDefault();
      goTo(Number(link.hash.slice(2)));
    }
  });
  notes.addEventListener("toggle", besideTheirLines, true);
  narrow.addEventListener("change", besideTheirLines);
  addEventListener("resize", besideTheirLines);
  form.addEventListener("submit", async (event) => {
    clearTimeout(waiting);
    if (saving) {
      // What is under way becomes a newer edition, on top of which this has to be written.
      event.preventDefault();
      if (leaving) return;
      leaving = true;
      await saving;
      leaving = false;
      form.requestSubmit();
      return;
    }
    stopped = true;
    asSaved = text.value;
  });
  addEventListener("pagehide", () => { save({ last: true }); });
  addEventListener("beforeunload", (event) => {
    if (text.value !== asSaved) {
      save({ last: true });
      event.preventDefault();
    }
  });

  numbered();
  besideTheirLines();
  if (/^#L\d+$/.test(location.hash)) goTo(Number(location.hash.slice(2)));
})();
