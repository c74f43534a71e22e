// Progress of long work: [data-progress-url] is asked for JSON {percent, text, finished}; when finished the page
// is loaded again, so that the result is drawn by the server. Slows down on errors, rests while the tab is hidden.
(function () {
  "use strict";
  var EVERY_MS = 2000;
  var SLOWEST_MS = 30000;

  function poll(box) {
    var bar = box.querySelector("progress");
    var text = box.querySelector("[data-progress-text]");
    var wait = EVERY_MS;

    function show(answer) {
      if (typeof answer.percent === "number") bar.value = answer.percent;
      if (answer.text && text.textContent !== answer.text) text.textContent = answer.text;
    }

    function ask() {
      if (document.hidden) return again();
      return fetch(box.dataset.progressUrl, { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(function (response) {
          if (!response.ok || response.redirected) throw new Error("no answer");
          return response.json();
        })
        .then(function (answer) {
          wait = EVERY_MS;
          show(answer);
          if (answer.finished) window.location.reload();
          else again();
        })
        .catch(function () {
          wait = Math.min(wait * 2, SLOWEST_MS);
          text.textContent = "暂时无法取得进度，稍后自动重试";
          again();
        });
    }

    function again() {
      setTimeout(ask, wait);
    }

    again();
  }

  document.querySelectorAll("[data-progress-url]").forEach(poll);
})();
