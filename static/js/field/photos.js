// Photos of a visit: shrunk in the browser when larger than needed, kept with the time and the position of the device. A photo is
// safe on the device as soon as it stands in the list; its position is added when the device has found it.
(function () {
  "use strict";
  const field = window.portalField;
  const LONGEST_SIDE = 2000;
  const QUALITY = 0.85;
  const POSITION = { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 };

  function toBlob(canvas) {
    return new Promise(function (resolve) {
      canvas.toBlob(resolve, "image/jpeg", QUALITY);
    });
  }

  // The file itself when it is small enough, or nothing the browser can draw (the server says then what to do).
  async function shrink(file) {
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch (error) {
      return file;
    }
    const scale = LONGEST_SIDE / Math.max(picture.width, picture.height);
    if (scale >= 1) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return (await toBlob(canvas)) || file;
  }

  // Where the device is: degrees WGS-84 to six decimals, accuracy in metres; null where it will not say.
  function position() {
    return new Promise(function (resolve) {
      if (!navigator.geolocation) return resolve(null);
      return navigator.geolocation.getCurrentPosition(
        function (found) {
          resolve({
            longitude: found.coords.longitude.toFixed(6),
            latitude: found.coords.latitude.toFixed(6),
            accuracy_m: Math.round(found.coords.accuracy),
          });
        },
        function () {
          resolve(null);
        },
        POSITION
      );
    });
  }

  // Blobs of files vanish with the file on some phones: a copy of the bytes does not.
  async function copied(file) {
    return new Blob([await file.arrayBuffer()], { type: file.type || "image/jpeg" });
  }

  field.photos = {
    position: position,
    take: async function (file) {
      return { blob: await copied(await shrink(file)), name: file.name || "photo.jpg" };
    },
  };
})();
