/* vaultkit, theme paper: what a page can do for its reader. Every page is whole without it. */
(function () {
  "use strict";

  var DAY = 86400000;
  var root = document.documentElement;

  /* -- days: local calendar days only, counted at noon so that no clock change matters -------- */

  function readDay(text) {
    var found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text || "");
    return found ? new Date(+found[1], found[2] - 1, +found[3], 12) : null;
  }

  function daysBetween(from, to) {
    return Math.round((to - from) / DAY);
  }

  function todayOf(now) {
    return new Date(now.getFullYear(), now.getMonth(), now.getDate(), 12);
  }

  function count(number, word) {
    return number + " " + word + (number === 1 ? "" : "s");
  }

  /* -- the agenda, grouped by the reader's own today ------------------------------------------ */

  var PARTS = [["overdue", "Overdue", "late"], ["today", "Today", "now"], ["week", "This week", ""], ["later", "Later", "slim"]];

  function partOf(opens, due, today) {
    var sunday = new Date(today.getTime() + ((7 - today.getDay()) % 7) * DAY);
    if (due && due < today) return "overdue";
    if (!opens && !due) return "later";
    if (!opens || opens <= today) return "today";
    return daysBetween(opens, sunday) >= 0 ? "week" : "later";
  }

  function sayLeft(item, opens, due, today) {
    var when = item.querySelector(".when");
    var left = when && when.querySelector("span");
    if (!when || !due) return;
    if (!left) {
      left = document.createElement("span");
      when.append(" ", left);
    }
    var days = daysBetween(today, due);
    var open = !opens || opens <= today;
    left.textContent = days < 0 ? count(-days, "day") + " late" : days === 0 ? "last day" : open ? count(days, "day") + " left" : "";
    var time = when.querySelector("time");
    if (time && time.textContent === "today") time.textContent = time.getAttribute("datetime");
  }

  function makeSection(agenda, part) {
    var section = document.createElement("section");
    section.setAttribute("aria-labelledby", part[0]);
    section.innerHTML = '<h2 id="' + part[0] + '">' + part[1] + ' <span class="n"></span></h2><ol></ol>';
    section.querySelector("ol").className = "ledger " + part[2];
    agenda.append(section);
    return section;
  }

  function regroup(agenda, today) {
    var items = Array.from(agenda.querySelectorAll(".ledger > li"));
    var sections = {};
    PARTS.forEach(function (part) {
      var heading = document.getElementById(part[0]);
      sections[part[0]] = heading ? heading.parentElement : makeSection(agenda, part);
      agenda.append(sections[part[0]]);
    });
    items.forEach(function (item) {
      var opens = readDay(item.dataset.opens);
      var due = readDay(item.dataset.due);
      var part = partOf(opens, due, today);
      item.className = part === "overdue" ? "overdue" : part === "today" ? "due" : "upcoming";
      sayLeft(item, opens, due, today);
      sections[part].querySelector("ol").append(item);
    });
    PARTS.forEach(function (part) {
      var section = sections[part[0]];
      var number = section.querySelectorAll("li[data-due]").length;
      section.hidden = number === 0;
      section.querySelector(".n").textContent = number;
    });
  }

  function tellAge(built, today) {
    var age = daysBetween(built, today);
    if (age <= 0) return;
    var note = document.createElement("p");
    note.className = "hint";
    note.id = "age";
    note.textContent = "Built " + count(age, "day") + " ago; the list below is grouped for today. Run vaultkit build for the rest.";
    document.querySelector(".title").append(note);
  }

  function agendaForToday() {
    var agenda = document.getElementById("agenda");
    var built = agenda && readDay(agenda.dataset.today);
    var today = todayOf(new Date());
    if (!built || daysBetween(built, today) <= 0) return;
    regroup(agenda, today);
    tellAge(built, today);
  }

  /* -- light or dark: the system's choice until the reader makes one --------------------------- */

  function remember(value) {
    try { value ? localStorage.setItem("scheme", value) : localStorage.removeItem("scheme"); } catch (error) { /* no storage here */ }
  }

  function recall() {
    try { return localStorage.getItem("scheme"); } catch (error) { return null; }
  }

  function useScheme(value) {
    value ? root.setAttribute("data-scheme", value) : root.removeAttribute("data-scheme");
  }

  function offerSchemes() {
    var foot = document.querySelector(".foot");
    var button = document.createElement("button");
    var names = { "": "Colours: system", light: "Colours: light", dark: "Colours: dark" };
    var order = ["", "light", "dark"];
    var now = recall() || "";
    button.type = "button";
    button.textContent = names[now] || names[""];
    button.addEventListener("click", function () {
      now = order[(order.indexOf(now) + 1) % order.length];
      useScheme(now);
      remember(now);
      button.textContent = names[now];
    });
    foot.append(button);
  }

  /* -- lists: a filter that the address remembers ---------------------------------------------- */

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function filterRows(words) {
    var wanted = fold(words).split(/\s+/).filter(Boolean);
    document.querySelectorAll(".rows > li, .events tbody tr").forEach(function (row) {
      var text = fold(row.textContent);
      row.hidden = !wanted.every(function (word) { return text.includes(word); });
    });
    document.querySelectorAll("main section").forEach(function (section) {
      var rows = section.querySelectorAll(".rows > li");
      section.hidden = rows.length > 0 && section.querySelectorAll(".rows > li:not([hidden])").length === 0;
    });
  }

  function readFilter() {
    var found = /^#filter=(.*)$/.exec(location.hash);
    try { return found ? decodeURIComponent(found[1]) : ""; } catch (error) { return ""; }
  }

  function offerFilter() {
    var rows = document.querySelectorAll(".rows > li, .events tbody tr");
    if (rows.length < 8 || document.getElementById("results")) return;
    var label = document.createElement("label");
    var input = document.createElement("input");
    label.className = "filter";
    label.append("Filter ", input);
    input.type = "search";
    input.value = readFilter();
    input.addEventListener("input", function () {
      filterRows(input.value);
      location.replace(input.value ? "#filter=" + encodeURIComponent(input.value) : "#");
    });
    document.querySelector(".title").append(label);
    if (input.value) filterRows(input.value);
  }

  /* -- the prep sheet: ticks of this page, copied as Markdown ---------------------------------- */

  function sheetAsMarkdown() {
    return Array.from(document.querySelectorAll(".ask")).map(function (group) {
      var lines = Array.from(group.querySelectorAll("label")).map(function (label) {
        var words = label.querySelector("span").firstChild.textContent.trim();
        return "- [" + (label.querySelector("input").checked ? "x" : " ") + "] " + words;
      });
      return "### " + group.querySelector("legend").textContent + "\n\n" + lines.join("\n");
    }).join("\n\n") + "\n";
  }

  function copy(text, button) {
    var said = button.textContent;
    function done(word) {
      button.textContent = word;
      setTimeout(function () { button.textContent = said; }, 2000);
    }
    var area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    done(document.execCommand("copy") ? "Copied" : "Not copied");
    area.remove();
  }

  function offerCopy() {
    var hint = document.querySelector(".ask ~ .hint");
    if (!hint) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy as Markdown";
    button.addEventListener("click", function () { copy(sheetAsMarkdown(), button); });
    hint.append(" ", button);
  }

  /* -- a slash goes to the search ---------------------------------------------------------------- */

  function listenForSlash() {
    document.addEventListener("keydown", function (event) {
      var field = document.getElementById("q");
      if (event.key !== "/" || !field || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
      event.preventDefault();
      field.focus();
    });
  }

  useScheme(recall());
  document.addEventListener("DOMContentLoaded", function () {
    agendaForToday();
    offerSchemes();
    offerFilter();
    offerCopy();
    listenForSlash();
  });
})();
