// Rows of a short list are dragged into another order, which is kept at once by the button of the form
// that the list names. Without a script, each row has buttons to move it.
"use strict";

for (const list of document.querySelectorAll("[data-sortable]")) {
  const button = document.getElementById(list.dataset.sortable);
  let dragged = null, before = "";
  const order = () => [...list.querySelectorAll("[name=order]")].map(each => each.value).join();

  for (const row of list.children) row.draggable = true;
  list.addEventListener("dragstart", event => {
    const row = event.target.closest?.("li");
    if (!row || event.target.closest("input")) return;
    dragged = row;
    before = order();
    row.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.querySelector("a").textContent);
  });
  list.addEventListener("dragover", event => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest?.("li");
    if (!over || over === dragged || over.parentElement !== list) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", event => { if (dragged) event.preventDefault(); });
  list.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    dragged = null;
    if (order() !== before) button.form.requestSubmit(button);
  });
}
