// Lets repeated rows of a form be added, removed and moved by buttons instead of by their numbers.
"use strict";

function numbered(row, old, number) {
  const ends = new RegExp(`-${old}(?=$|-cell)`);
  for (const each of [row, ...row.querySelectorAll("[id], [for], [aria-labelledby]")]) {
    for (const name of ["id", "for", "aria-labelledby"]) {
      if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(ends, `-${number}`));
    }
  }
}

function prepare(place) {
  const all = () => [...place.querySelectorAll(".row")];
  const add = place.querySelector("[data-move=add]");
  const most = Number(place.dataset.most);
  let made = all().length;
  const first = all()[0];
  if (!first) return;
  const blank = (place.querySelector(".row[data-spare]") || first).cloneNode(true);
  const blankNumber = blank.querySelector("[name=place]").value;
  delete blank.dataset.wrong;
  blank.querySelector(".mark .problem")?.remove();
  for (const field of blank.querySelectorAll(".cell :is(input, textarea, select)")) {
    field.value = "";
    field.removeAttribute("aria-invalid");
  }

  const show = row => {
    for (const each of row.querySelectorAll("[data-plain]")) each.hidden = true;
    for (const each of row.querySelectorAll("[data-script]")) each.hidden = false;
  };
  const count = () => {
    all().forEach((row, index, rows) => {
      row.querySelector(".mark i").textContent = row.querySelector("[name=place]").value = index + 1;
      row.querySelector("[data-move=up]").disabled = index === 0;
      row.querySelector("[data-move=down]").disabled = index === rows.length - 1;
      for (const text of row.querySelectorAll(".turning .unseen")) text.textContent = index + 1;
    });
    add.disabled = all().length >= most;
  };
  const append = () => {
    const row = blank.cloneNode(true);
    numbered(row, blankNumber, made += 1);
    show(row);
    all().at(-1)?.after(row);
    if (!row.isConnected) place.querySelector("[name=__start__]").after(row);
    count();
    return row;
  };

  for (const row of place.querySelectorAll(".row[data-spare]")) row.remove();
  for (const row of all()) show(row);
  add.parentElement.hidden = false;
  if (!all().length) append();
  count();

  place.addEventListener("click", event => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const row = button.closest(".row");
    let next = button;
    if (button.dataset.move === "add") next = append().querySelector(".cell :is(input, textarea, select)");
    if (button.dataset.move === "up") row.previousElementSibling.before(row);
    if (button.dataset.move === "down") row.nextElementSibling.after(row);
    if (button.dataset.move === "remove") {
      next = (row.nextElementSibling?.matches(".row") ? row.nextElementSibling : null)?.querySelector("[data-move=remove]") || add;
      row.remove();
    }
    count();
    (next.disabled ? row.querySelector("[data-move]:enabled") || add : next).focus();
    place.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

document.querySelectorAll(".rows").forEach(prepare);
