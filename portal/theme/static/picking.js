// Chooses all documents of a page at once, and counts those that are chosen.
"use strict";

function pick() {
  const form = document.getElementById("batch");
  const page = document.getElementById("pick-page");
  if (!form || !page) return;
  const picks = [...form.querySelectorAll("input[name=pick]")];
  const all = document.getElementById("pick-all");
  const chosen = form.querySelector(".chosen");

  const count = () => {
    const picked = picks.filter((each) => each.checked).length;
    page.checked = picked === picks.length;
    page.indeterminate = picked > 0 && picked < picks.length;
    const total = all && all.checked ? all.parentElement.querySelector("b").textContent : picked;
    chosen.querySelector("b").textContent = total;
  };
  page.addEventListener("change", () => {
    for (const each of picks) each.checked = page.checked;
    count();
  });
  form.addEventListener("change", count);
  page.parentElement.hidden = false;
  chosen.hidden = false;
  count();
}

pick();
document.addEventListener("renewed", pick);
