// Tells the server that this window has the document open, and the person who else has.
"use strict";

{
  const EVERY = 20_000;
  const form = document.getElementById("form");
  const present = document.getElementById("present");
  const newer = document.getElementById("newer");
  const name = sessionStorage.tab; // autosave.js gave it; it stays when the page is loaded again
  let saves = 0, away = false;

  /** Return the address of a page of the document; nothing before it was saved for the first time. */
  function page(view) {
    const place = form.getAttribute("action") || location.pathname;
    return place.endsWith("/edit") ? place.replace(/edit$/, view) : "";
  }

  const body = more => new URLSearchParams({ csrf_token: form.elements.csrf_token.value, window: name, ...more });

  function showOthers(others) {
    const list = present.querySelector("[role=status]");
    const shown = [...list.children].map(each => each.textContent);
    present.hidden = others.length === 0;
    if (shown.join("\n") === others.join("\n")) return; // or it would be read out again
    list.replaceChildren(...others.map(said => {
      const line = document.createElement("p");
      line.append(Object.assign(document.createElement("b"), { textContent: said }));
      return line;
    }));
  }

  function showNewer(told) {
    const other = told.version !== form.elements.version?.value;
    if (other) newer.querySelector("b").textContent = told.newer;
    newer.hidden = !other;
  }

  function takeOver(told, before) {
    for (const link of document.querySelectorAll("#present .second, #newer .second")) link.href = page("preview");
    showOthers(told.others);
    // A saving of this window on its way changes the version too.
    if (before === saves && !form.dataset.saving) showNewer(told);
  }

  async function beat() {
    const address = page("here"), before = form.dataset.saving ? -1 : saves;
    if (!address || away) return;
    try {
      const answer = await fetch(address, { method: "POST", body: body() });
      if (answer.ok) takeOver(await answer.json(), before);
      else {
        away = true;
        form.dispatchEvent(new Event("refused"));
      }
    } catch {
      // Without a connection there is nothing to tell; the next beat tries again.
    }
  }

  function back() {
    away = false;
    beat();
  }

  form.addEventListener("kept", () => {
    saves += 1;
    newer.hidden = true;
    if (saves === 1) beat();
  });
  form.addEventListener("welcome", back);
  present.querySelector(".button").addEventListener("click", event => {
    event.preventDefault();
    present.querySelector(".ways").hidden = true;
    form.querySelector("input:not([type=hidden])").focus();
  });
  addEventListener("pagehide", () => {
    if (page("here") && !away) navigator.sendBeacon(page("here"), body({ leave: "1" }));
  });
  addEventListener("pageshow", event => event.persisted && back());
  setInterval(beat, EVERY);
  beat();
}
