// 快速离开: <a data-leave>. Replaces this page in the history, also when Esc is pressed three times within two seconds.
(function () {
  "use strict";
  var WITHIN_MS = 2000;
  var link = document.querySelector("a[data-leave]");
  if (!link) return;
  var presses = [];

  function leave() {
    document.documentElement.hidden = true;
    window.location.replace(link.href);
  }

  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    presses = presses.slice(-2).concat(Date.now());
    if (presses.length === 3 && presses[2] - presses[0] <= WITHIN_MS) leave();
  });

  // Coming back through the history asks the server again: what was typed is not shown to whoever comes next.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.documentElement.hidden) window.location.reload();
  });
})();
