// The receipt's QR code opens the tracking page with the number behind "#" (never sent by a browser): it fills the empty field.
(function () {
  "use strict";
  var field = document.getElementById("id_number");
  var found = /^#(\d{4}-\d{1,9})$/.exec(window.location.hash);
  if (field && found && !field.value) field.value = found[1];
})();
