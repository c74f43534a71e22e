// Rows to tick: input[data-select-all="name"] ticks every box of that name in its form, Shift ticks a range,
// [data-selection-count] shows how many.
(function () {
  "use strict";

  function watch(master) {
    var form = master.form;
    if (!form) return;
    var boxes = Array.from(form.querySelectorAll("input[type=checkbox]")).filter(function (box) {
      return box.name === master.dataset.selectAll;
    });
    var count = form.querySelector("[data-selection-count]");
    var last = null;

    function show() {
      var ticked = boxes.filter(function (box) {
        return box.checked;
      }).length;
      master.checked = ticked > 0 && ticked === boxes.length;
      master.indeterminate = ticked > 0 && ticked < boxes.length;
      boxes.forEach(function (box) {
        var row = box.closest("tr");
        if (row) row.classList.toggle("is-selected", box.checked);
      });
      if (count) count.textContent = ticked ? count.dataset.template.replace("%", String(ticked)) : "未选择";
    }

    master.addEventListener("change", function () {
      boxes.forEach(function (box) {
        box.checked = master.checked;
      });
      show();
    });
    boxes.forEach(function (box, index) {
      box.addEventListener("click", function (event) {
        if (event.shiftKey && last !== null) {
          boxes.slice(Math.min(last, index), Math.max(last, index) + 1).forEach(function (between) {
            between.checked = box.checked;
          });
        }
        last = index;
        show();
      });
    });
    window.addEventListener("pageshow", show);
    show();
  }

  document.querySelectorAll("input[data-select-all]").forEach(watch);
})();
