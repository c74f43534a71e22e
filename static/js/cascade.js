// A list that follows another: <select data-cascade-from="region" data-cascade-url="...">, filled from ?parent=value.
(function () {
  "use strict";

  document.querySelectorAll("select[data-cascade-from]").forEach(function (list) {
    var source = list.form && list.form.elements[list.dataset.cascadeFrom];
    if (!source) return;
    var asked = 0;

    function fill(choices) {
      while (list.options.length > 1) list.remove(1);
      choices.forEach(function (choice) {
        list.add(new Option(choice[1], choice[0]));
      });
      list.disabled = choices.length === 0;
    }

    // Chosen before this script ran, or put back by the browser.
    function isChanged() {
      var first = Array.from(source.options).find(function (choice) {
        return choice.defaultSelected;
      });
      return source.value !== (first || source.options[0] || source).value;
    }

    function follow() {
      var number = ++asked;
      fetch(list.dataset.cascadeUrl + "?parent=" + encodeURIComponent(source.value), { credentials: "same-origin" })
        .then(function (answer) {
          return answer.ok ? answer.json() : { choices: [] };
        })
        .then(function (answer) {
          if (number === asked) fill(answer.choices);
        })
        .catch(function () {
          fill([]);
        });
    }

    source.addEventListener("change", follow);
    if (isChanged()) follow();
  });
})();
