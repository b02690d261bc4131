// Lets rows of an ordered list be dragged into another order, and sends the order.
"use strict";

const form = document.getElementById("order");
const list = form?.querySelector(".ordered");
const told = document.getElementById("ordered");
let dragged = null, before = [];

const names = () => [...list.children].map(row => row.dataset.name);

function arrows() {
  for (const row of list.children) {
    row.querySelector("[name=up]").disabled = row === list.firstElementChild;
    row.querySelector("[name=down]").disabled = row === list.lastElementChild;
  }
}

async function send() {
  const body = new URLSearchParams(names().map(name => ["order", name]));
  body.append("csrf_token", form.elements.csrf_token.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    told.textContent = "";
  } catch {
    told.textContent = form.dataset.failed;
  }
}

if (list && list.children.length > 1) {
  for (const row of list.children) row.draggable = true;
  list.addEventListener("dragstart", event => {
    dragged = event.target.closest("li");
    before = names();
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.name);
  });
  list.addEventListener("dragover", event => {
    const over = event.target.closest?.("li");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", event => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged.classList.remove("dragged");
    dragged = null;
    arrows();
    if (names().join() !== before.join()) send();
  });
}
