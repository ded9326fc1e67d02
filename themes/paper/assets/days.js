/* vaultkit, theme paper: an old build is read on a later day, and must not be wrong then.
   What was due is grouped anew by the reader's own today, and the page says how old it is. */
(function () {
  "use strict";

  var DAY = 86400000;
  var LATER = 5;
  var PARTS = [["overdue", "Overdue"], ["today", "Today"], ["week", "This week"], ["later", "Later"]];
  var STATUS = { overdue: "overdue", today: "due", week: "upcoming", later: "upcoming" };
  var STYLES = { overdue: "late", today: "now", week: "", later: "slim" };
  var WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  var MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  var NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

  /* -- days: local calendar days only, at noon, so that no clock change matters ---------------- */

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

  function sayDay(day, today) {
    var year = day.getFullYear() === today.getFullYear() ? "" : " " + day.getFullYear();
    return day.getDate() + " " + MONTHS[day.getMonth()].slice(0, 3) + year;
  }

  function sayLongDay(day) {
    return WEEKDAYS[day.getDay()] + " " + day.getDate() + " " + MONTHS[day.getMonth()];
  }

  function count(number, word) {
    return number + " " + word + (number === 1 ? "" : "s");
  }

  /* -- the agenda -------------------------------------------------------------------------------- */

  function partOf(opens, due, today) {
    var sunday = new Date(today.getFullYear(), today.getMonth(), today.getDate() + (7 - today.getDay()) % 7, 12);
    if (due && due < today) return "overdue";
    if (!opens && !due) return "later";
    if (!opens || opens <= today) return "today";
    return opens <= sunday ? "week" : "later";
  }

  /* The status of a follow-up and the words in its margin; gives back its part. */
  function renew(item, today) {
    var opens = readDay(item.dataset.opens);
    var due = readDay(item.dataset.due);
    var part = partOf(opens, due, today);
    item.className = !opens && !due ? "whenever" : STATUS[part];
    if (due) sayLeft(item.querySelector(".when"), opens, due, today);
    return part;
  }

  function sayLeft(when, opens, due, today) {
    var left = when.querySelector("span");
    var time = when.querySelector("time");
    var days = daysBetween(today, due);
    if (!left) {
      left = document.createElement("span");
      when.append(" ", left);
    }
    if (time && time.textContent === "today" && days !== 0) time.textContent = WEEKDAYS[due.getDay()].slice(0, 3) + " " + sayDay(due, today);
    left.textContent = days < 0 ? count(-days, "day") + " late" : days === 0 ? "last day" : !opens || opens <= today ? count(days, "day") + " left" : "";
  }

  function findSection(agenda, part) {
    var heading = document.getElementById(part[0]);
    var section = heading ? heading.parentElement : document.createElement("section");
    if (!heading) {
      section.setAttribute("aria-labelledby", part[0]);
      section.innerHTML = '<h2 id="' + part[0] + '">' + part[1] + ' <span class="n"></span></h2><ol class="ledger ' + STYLES[part[0]] + '"></ol>';
    }
    agenda.append(section);
    return section;
  }

  /* What comes later stands open as far as the first few; the others stay folded. */
  function foldRest(section, items) {
    var details = section.querySelector("details");
    var most = items.length > LATER + 1 ? LATER : items.length;
    if (most === items.length) return details && details.remove();
    if (!details) {
      details = document.createElement("details");
      details.className = "rest";
      details.innerHTML = '<summary class="more"></summary><ol class="ledger slim"></ol>';
      section.append(details);
    }
    details.querySelector("summary").textContent = items.length - most + " more";
    items.slice(most).forEach(function (item) { details.querySelector("ol").append(item); });
  }

  function regroup(agenda, today) {
    var found = { overdue: [], today: [], week: [], later: [] };
    agenda.querySelectorAll(".ledger > li").forEach(function (item) { found[renew(item, today)].push(item); });
    PARTS.forEach(function (part) {
      var section = findSection(agenda, part);
      var items = found[part[0]];
      items.forEach(function (item) { section.querySelector("ol").append(item); });
      if (part[0] === "later") foldRest(section, items);
      section.hidden = items.length === 0;
      section.querySelector(".n").textContent = items.length;
    });
    return found;
  }

  /* -- the sentences above it ---------------------------------------------------------------------- */

  function say(number) {
    return NUMBERS[number] || String(number);
  }

  function start(number) {
    var words = say(number) + " follow-up" + (number === 1 ? " is" : "s are");
    return words[0].toUpperCase() + words.slice(1);
  }

  function sayState(late, due) {
    if (!late && !due) return "Nothing is due today.";
    if (!late) return start(due) + " due today.";
    if (!due) return start(late) + " late; nothing else is due today.";
    return start(late) + " late and " + say(due) + (due === 1 ? " is" : " are") + " due today.";
  }

  function tellAge(age, more) {
    var note = document.createElement("p");
    note.className = "hint screen";
    note.id = "age";
    note.textContent = "Built " + count(age, "day") + " ago" + more + ". Run vaultkit build for what your notes say now.";
    (document.querySelector(".title") || document.querySelector("main")).append(note);
  }

  function dropPastTalks(today) {
    document.querySelectorAll("[data-day]").forEach(function (talk) {
      talk.hidden = readDay(talk.dataset.day) < today;
    });
    document.querySelectorAll(".margin section").forEach(function (section) {
      var talks = section.querySelectorAll("[data-day]");
      section.hidden = talks.length > 0 && section.querySelectorAll("[data-day]:not([hidden])").length === 0;
    });
  }

  function renewAgenda(agenda, today, age) {
    var found = regroup(agenda, today);
    var talk = document.querySelector(".talk");
    var state = document.querySelector(".state");
    var day = document.querySelector("h1 time");
    if (talk) talk.remove();
    if (state) state.textContent = sayState(found.overdue.length, found.today.length);
    if (day) day.textContent = sayLongDay(today);
    dropPastTalks(today);
    tellAge(age, ", and grouped for today");
  }

  /* -- the other pages: what is late by now, how old they are --------------------------------------- */

  function renewRow(row, today) {
    var due = readDay(row.dataset.due);
    var time = row.querySelector(".due-cell time");
    if (!due || !time || /^from/.test(time.textContent)) return;
    if (due < today) {
      time.textContent = sayDay(due, today) + ", late";
      row.querySelector(".due-cell").classList.add("overdue");
    } else if (daysBetween(today, due) === 0) time.textContent = "today";
  }

  /* "Bristol, in 6 days": the day itself stands beside it. */
  function dropNearness() {
    document.querySelectorAll(".kicker").forEach(function (kicker) {
      kicker.textContent = kicker.textContent.replace(/, (in \d+ days?|now|today|yesterday|tomorrow)$/, "");
    });
  }

  function renewPage() {
    var built = document.querySelector(".foot time");
    var day = built && readDay(built.getAttribute("datetime"));
    var today = todayOf(new Date());
    var age = day ? daysBetween(day, today) : 0;
    var agenda = document.getElementById("agenda");
    if (age <= 0) return;
    built.after(", " + count(age, "day") + " ago");
    /* Not all follow-ups stand on a first page that is cut: they cannot be counted anew. */
    if (agenda && !agenda.dataset.cut) return renewAgenda(agenda, today, age);
    tellAge(age, "");
    if (agenda) dropPastTalks(today);
    dropNearness();
    document.querySelectorAll(".ledger > li[data-due]").forEach(function (item) { renew(item, today); });
    document.querySelectorAll(".rows > li[data-due]").forEach(function (row) { renewRow(row, today); });
  }

  document.addEventListener("DOMContentLoaded", renewPage);
})();
