// Runs before the first paint: says that scripts work and applies the remembered text size.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var step = localStorage.getItem("portal.text-size");
    if (/^[1-5]$/.test(step)) root.classList.add("text-" + step);
  } catch (error) {
    // Storage can be switched off; the standard size stands.
  }
})();
