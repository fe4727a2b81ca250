"use strict";
const find = document.getElementById("find");
const cards = [...document.querySelectorAll("main details[id]")];
const links = [...document.querySelectorAll("#index a")];

function filter() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = (node) => words.every((word) => node.dataset.find.includes(word));
  for (const node of [...cards, ...links]) node.hidden = !shown(node);
  for (const part of document.querySelectorAll("section")) part.hidden = !part.querySelector("[data-find]:not([hidden])");
  const left = cards.filter((card) => !card.hidden).length;
  document.getElementById("count").textContent = left === cards.length ? "" : `${left} of ${cards.length} operations`;
  document.getElementById("none").hidden = left > 0;
}

function reveal() {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (card instanceof HTMLDetailsElement) { card.open = true; card.scrollIntoView(); }
}

find.addEventListener("input", filter);
find.addEventListener("keydown", (event) => {
  const first = links.find((link) => !link.hidden);
  if (event.key === "Enter" && first) location.hash = first.hash;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== find) { event.preventDefault(); find.focus(); }
  if (event.key === "Escape") { find.value = ""; filter(); }
});
addEventListener("hashchange", reveal);
document.getElementById("all").addEventListener("click", (event) => {
  const open = cards.some((card) => !card.open);
  for (const card of cards) card.open = open;
  event.target.textContent = open ? "Close all" : "Open all";
});
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
for (const block of document.querySelectorAll("pre.copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("code").textContent);
    button.textContent = "Copied";
  });
  block.append(button);
}
reveal();
