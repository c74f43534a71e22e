// For officers who record no visits: copies that another account left on this device are deleted.
(function () {
  "use strict";
  const field = window.portalField;
  if (field && field.keeping) field.keeping.dropOthers();
})();
