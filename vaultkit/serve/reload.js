// Keeps a page fresh: asks the server for the number of the latest build, and loads the page again
// when it changed. One tab of a browser asks for all (a browser opens six connections to a host);
// the policy of the pages forbids fetch, so the answer is a script.
(() => {
  "use strict";
  const self = document.currentScript;
  const KEY = "vaultkit-place";
  let since = self.dataset.build;
  const found = document.getElementById("vaultkit-lost");
  let said = found ? found.textContent : "";
  let failures = 0;

  // -- the place on the page outlives the reload
  const remember = () => {
    const open = [...document.querySelectorAll("details")].map((one) => one.open);
    const place = { path: location.pathname, x: scrollX, y: scrollY, open };
    try { sessionStorage.setItem(KEY, JSON.stringify(place)); } catch { /* storage is off */ }
  };
  const restore = () => {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch { /* storage is off */ }
    if (!place || place.path !== location.pathname) return;
    const details = [...document.querySelectorAll("details")];
    if (details.length === place.open.length) {
      details.forEach((one, index) => { one.open = place.open[index]; });
    }
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  };

  // -- what is lost is said on the page
  const say = (text) => {
    said = text;
    let box = document.getElementById("vaultkit-lost");
    if (!text) { if (box) box.remove(); return; }
    if (!box) {
      box = document.createElement("p");
      box.id = "vaultkit-lost";
      box.setAttribute("role", "status");
      box.className = "lost";
      Object.assign(box.style, { border: "2px solid", padding: ".6em 1em" });
      document.body.prepend(box);
    }
    box.textContent = text;
  };

  // -- news: a build number, which addresses changed (null: perhaps all), what is lost
  const here = () => {
    const path = decodeURIComponent(location.pathname).slice(1);
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  };
  const touches = (address) => address === here()
    || [...document.querySelectorAll("[src], link[href]")]
      .some((one) => decodeURIComponent(new URL(one.src || one.href).pathname) === `/${address}`);
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("vaultkit") : null;
  const take = (news) => {
    failures = 0;
    if (news.lost !== said) say(news.lost);
    if (news.build === since) return;
    since = news.build;
    if (news.changed === null || news.changed.some(touches)) { remember(); location.reload(); }
  };
  const ask = (wait) => new Promise((resolve) => {
    const script = document.createElement("script");
    let news = null;
    script.addEventListener("vaultkit-news", (event) => { news = event.detail; });
    script.src = `/-/news.js?since=${encodeURIComponent(since)}&wait=${wait}&${Date.now()}`;
    script.onload = () => { script.remove(); resolve(news); };
    script.onerror = () => { script.remove(); resolve(null); };
    document.head.append(script);
  });
  const look = () => ask(0).then((news) => { if (news) take(news); });
  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  const step = async () => {
    const from = since;
    const begin = Date.now();
    const news = await ask(1);
    if (news) {
      if (channel && news.build !== from) channel.postMessage({ ...news, from });
      take(news);
      if (Date.now() - begin < 1000) await pause(1000);
      return;
    }
    failures += 1;
    if (failures === 4) say("vaultkit serve has stopped; this page no longer follows your notes.");
    await pause(Math.min(2000, 200 * 2 ** failures));
  };
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.from === since) take(data); else if (data.build !== since) look();
    };
  }

  // -- only a tab that is seen asks, and of several such tabs one asks for all
  const until = (state) => new Promise((resolve) => {
    const check = () => {
      if (document.visibilityState !== state) return;
      document.removeEventListener("visibilitychange", check);
      resolve();
    };
    document.addEventListener("visibilitychange", check);
    check();
  });
  const follow = async () => {
    const hidden = until("hidden");
    while (document.visibilityState === "visible") await Promise.race([step(), hidden]);
  };
  const run = async () => {
    for (;;) {
      await until("visible");
      if (navigator.locks && channel) {
        await navigator.locks.request("vaultkit", follow);
      } else {
        await look();
        await pause(2000);
      }
    }
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
  addEventListener("load", () => {
    restore();
    setTimeout(run, 0);
  });
})();
