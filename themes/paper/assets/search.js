/* vaultkit, theme paper: search over all notes, on this page alone. */
(function () {
  "use strict";

  var MOST = 40;
  var index = null;
  var rows = [];

  var fold = window.vaultkit.fold;

  /* Called by search-data.js with [name, kind, address, text] of every note. */
  window.vaultkitSearch = function (found) {
    rows = found;
  };

  /* Scripts without blanks between words are searched sign by sign. */
  var UNSPACED = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

  function splitTerm(term) {
    if (!term) return null;
    return UNSPACED.test(term) ? Array.from(term) : term;
  }

  function isLong(term, least) {
    return term.length >= least || UNSPACED.test(term);
  }

  /* Each word of a text once: how often it stands there matters less than a quick index. */
  var BETWEEN = /[\s!-/:-@[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f\uff00-\uff0f]+/;

  function splitText(text) {
    return Array.from(new Set(text.split(BETWEEN)));
  }

  /* Texts are folded as a whole, which is far quicker than word by word. */
  function makeIndex() {
    performance.mark("begin");
    index = new MiniSearch({
      fields: ["name", "text"],
      tokenize: splitText,
      processTerm: splitTerm,
      searchOptions: {
        boost: { name: 4 },
        combineWith: "AND",
        prefix: function (term, place, terms) { return terms.length > 1 || isLong(term, 2); },
        fuzzy: function (term) { return term.length > 3 ? 0.15 : false; },
      },
    });
    index.addAll(rows.map(function (row, id) {
      return { id: id, name: fold(row[0]), text: fold(row[1] + " " + row[3]) };
    }));
    performance.measure("index", "begin");
  }

  function snippet(text, words) {
    var folded = fold(text);
    var at = words.map(function (word) { return folded.indexOf(fold(word)); }).filter(function (place) { return place >= 0; });
    var start = at.length ? Math.max(0, Math.min.apply(null, at) - 60) : 0;
    start = start && text.indexOf(" ", start) + 1;
    return (start ? "… " : "") + text.slice(start, start + 160) + (text.length > start + 160 ? " …" : "");
  }

  function show(words) {
    var list = document.getElementById("results");
    var said = document.getElementById("found");
    var all = document.getElementById("all");
    var asks = isLong(words.trim(), 2);
    var found = asks ? index.search(fold(words)) : [];
    all.hidden = words.trim() !== "";
    said.textContent = asks ? found.length + (found.length === 1 ? " note" : " notes") : words.trim() ? "One more letter." : "";
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
