/* vaultkit, theme paper: search over all notes, on this page alone. */
(function () {
  "use strict";

  var MOST = 40;
  var index = null;
  var rows = [];
  /* What the last file brought; how many files there are, were read, could not be read. */
  var brought = [];
  var files = 1;
  var read = 0;
  var missed = 0;

  var fold = window.vaultkit.fold;

  /* Called by search-data.js and what goes on from it with [name, kind, address, text, more words]
     of many notes; the first one tells how many files there are. */
  window.vaultkitSearch = function (found, all) {
    brought = found;
    files = all || files;
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
    takeIn();
  }

  /* Texts are folded as a whole, which is far quicker than word by word. */
  function takeIn() {
    index.addAll(brought.map(function (row, number) {
      return { id: rows.length + number, name: fold(row[0]), text: fold([row[1], row[3], row[4] || ""].join(" ")) };
    }));
    rows = rows.concat(brought);
    brought = [];
    read += 1;
    if (read < files) setTimeout(readOn);
    else performance.measure("index", "begin");
  }

  /* The first file comes with the page, the others one by one once somebody searches. What is
     found so far is shown each time twice as much was read, so that the page stays quick. */
  function readOn() {
    var script = document.createElement("script");
    function goOn() {
      script.remove();
      takeIn();
      if (read === files || (read & (read - 1)) === 0) show(document.getElementById("q").value);
    }
    script.src = "assets/search-data-" + (read + 1) + ".js";
    script.onload = goOn;
    script.onerror = function () {
      missed += 1;
      goOn();
    };
    document.head.append(script);
  }

  function snippet(row, words) {
    var text = row[3];
    var folded = fold(text);
    var at = words.map(function (word) { return folded.indexOf(fold(word)); }).filter(function (place) { return place >= 0; });
    var start = at.length ? Math.max(0, Math.min.apply(null, at) - 60) : 0;
    start = start && text.indexOf(" ", start) + 1;
    return (start ? "… " : "") + text.slice(start, start + 160) + (text.length > start + 160 || row[4] ? " …" : "");
  }

  function sayFound(number) {
    var text = number + (number === 1 ? " note" : " notes");
    if (read < files) return text + " so far, " + read + " of " + files + " parts of the vault searched";
    return text + (missed ? "; part of the vault could not be read: load this page again" : "");
  }

  /* Whoever stands on a result stays on it when more are found. */
  function replaceItems(list, items) {
    var held = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    list.replaceChildren.apply(list, items);
    if (held === null) return;
    var same = Array.from(list.querySelectorAll("a")).find(function (link) { return link.getAttribute("href") === held; });
    (same || document.getElementById("q")).focus();
  }

  function show(words) {
    var list = document.getElementById("results");
    var said = document.getElementById("found");
    var all = document.getElementById("all");
    var asks = isLong(words.trim(), 2);
    if (asks && !index) makeIndex();
    var found = asks ? index.search(fold(words)) : [];
    all.hidden = words.trim() !== "";
    said.textContent = asks ? sayFound(found.length) : words.trim() ? "One more letter." : "";
    replaceItems(list, found.slice(0, MOST).map(function (hit) {
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
      text.textContent = row[1] + ". " + snippet(row, words.split(/\s+/));
      name.append(link);
      item.append(name, text);
      return item;
    }));
  }

  document.addEventListener("DOMContentLoaded", function () {
    var field = document.getElementById("q");
    var words = new URLSearchParams(location.search).get("q") || "";
    field.value = words;
    field.addEventListener("input", function () { show(field.value); });
    field.form.addEventListener("submit", function (event) {
      event.preventDefault();
      show(field.value);
    });
    if (words) show(words);
  });
})();
