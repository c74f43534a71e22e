// Copy button: [data-copy] copies the text of [data-copy-text] beside it and says so.
(function () {
  "use strict";

  // The clipboard interface exists on https only; many offices run the portal over plain http.
  function copySelected(source) {
    var selection = window.getSelection();
    selection.selectAllChildren(source);
    var done = document.execCommand("copy");
    selection.removeAllRanges();
    return done ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  function copy(source) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(source.textContent.trim());
    return copySelected(source);
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var source = button.parentElement.querySelector("[data-copy-text]");
    var status = button.parentElement.querySelector("[data-copy-status]");
    var label = button.querySelector("[data-copy-label]");
    button.addEventListener("click", function () {
      copy(source).then(
        function () {
          say("已复制");
        },
        function () {
          say("请手动复制");
        }
      );
    });
    function say(words) {
      label.textContent = words;
      status.textContent = words;
      setTimeout(function () {
        label.textContent = "复制";
        status.textContent = "";
      }, 3000);
    }
  });
})();
