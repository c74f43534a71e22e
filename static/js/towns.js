// The towns of the chosen county: <select data-towns="county"> follows its neighbour. All towns lie in <template id="towns"> on the
// page, so that choosing one asks nothing of the server.
(function () {
  "use strict";
  var store = document.getElementById("towns");
  if (!store) return;

  document.querySelectorAll("select[data-towns]").forEach(function (list) {
    var source = list.form && list.form.elements[list.dataset.towns];
    if (!source) return;

    function follow() {
      var before = list.value;
      var group = Array.from(store.content.querySelectorAll("optgroup")).find(function (one) {
        return one.label === source.value;
      });
      while (list.options.length > 1) list.remove(1);
      if (group) {
        group.querySelectorAll("option").forEach(function (option) {
          list.add(new Option(option.textContent, option.value));
        });
      }
      list.value = before;
      if (list.selectedIndex < 0) list.selectedIndex = 0;
    }

    source.addEventListener("change", follow);
    follow();
  });
})();
