// Runs before the first paint: says that scripts work (`js` on the root) and applies the remembered text size. `ready` follows when
// all deferred scripts of the page have run: a control that needs one is not offered before (.needs-js, static/css/portal.css).
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  document.addEventListener("DOMContentLoaded", function () {
    root.classList.add("ready");
  });
  try {
    var step = localStorage.getItem("portal.text-size");
    if (/^[1-5]$/.test(step)) root.classList.add("text-" + step);
  } catch (error) {
    // Storage can be switched off; the standard size stands.
  }
})();
