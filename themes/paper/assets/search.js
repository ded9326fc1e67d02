/* vaultkit, theme paper: search over all notes, on this page alone. */
(function () {
  "use strict";

  var MOST = 40;
  var index = null;
  var rows = [];

  function fold(term) {
    return term.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  /* Called by search-data.js with [name, kind, address, text] of every note. */
  window.vaultkitSearch = function (found) {
    rows = found;
  };

  function makeIndex() {
    index = new MiniSearch({
      fields: ["name", "text"],
      processTerm: fold,
      searchOptions: { boost: { name: 4 }, prefix: true, fuzzy: 0.15, combineWith: "AND" },
    });
    index.addAll(rows.map(function (row, id) {
      return { id: id, name: row[0], text: row[1] + " " + row[3] };
    }));
  }

  function snippet(text, words) {
    var folded = fold(text);
    var at = words.map(function (word) { return folded.indexOf(fold(word)); }).filter(function (place) { return place >= 0; });
    var start = at.length ? Math.max(0, Math.min.apply(null, at) - 60) : 0;
    return (start ? "… " : "") + text.slice(start, start + 160) + (text.length > start + 160 ? " …" : "");
  }

  function show(words) {
    var list = document.getElementById("results");
    var said = document.getElementById("found");
    var all = document.getElementById("all");
    var found = words.trim() ? index.search(words) : [];
    all.hidden = words.trim() !== "";
    said.textContent = words.trim() ? found.length + (found.length === 1 ? " note" : " notes") : "";
    list.replaceChildren.apply(list, found.slice(0, MOST).map(function (hit) {
      var row = rows[hit.id];
      var item = document.createElement("li");
      var name = document.createElement("p");
      var link = document.createElement("a");
      var text = document.createElement("p");
      name.className = "name";
      link.href = row[2];
      link.dir = "auto";
      link.textContent = row[0];
      text.className = "role";
      text.dir = "auto";
      text.textContent = row[1] + ". " + snippet(row[3], words.split(/\s+/));
      name.append(link);
      item.append(name, text);
      return item;
    }));
  }

  document.addEventListener("DOMContentLoaded", function () {
    var field = document.getElementById("q");
    var words = new URLSearchParams(location.search).get("q") || "";
    makeIndex();
    field.value = words;
    field.addEventListener("input", function () { show(field.value); });
    field.form.addEventListener("submit", function (event) {
      event.preventDefault();
      show(field.value);
    });
    if (words) show(words);
  });
})();
