// Tells how many characters a field still takes.
"use strict";

for (const room of document.querySelectorAll("[data-room]")) {
  const field = document.querySelector(`[name="${room.dataset.room}"]`);
  const [left, over] = room.querySelectorAll("span");
  if (!field) continue;

  function tell() {
    const free = room.dataset.most - [...field.value].length;
    left.hidden = free < 0;
    over.hidden = free >= 0;
    room.toggleAttribute("data-over", free < 0);
    room.querySelectorAll("b").forEach(number => number.textContent = Math.abs(free));
  }

  field.after(room);
  field.addEventListener("input", tell);
  room.hidden = false;
  tell();
}
