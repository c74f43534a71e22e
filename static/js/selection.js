// Rows to tick: input[data-select-all="name"] (one or several) ticks every box of that name in its form, Shift ticks a
// range, [data-selection-count] shows how many, [data-selection-bar] stays in view while any are.
(function () {
  "use strict";

  function watch(form) {
    var masters = Array.from(form.querySelectorAll("input[data-select-all]"));
    var boxes = Array.from(form.querySelectorAll("input[type=checkbox]")).filter(function (box) {
      return box.name && box.name === masters[0].dataset.selectAll;
    });
    var bar = form.querySelector("[data-selection-bar]");
    var count = form.querySelector("[data-selection-count]");
    var last = null;

    function tick(some, checked) {
      some.forEach(function (box) {
        box.checked = checked;
      });
    }

    function show() {
      var ticked = boxes.filter(function (box) {
        return box.checked;
      }).length;
      masters.forEach(function (master) {
        master.checked = ticked > 0 && ticked === boxes.length;
        master.indeterminate = ticked > 0 && ticked < boxes.length;
      });
      boxes.forEach(function (box) {
        var row = box.closest("tr");
        if (row) row.classList.toggle("is-selected", box.checked);
      });
      if (bar) bar.classList.toggle("has-selection", ticked > 0);
      if (count) count.textContent = ticked ? count.dataset.template.replace("%", String(ticked)) : "未选择";
    }

    masters.forEach(function (master) {
      master.addEventListener("change", function () {
        tick(boxes, master.checked);
        show();
      });
    });
    boxes.forEach(function (box, index) {
      box.addEventListener("click", function (event) {
        if (event.shiftKey && last !== null) {
          tick(boxes.slice(Math.min(last, index), Math.max(last, index) + 1), box.checked);
        }
        last = index;
        show();
      });
    });
    window.addEventListener("pageshow", show);
    show();
  }

  new Set(
    Array.from(document.querySelectorAll("input[data-select-all]"), function (master) {
      return master.form;
    })
  ).forEach(function (form) {
    if (form) watch(form);
  });
})();
