/* vaultkit, theme paper: what every page can do for its reader. Every page is whole without it. */
(function () {
  "use strict";

  var root = document.documentElement;

  /* -- light or dark: the system's choice until the reader makes one --------------------------- */

  var SCHEMES = ["", "light", "dark"];
  var NAMES = { "": "Colours: system", light: "Colours: light", dark: "Colours: dark" };

  function remember(value) {
    try { value ? localStorage.setItem("scheme", value) : localStorage.removeItem("scheme"); } catch (error) { /* no storage here */ }
  }

  function recall() {
    var found = "";
    try { found = localStorage.getItem("scheme"); } catch (error) { /* no storage here */ }
    return SCHEMES.includes(found) ? found : "";
  }

  function useScheme(value) {
    value ? root.setAttribute("data-scheme", value) : root.removeAttribute("data-scheme");
  }

  function offerSchemes() {
    var foot = document.querySelector(".foot");
    var now = recall();
    if (!foot) return;
    var button = makeButton(NAMES[now], function () {
      now = SCHEMES[(SCHEMES.indexOf(now) + 1) % SCHEMES.length];
      useScheme(now);
      remember(now);
      button.textContent = NAMES[now];
    });
    foot.append(button);
  }

  /* -- small things that the other scripts use, too -------------------------------------------- */

  function makeButton(words, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  /* What the reader chose stands in the address, so that it survives a reload and can be kept. */
  function readChoice(name) {
    var hash = location.hash.slice(1);
    return hash.includes("=") ? new URLSearchParams(hash).get(name) || "" : "";
  }

  function writeChoice(name, value) {
    var hash = location.hash.slice(1);
    var all = new URLSearchParams(hash.includes("=") ? hash : "");
    value ? all.set(name, value) : all.delete(name);
    location.replace("#" + all.toString());
  }

  window.vaultkit = { fold: fold, makeButton: makeButton, readChoice: readChoice, writeChoice: writeChoice };

  /* -- copying: drafts, lines to write, the ticks of a prep sheet ------------------------------- */

  function copy(text, button) {
    var said = button.dataset.said || button.textContent;
    var area = document.createElement("textarea");
    button.dataset.said = said;
    area.value = text;
    area.setAttribute("aria-hidden", "true");
    document.body.append(area);
    area.select();
    button.textContent = document.execCommand("copy") ? "Copied" : "Not copied";
    area.remove();
    button.focus();
    setTimeout(function () { button.textContent = said; }, 2000);
  }

  function offerCopy(words, makeText, place) {
    var button = makeButton(words, function () { copy(makeText(), button); });
    button.className = "copy screen";
    place.append(" ", button);
    return button;
  }

  /* Each element of class copyable, and each draft, gets a button behind it. */
  function offerCopies() {
    document.querySelectorAll(".copyable, .letter").forEach(function (part) {
      var line = part.nextElementSibling;
      if (!line || !line.matches("p.more")) {
        line = document.createElement("p");
        line.className = "more screen";
        part.after(line);
      }
      offerCopy(part.dataset.copy || "Copy", function () { return part.innerText.trim() + "\n"; }, line);
    });
  }

  function sheetAsMarkdown() {
    return Array.from(document.querySelectorAll(".ask")).map(function (group) {
      var lines = Array.from(group.querySelectorAll("label")).map(function (label) {
        var words = label.querySelector("span").firstChild.textContent.trim();
        return "- [" + (label.querySelector("input").checked ? "x" : " ") + "] " + words;
      });
      return "### " + group.querySelector("legend").textContent + "\n\n" + lines.join("\n");
    }).join("\n\n") + "\n";
  }

  function offerSheet() {
    var hint = document.querySelector(".ask ~ .hint");
    if (hint) offerCopy("Copy as Markdown", sheetAsMarkdown, hint);
  }

  /* -- a slash goes to the search ---------------------------------------------------------------- */

  function listenForSlash() {
    document.addEventListener("keydown", function (event) {
      var field = document.getElementById("q");
      var busy = event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key !== "/" || !field || busy) return;
      event.preventDefault();
      field.focus();
    });
  }

  /* -- a link to something folded unfolds it ------------------------------------------------------ */

  function unfold() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && !id.includes("=") && document.getElementById(id);
    for (var part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    if (target && target.closest("details")) target.scrollIntoView();
  }

  useScheme(recall());
  document.addEventListener("DOMContentLoaded", function () {
    offerSchemes();
    offerCopies();
    offerSheet();
    listenForSlash();
    unfold();
    window.addEventListener("hashchange", unfold);
  });
})();
