// The keyboard grid (templates/inspections/entry.html): move with arrows and Enter, paste rows from a spreadsheet, each row
// saves itself. A row says 已保存 only after the server's receipt; until then everything typed stays.
(function () {
  "use strict";

  var form = document.querySelector("form[data-entry-url]");
  if (!form) return;
  var COLUMNS = ["visited_on", "arrived", "outcome", "is_normal", "reason", "second", "remarks"];
  var YES = /^(是|√|✓|1|y|yes|true|正常)$/i;
  var rows = Array.prototype.slice.call(form.querySelectorAll("tr[data-duty]")).filter(function (row) {
    return row.querySelector("[data-column]");
  });

  function cell(row, name) {
    return row.querySelector("[data-column='" + name + "']");
  }

  function say(row, text, kind) {
    var state = row.querySelector("[data-entry-state]");
    state.textContent = text;
    state.className = kind ? "status " + kind : "";
  }

  // --- saving
  function content(row) {
    return COLUMNS.concat("accepted")
      .map(function (name) {
        var input = cell(row, name);
        return input.type === "checkbox" ? String(input.checked) : input.value;
      })
      .join("\u0000");
  }

  function isReady(row) {
    return cell(row, "outcome").value !== "" && !row.dataset.saved && content(row) !== row.dataset.sent;
  }

  function clearErrors(row) {
    row.classList.remove("has-error");
    row.querySelectorAll(".field-error").forEach(function (line) {
      line.remove();
    });
    row.querySelectorAll("[aria-invalid]").forEach(function (input) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    });
  }

  function showErrors(row, answer) {
    row.classList.add("has-error");
    Object.keys(answer.errors || {}).forEach(function (name) {
      var input = name && cell(row, name);
      var place = input ? input.parentNode : row.querySelector("[data-entry-state]").parentNode;
      var line = document.createElement("span");
      line.className = "field-error";
      line.textContent = answer.errors[name].join("");
      place.appendChild(line);
      if (input) {
        line.id = input.id + "_error";
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", line.id);
      }
    });
    if (answer.doubts) row.querySelector(".entry-accept").hidden = false;
    say(row, "未保存，请改正", "bad");
  }

  function done(row, answer) {
    row.dataset.saved = "1";
    row.querySelectorAll("input, select").forEach(function (input) {
      input.disabled = true; // the plain form must not send it once more
    });
    say(row, "", "");
    var link = document.createElement("a");
    link.href = answer.url;
    link.textContent = "已保存";
    row.querySelector("[data-entry-state]").appendChild(link);
  }

  function save(row) {
    var values = new FormData();
    values.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    values.append("duty", row.dataset.duty);
    row.querySelectorAll("input, select").forEach(function (input) {
      if (input.type !== "checkbox" || input.checked) values.append(input.name, input.value);
    });
    row.dataset.sent = content(row);
    clearErrors(row);
    say(row, "正在保存…", "running");
    fetch(form.dataset.entryUrl, { method: "POST", body: values, credentials: "same-origin" })
      .then(function (answer) {
        return answer.json().then(function (body) {
          if (answer.ok && body.visit) done(row, body);
          else if (answer.status === 422) showErrors(row, body);
          else throw new Error("refused");
        });
      })
      .catch(function () {
        row.dataset.sent = "";
        say(row, "没有保存：连接不上或登录已过期，离开本行时再试", "warn");
      });
  }

  function saveIfReady(row) {
    if (row && rows.indexOf(row) >= 0 && isReady(row)) save(row);
  }

  form.addEventListener("focusout", function (event) {
    var row = event.target.closest("tr[data-duty]");
    var next = event.relatedTarget && event.relatedTarget.closest("tr[data-duty]");
    if (row && row !== next) saveIfReady(row);
  });

  // --- moving
  function move(input, down, right) {
    var row = rows.indexOf(input.closest("tr[data-duty]"));
    var column = COLUMNS.indexOf(input.dataset.column);
    var target = rows[row + down] && cell(rows[row + down], COLUMNS[column + right]);
    if (!target || target.disabled) return false;
    target.focus();
    if (target.select) target.select();
    return true;
  }

  function atEdge(input, isRight) {
    if (input.tagName !== "INPUT" || input.type === "checkbox") return true;
    var edge = isRight ? input.value.length : 0;
    return input.selectionStart === edge && input.selectionEnd === edge;
  }

  form.addEventListener("keydown", function (event) {
    var input = event.target;
    if (!input.dataset || COLUMNS.indexOf(input.dataset.column) < 0 || event.isComposing) return;
    var isList = input.tagName === "SELECT";
    var moved = false;
    if (event.key === "Enter") {
      moved = true; // Enter never sends the whole form from inside the grid
      if (!move(input, 1, 0)) input.blur();
    } else if (event.key === "ArrowDown" && !isList) moved = move(input, 1, 0);
    else if (event.key === "ArrowUp" && !isList) moved = move(input, -1, 0);
    else if (event.key === "ArrowRight" && atEdge(input, true)) moved = move(input, 0, 1);
    else if (event.key === "ArrowLeft" && atEdge(input, false)) moved = move(input, 0, -1);
    if (moved) event.preventDefault();
  });

  // --- pasting
  function put(input, text) {
    if (input.type === "checkbox") input.checked = YES.test(text);
    else if (input.tagName === "SELECT") {
      Array.prototype.forEach.call(input.options, function (option) {
        if (text && option.textContent.trim() === text) input.value = option.value;
      });
    } else input.value = text;
  }

  form.addEventListener("paste", function (event) {
    var input = event.target;
    var text = (event.clipboardData && event.clipboardData.getData("text/plain")) || "";
    if (!input.dataset || !input.dataset.column || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    var first = rows.indexOf(input.closest("tr[data-duty]"));
    var column = COLUMNS.indexOf(input.dataset.column);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach(function (line, down) {
      var row = rows[first + down];
      if (!row || row.dataset.saved) return;
      line.split("\t").forEach(function (value, right) {
        var target = COLUMNS[column + right] && cell(row, COLUMNS[column + right]);
        if (target) put(target, value.trim());
      });
      saveIfReady(row);
    });
  });
})();
