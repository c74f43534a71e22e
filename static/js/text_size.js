// Text size switch: [data-text-size="smaller|normal|larger"], six steps from 18 to 30 px (static/css/tokens.css).
(function () {
  "use strict";
  var KEY = "portal.text-size";
  var SIZES = [18, 20, 22, 24, 27, 30];
  var root = document.documentElement;
  var buttons = document.querySelectorAll("[data-text-size]");
  var status = document.querySelector("[data-text-size-status]");

  function current() {
    for (var step = 1; step < SIZES.length; step++) {
      if (root.classList.contains("text-" + step)) return step;
    }
    return 0;
  }

  function remember(step) {
    try {
      if (step) localStorage.setItem(KEY, String(step));
      else localStorage.removeItem(KEY);
    } catch (error) {
      // Without storage the size holds for this page only.
    }
  }

  function apply(step) {
    root.classList.remove("text-1", "text-2", "text-3", "text-4", "text-5");
    if (step) root.classList.add("text-" + step);
    remember(step);
    mark(step);
    if (status) status.textContent = "文字大小" + SIZES[step];
  }

  function mark(step) {
    buttons.forEach(function (button) {
      var act = button.dataset.textSize;
      var spent = (act === "smaller" && step === 0) || (act === "larger" && step === SIZES.length - 1);
      button.setAttribute("aria-disabled", String(spent));
    });
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      var act = button.dataset.textSize;
      var step = current();
      if (act === "normal") step = 0;
      if (act === "smaller") step = Math.max(0, step - 1);
      if (act === "larger") step = Math.min(SIZES.length - 1, step + 1);
      apply(step);
    });
  });
  mark(current());
})();
