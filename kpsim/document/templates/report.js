// Filters, sorting, copying, cards and enlarged figures. Without scripts the page reads the same.
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const target = (link) => document.getElementById(link.hash.slice(1));
const pointing = new Map(), elsewhere = new Map();

// Texts that point at charts of their section, and what says that those are not shown.
for (const link of $$("main > section > p:not([data-of]) a[href^='#']")) {
  const text = link.closest("p"), section = text.parentElement, runs = pointing.get(text) ?? [];
  if (target(link)?.closest("section") !== section) continue;
  let between = link.previousSibling;
  if (between?.data === ", " && between.previousSibling === runs.at(-1)?.at(-1).link) {
    const comma = document.createElement("span");
    between.replaceWith(comma);
    comma.append(between);
    runs.at(-1).push({link, between: comma});
  } else runs.push([{link}]);
  pointing.set(text, runs);
  if (elsewhere.has(section) || !target(link).dataset.of) continue;
  const note = document.createElement("p");
  note.textContent = words.elsewhere;
  note.hidden = true;
  text.after(note);
  elsewhere.set(section, note);
}
const sections = $$("main > section"), parts = $$("[data-of]"), blocks = $$("main > section > *");
const bar = document.querySelector(".filters"), running = document.head.appendChild(document.createElement("style"));
const fill = (text, slots) => text.replace(/{(\w+)}/g, (_, name) => slots[name]);

// What points at hidden charts only would speak of what is not there; of others the rest is named.
function point() {
  const gone = ({link}) => target(link).hidden;
  for (const [text, runs] of pointing) {
    text.hidden = runs.flat().every(gone);
    for (const run of runs) {
      const some = !run.every(gone);
      run.forEach((each, place) => {
        each.link.hidden = some && gone(each);
        if (each.between) each.between.hidden = some && (gone(each) || run.slice(0, place).every(gone));
      });
    }
  }
  for (const [section, note] of elsewhere) {
    const silent = [...pointing.keys()].some((text) => text.hidden && text.parentElement === section);
    note.hidden = !silent || $$("figure", section).some((each) => !each.hidden);
  }
}

function filter() {
  const wanted = {}, chosen = [];
  for (const by of ["scenario", "system"]) {
    const select = document.getElementById(`by-${by}`);
    wanted[by] = select.value;
    if (select.value) chosen.push(fill(words[by], {name: select.selectedOptions[0].textContent}));
  }
  let count = 0;
  for (const section of sections) {
    const fits = ["scenario", "system"].every((by) => !wanted[by] || !section.dataset[by] || section.dataset[by] === wanted[by]);
    section.hidden = !fits;
    document.querySelector(`nav a[href="#${section.getAttribute("aria-labelledby")}"]`)?.closest("li").classList.toggle("left-out", !fits);
    count += fits;
  }
  for (const part of parts) part.hidden = Boolean(wanted.scenario) && part.dataset.of !== wanted.scenario;
  point();
  const counts = {count, all: sections.length};
  document.getElementById("shown").value = chosen.length ? `${fill(words.shown, counts)} ${words.hidden}` : "";
  // Paper says what of the document it is: under the title, and at the foot of each page.
  const selection = fill(words.selection, {chosen: chosen.join(", ")}), printed = document.getElementById("selection");
  printed.hidden = !chosen.length;
  printed.textContent = `${selection} ${fill(words.printed, counts)}`;
  running.textContent = chosen.length ? `@page { @bottom-left { content: ${JSON.stringify(selection)}; font-size: 8pt; } }` : "";
}

// What is read stays where it is; where it gets hidden, the nearest part shown takes its place.
function choose() {
  const edge = (each) => each.getBoundingClientRect(), top = Math.max(0, edge(bar).bottom);
  const read = blocks.findIndex((each) => edge(each).bottom > top + 48), before = read < 0 ? top : edge(blocks[read]).top;
  filter();
  if (read <= 0) return;
  const shown = blocks.map((each, place) => [Math.abs(place - read), each]).filter(([, each]) => each.getClientRects().length);
  const [far, nearest] = shown.reduce((one, other) => (other[0] < one[0] ? other : one));
  scrollBy(0, edge(nearest).top - (far ? Math.max(0, edge(bar).bottom) + 16 : before));
}
$$(".filters select").forEach((select) => select.addEventListener("change", choose));
bar.addEventListener("submit", (event) => event.preventDefault());
addEventListener("pageshow", filter);

// A link to a part that is hidden shows it; the browser then goes there.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || !document.getElementById(link.hash.slice(1))?.closest("[hidden]")) return;
  $$(".filters select").forEach((select) => { select.value = ""; });
  filter();
  document.getElementById("shown").value = words.unhidden;
});

// What is wider than its box says so: a scroll bar is often not seen.
const boxes = new ResizeObserver((entries) => entries.forEach(({target}) => {
  target.dataset.swipe = target.scrollWidth > target.clientWidth ? words.swipe : "";
}));
$$(".scroll, .formula").forEach((each) => boxes.observe(each));

function value(cell) {
  const plain = cell.textContent.replace(/[\u00a0\u202f]/g, "").replace(/\u2212/g, "-").trim();
  const english = document.documentElement.lang === "en";
  const digits = english ? plain.replace(/,(?=\d{3})/g, "") : plain.replace(/,(?=\d)/g, ".");
  const match = digits.match(/^[<>+]?\s*(-?\d+(\.\d+)?)/);
  return match ? Number(match[1]) : NaN;
}

function sort(button) {
  const head = button.closest("th"), table = head.closest("table"), body = table.tBodies[0];
  const place = head.cellIndex, down = head.getAttribute("aria-sort") === "ascending";
  const numeric = [...body.rows].some((row) => !Number.isNaN(value(row.cells[place]))) && head.classList.contains("n");
  const compare = numeric
    ? (a, b) => (Number.isNaN(value(a)) ? -Infinity : value(a)) - (Number.isNaN(value(b)) ? -Infinity : value(b))
    : (a, b) => a.textContent.localeCompare(b.textContent, document.documentElement.lang);
  // Totals and names of groups stay where they are, and a part stays under the row it is of.
  const groups = [[]];
  for (const row of body.rows) {
    if (row.matches(".strong")) groups.push([[row]], []);
    else if (row.matches(".part") && groups.at(-1).length) groups.at(-1).at(-1).push(row);
    else groups.at(-1).push([row]);
  }
  for (const group of groups) group.sort(([a], [b]) => (down ? -1 : 1) * compare(a.cells[place], b.cells[place]));
  $$("th", table.tHead).forEach((each) => each.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  body.append(...groups.flat(2));
}
$$(".sort").forEach((button) => button.addEventListener("click", () => sort(button)));

async function copy(button) {
  const table = button.closest(".block").querySelector("table");
  const text = [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()).join("\t")).join("\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page opened from a file may not use the clipboard; the old way still works there.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const label = button.textContent;
  button.textContent = words.copied;
  setTimeout(() => { button.textContent = label; }, 1500);
}
$$(".copy").forEach((button) => button.addEventListener("click", () => copy(button)));

$$(".card-link").forEach((button) => button.addEventListener("click", () => document.getElementById(button.dataset.card).showModal()));
$$(".enlarge").forEach((button) => button.addEventListener("click", () => {
  const figure = button.closest("figure"), image = figure.querySelector("img"), large = document.getElementById("large-image");
  large.src = image.src;
  large.alt = image.alt;
  document.getElementById("large-title").textContent = figure.querySelector("figcaption").textContent;
  document.getElementById("large").showModal();
}));
$$("dialog").forEach((dialog) => dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); }));
