// The keyboard grid (templates/inspections/entry.html): move with arrows and Enter, paste rows from a spreadsheet, each row
// saves itself when it is left; what was pasted waits for the button, so that it can be looked at first. A row says 已保存 only
// after the server's receipt; until then everything typed stays.
(function () {
  "use strict";

  var form = document.querySelector("form[data-entry-url]");
  if (!form) return;
  var COLUMNS = ["visited_on", "arrived", "outcome", "is_normal", "reason", "second", "remarks"];
  var YES = /^(是|√|✓|1|y|yes|true|正常)$/i;
  var TYPED = ["arrived", "outcome", "is_normal", "reason", "second", "remarks"]; // the day is proposed
  var lines = Array.prototype.slice.call(form.querySelectorAll("tr[data-duty]")); // as they stand on the page
  var rows = lines.filter(function (row) {
    return row.querySelector("[data-column]"); // the others ask for the whole form
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

  function isTyped(row) {
    return TYPED.some(function (name) {
      var input = cell(row, name);
      return input.type === "checkbox" ? input.checked : input.value.trim() !== "";
    });
  }

  function unsaved() {
    return rows.filter(function (row) {
      return !row.dataset.saved && isTyped(row);
    });
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
    delete row.dataset.pasted;
    row.querySelectorAll("input, select").forEach(function (input) {
      input.disabled = true; // the plain form must not send it once more
    });
    say(row, "", "");
    var link = document.createElement("a");
    link.href = answer.url;
    link.textContent = "已保存";
    row.querySelector("[data-entry-state]").appendChild(link);
  }

  // One row at a time: a fresh token when the server did not take the one of the page, as after signing in again elsewhere.
  function post(values, token, isAgain) {
    values.set("csrfmiddlewaretoken", token);
    var usual = { method: "POST", body: values, credentials: "same-origin", redirect: "manual" };
    return fetch(form.dataset.entryUrl, usual).then(function (answer) {
      if (answer.type === "opaqueredirect") throw new Error("sign-in");
      if (answer.status !== 403) return answer;
      if (isAgain) throw new Error("sign-in");
      return freshToken().then(function (fresh) {
        form.elements.csrfmiddlewaretoken.value = fresh;
        return post(values, fresh, true);
      });
    });
  }

  function freshToken() {
    var bar = document.querySelector("[data-field]");
    var usual = { credentials: "same-origin", redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } };
    return fetch(bar.dataset.tokenUrl, usual).then(function (answer) {
      if (!answer.ok) throw new Error("sign-in");
      return answer.json().then(function (body) {
        if (body.account !== bar.dataset.account) throw new Error("other-account");
        return body.token;
      });
    });
  }

  var NO_OUTCOME = "未保存：请选择结果";
  var FAILED = {
    "sign-in": "没有保存：登录已过期，请在另一个窗口重新登录，再回到本行",
    "other-account": "没有保存：现在登录的是另一个账户，请由填写人登录后再保存",
  };

  function save(row) {
    var values = new FormData();
    values.append("duty", row.dataset.duty);
    row.querySelectorAll("input, select").forEach(function (input) {
      if (input.type !== "checkbox" || input.checked) values.append(input.name, input.value);
    });
    row.dataset.sent = content(row);
    clearErrors(row);
    say(row, "正在保存…", "running");
    return post(values, form.elements.csrfmiddlewaretoken.value)
      .then(function (answer) {
        return answer.json().then(function (body) {
          if (answer.ok && body.visit) done(row, body);
          else if (answer.status === 422) showErrors(row, body);
          else throw new Error("refused");
        });
      })
      .catch(function (error) {
        row.dataset.sent = "";
        say(row, FAILED[error.message] || "没有保存：连接不上服务器，离开本行时再试", "warn");
      });
  }

  // Rows that were pasted wait for the button or for a change by hand.
  function saveIfReady(row) {
    if (!row || rows.indexOf(row) < 0 || row.dataset.saved || row.dataset.pasted) return;
    if (isReady(row)) save(row);
    else if (!isTyped(row)) say(row, "", "");
    else if (cell(row, "outcome").value === "") say(row, NO_OUTCOME, "warn");
  }

  form.addEventListener("focusout", function (event) {
    var row = event.target.closest("tr[data-duty]");
    var next = event.relatedTarget && event.relatedTarget.closest("tr[data-duty]");
    if (row && row !== next) saveIfReady(row);
  });

  form.addEventListener("change", function (event) {
    var row = event.target.closest("tr[data-duty]");
    if (row) delete row.dataset.pasted;
  });

  // Nothing typed is lost by a click on the next page; rows that were saved need no warning, so that data-warn-unsaved is not enough.
  window.addEventListener("beforeunload", function (event) {
    if (!unsaved().length) return;
    event.preventDefault();
    event.returnValue = "";
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
      input.value = ""; // an outcome that is not on the list is to be chosen anew
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
    var pasted = text.replace(/\r?\n$/, "").split(/\r?\n/);
    var start = { first: lines.indexOf(input.closest("tr[data-duty]")), column: COLUMNS.indexOf(input.dataset.column) };
    var result = putLines(pasted, start);
    if (pasted.length > 1) report(pasted.length, result);
  });

  // A line goes to the row that stands at its place; one for a row that cannot take it is left out and named.
  function putLines(pasted, start) {
    var result = { put: [], formal: [], saved: [], beyond: Math.max(0, start.first + pasted.length - lines.length) };
    pasted.slice(0, lines.length - start.first).forEach(function (line, down) {
      var row = lines[start.first + down];
      if (rows.indexOf(row) < 0) return line.trim() && result.formal.push(row);
      if (row.dataset.saved) return result.saved.push(row);
      putLine(row, line.split("\t"), start.column);
      if (pasted.length > 1) waits(row);
      return result.put.push(row);
    });
    return result;
  }

  function waits(row) {
    row.dataset.pasted = "1";
    say(row, cell(row, "outcome").value === "" && isTyped(row) ? NO_OUTCOME : "已粘贴，未保存", "warn");
  }

  function putLine(row, values, column) {
    values.forEach(function (value, right) {
      var target = COLUMNS[column + right] && cell(row, COLUMNS[column + right]);
      if (target) put(target, value.trim());
    });
  }

  function told(text) {
    form.querySelector("[data-entry-said]").textContent = text;
  }

  function titles(found) {
    return found
      .map(function (row) {
        return row.querySelector(".row-title").textContent;
      })
      .join("、");
  }

  function report(number, result) {
    form.querySelectorAll("[data-entry-formal]").forEach(function (line) {
      line.textContent = "";
    });
    result.formal.forEach(function (row) {
      row.querySelector("[data-entry-formal]").textContent = "粘贴的这一行没有填入：须用排查表单。";
    });
    var words = ["粘贴了 " + number + " 行，填入 " + result.put.length + " 行，还没有保存：请核对后按“保存已填的行”。"];
    if (result.formal.length) words.push("须用排查表单的 " + result.formal.length + " 行没有填入：" + titles(result.formal) + "。");
    if (result.saved.length) words.push("已经保存的 " + result.saved.length + " 行没有改动：" + titles(result.saved) + "。");
    if (result.beyond) words.push("超出本页的 " + result.beyond + " 行（最后几行）没有填入，请翻到下一页再粘贴。");
    told(words.join(""));
  }

  // The button saves row by row what was typed or pasted; without this script the server takes all of them or none.
  function saveAll() {
    var found = unsaved();
    var one = function (before, row) {
      delete row.dataset.pasted;
      return before.then(function () {
        return isReady(row) ? save(row) : saveIfReady(row);
      });
    };
    return found.reduce(one, Promise.resolve()).then(function () {
      var left = found.filter(function (row) {
        return !row.dataset.saved;
      }).length;
      var rest = left ? "，还有 " + left + " 行没有保存，请看各行的提示。" : "。";
      told(found.length ? "保存了 " + (found.length - left) + " 行" + rest : "没有填写任何一行，没有保存。");
    });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    saveAll();
  });
})();
