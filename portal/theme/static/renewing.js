// Shows every other second how far the work is, until it is done.
"use strict";

const WAIT = 2000;
const RETRY = 10000;

const renew = async () => {
  const shown = document.getElementById("progress");
  const link = shown && shown.querySelector("a[data-renews]");
  if (!link) return;
  let wait = WAIT;
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (answer.redirected) return;
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("progress");
    const focused = shown.contains(document.activeElement) && document.activeElement;
    const running = fresh.querySelector("a[data-renews]");
    if (focused && running) {
      // Replacing a button that somebody is about to press would take the focus away.
      for (const each of [".sums", "progress", ".state"]) {
        shown.querySelector(each).replaceWith(fresh.querySelector(each));
      }
    } else {
      shown.replaceWith(fresh);
      if (focused) fresh.querySelector("a, button").focus();
    }
  } catch {
    wait = RETRY;
  }
  setTimeout(renew, wait);
};

setTimeout(renew, WAIT);
