/* vaultkit, theme paper: lists and tables can be filtered and put in order; the address keeps both. */
(function () {
  "use strict";

  var kit = window.vaultkit;
  var FEW = 8;
  /* A long list goes on on other pages: what is said here holds for this one. */
  var onPage = function () { return document.querySelector(".turns") !== null; };
  var collator = new Intl.Collator(document.documentElement.lang || "en", { sensitivity: "base", numeric: true });

  function all(selector, part) {
    return Array.from((part || document).querySelectorAll(selector));
  }

  /* -- a filter ---------------------------------------------------------------------------------- */

  var folded = new WeakMap();

  function foldRow(row) {
    if (!folded.has(row)) folded.set(row, kit.fold(row.textContent));
    return folded.get(row);
  }

  function filterRows(words) {
    var wanted = kit.fold(words).split(/\s+/).filter(Boolean);
    var shown = 0;
    all(".rows > li, .events tbody tr").forEach(function (row) {
      var text = foldRow(row);
      row.hidden = !wanted.every(function (word) { return text.includes(word); });
      if (!row.hidden) shown += 1;
    });
    all("main section").forEach(function (section) {
      var rows = all(".rows > li", section);
      section.hidden = rows.length > 0 && rows.every(function (row) { return row.hidden; });
    });
    return wanted.length ? shown + (onPage() ? " shown of this page; the search knows all notes" : " shown") : "";
  }

  function offerFilter(tools) {
    var label = document.createElement("label");
    var input = document.createElement("input");
    var said = document.createElement("span");
    said.setAttribute("role", "status");
    label.className = "filter";
    label.append(onPage() ? "Filter this page " : "Filter ", input);
    input.type = "search";
    input.autocomplete = "off";
    input.value = kit.readChoice("filter");
    input.addEventListener("input", function () {
      said.textContent = filterRows(input.value);
      kit.writeChoice("filter", input.value);
    });
    tools.append(label, said);
    if (input.value) said.textContent = filterRows(input.value);
  }

  /* -- lists: by name, company, city or day ------------------------------------------------------- */

  var KEYS = {
    name: function (row) { return text(row, ".name"); },
    company: function (row) { return row.dataset.company || ""; },
    city: function (row) { return text(row, ".city"); },
    day: function (row) { return row.dataset.due || ""; },
  };
  var GROUPED = ["company", "city"];

  function text(row, selector) {
    var part = row.querySelector(selector);
    return part ? part.textContent.trim() : "";
  }

  /* Rows without a key stand last. */
  function byKey(key) {
    return function (a, b) {
      var one = KEYS[key](a);
      var other = KEYS[key](b);
      return !one - !other || collator.compare(one, other) || collator.compare(KEYS.name(a), KEYS.name(b));
    };
  }

  function makeSection(words) {
    var section = document.createElement("section");
    var heading = document.createElement("h2");
    var list = document.createElement("ul");
    list.className = "rows people";
    heading.dir = "auto";
    heading.textContent = words;
    if (words) section.append(heading);
    section.append(list);
    return section;
  }

  function showOrder(place, rows, key) {
    var sections = new Map();
    rows.slice().sort(byKey(key)).forEach(function (row) {
      var words = GROUPED.includes(key) ? KEYS[key](row) || "None noted" : "";
      if (!sections.has(words)) sections.set(words, makeSection(words));
      sections.get(words).querySelector("ul").append(row);
    });
    place.replaceChildren.apply(place, Array.from(sections.values()));
  }

  function offerOrders(tools) {
    var place = document.getElementById("all");
    var rows = place ? all(".rows.people > li", place) : [];
    var keys = Object.keys(KEYS).filter(function (key) { return rows.some(KEYS[key]); });
    if (rows.length < FEW || keys.length < 2) return;
    var before = Array.from(place.childNodes);
    var homes = rows.map(function (row) { return row.parentElement; });
    var group = document.createElement("span");
    var buttons = [["", place.dataset.order || "as listed"]].concat(keys.map(function (key) { return [key, key]; })).map(function (pair) {
      var button = kit.makeButton(pair[1], function () { use(pair[0]); kit.writeChoice("order", pair[0]); });
      button.dataset.key = pair[0];
      return button;
    });

    function use(key) {
      if (keys.includes(key)) showOrder(place, rows, key);
      else {
        rows.forEach(function (row, number) { homes[number].append(row); });
        place.replaceChildren.apply(place, before);
      }
      buttons.forEach(function (button) { button.setAttribute("aria-pressed", String(button.dataset.key === key)); });
      var filter = tools.querySelector("input");
      if (filter) filterRows(filter.value);
    }

    group.setAttribute("role", "group");
    group.setAttribute("aria-label", onPage() ? "Order of this page" : "Order");
    group.className = onPage() ? "orders here" : "orders";
    group.append.apply(group, buttons);
    tools.append(group);
    var wanted = kit.readChoice("order");
    use(keys.includes(wanted) ? wanted : "");
  }

  /* -- tables: each heading is a button ------------------------------------------------------------ */

  function cellKey(row, column) {
    var cell = row.cells[column];
    var time = cell && cell.querySelector("time");
    return time ? time.getAttribute("datetime") : cell ? cell.textContent.trim() : "";
  }

  function sortTable(table, column, descending) {
    var body = table.tBodies[0];
    var rows = Array.from(body.rows).sort(function (a, b) {
      var one = cellKey(a, column);
      var other = cellKey(b, column);
      return !one - !other || (descending ? -1 : 1) * collator.compare(one, other);
    });
    body.append.apply(body, rows);
    Array.from(table.tHead.rows[0].cells).forEach(function (head, number) {
      if (number === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  function offerSorting(table, number) {
    var name = "sort" + (number ? number + 1 : "");
    var wanted = /^(-?)(\d+)$/.exec(kit.readChoice(name));
    var heads = table.tHead ? Array.from(table.tHead.rows[0].cells) : [];
    if (!table.tBodies[0] || table.tBodies[0].rows.length < 2) return;
    heads.forEach(function (head, column) {
      if (!head.textContent.trim()) return;
      var button = kit.makeButton(head.textContent, function () {
        var descending = head.getAttribute("aria-sort") === "ascending";
        sortTable(table, column, descending);
        kit.writeChoice(name, (descending ? "-" : "") + column);
      });
      head.replaceChildren(button);
    });
    if (wanted && +wanted[2] < heads.length) sortTable(table, +wanted[2], wanted[1] === "-");
  }

  function offerTools() {
    var rows = all("main .rows > li, main .events tbody tr");
    all("main table.events").forEach(offerSorting);
    var title = document.querySelector(".title");
    if (!title || rows.length < FEW || document.getElementById("results")) return;
    var tools = document.createElement("p");
    tools.className = "tools";
    title.append(tools);
    offerFilter(tools);
    offerOrders(tools);
  }

  document.addEventListener("DOMContentLoaded", offerTools);
})();
