// Shows anew what the checks find, each time the draft was saved by itself.
"use strict";

{
  const form = document.getElementById("form");
  let asked = 0;

  /** Put what is found now in the place of what was found before, unless somebody works there. */
  async function look(address) {
    const mine = ++asked;
    try {
      const answer = await fetch(address.replace(/\/edit$/, "/checks"));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("checks"), before = document.getElementById("checks");
      if (!found || mine !== asked || before?.contains(document.activeElement)) return;
      if (before) before.replaceWith(document.adoptNode(found));
      else document.querySelector(".reworking").before(document.adoptNode(found));
    } catch {
      // Without a connection, what was found before stays.
    }
  }

  form.addEventListener("kept", event => look(event.detail.address));
}
