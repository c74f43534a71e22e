// Drafts of visits and their photos on this device (IndexedDB). Every record carries the handle of the account that made it, and
// nothing is ever read for another one. Where the browser has no such storage, `open` rejects and the plain form does the work.
(function () {
  "use strict";
  const NAME = "portal-field";
  const SENT_KEPT = 50; // ids only, so that the officer can see what left this device
  const FLAG = "portal.field"; // says without opening the database that this device has been used in the field
  const field = (window.portalField = window.portalField || {});
  const dropped = new Set(); // on this page, deleted or acknowledged; a late autosave does not bring them back
  let opening = null;

  function upgrade(database) {
    database.createObjectStore("drafts", { keyPath: "id" }).createIndex("account", "account");
    database.createObjectStore("photos", { keyPath: "id" }).createIndex("draft", "draft");
    database.createObjectStore("sent", { keyPath: "key", autoIncrement: true }).createIndex("account", "account");
  }

  function open() {
    opening =
      opening ||
      new Promise(function (resolve, reject) {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = function () {
          upgrade(request.result);
        };
        request.onsuccess = function () {
          const database = request.result;
          database.onversionchange = database.onclose = function () {
            opening = null;
            database.close();
          };
          resolve(database);
        };
        request.onerror = request.onblocked = function () {
          reject(request.error || new Error("storage is blocked"));
        };
      });
    return opening;
  }

  // Runs `work(transaction)`; resolves with what its request gave when everything is on disk.
  async function run(mode, work) {
    const database = await open();
    return new Promise(function (resolve, reject) {
      const transaction = database.transaction(["drafts", "photos", "sent"], mode, { durability: "strict" });
      const request = work(transaction);
      transaction.oncomplete = function () {
        resolve(request && request.result);
      };
      transaction.onerror = transaction.onabort = function () {
        reject(transaction.error);
      };
    });
  }

  function all(name, index, value) {
    return run("readonly", function (transaction) {
      return transaction.objectStore(name).index(index).getAll(value);
    });
  }

  // What was acknowledged in another tab stays gone, and an autosave never touches what is on its way.
  async function putDraft(draft, isAutosave) {
    if (dropped.has(draft.id)) return draft;
    const record = Object.assign({}, draft); // the page may change its own while this waits
    await run("readwrite", function (transaction) {
      const drafts = transaction.objectStore("drafts");
      const receipt = transaction.objectStore("sent").getKey(record.id);
      drafts.get(record.id).onsuccess = function (event) {
        const now = event.target.result;
        if (!now && receipt.result !== undefined) dropped.add(record.id);
        else if (!isAutosave || !now || now.state !== "queued") drafts.put(record);
      };
    });
    mark();
    return draft;
  }

  // Resolves with whether it was kept: a draft that is on its way or acknowledged takes no more photos.
  async function addPhoto(photo) {
    let isKept = false;
    await run("readwrite", function (transaction) {
      transaction.objectStore("drafts").get(photo.draft).onsuccess = function (event) {
        const draft = event.target.result;
        isKept = Boolean(draft) && draft.state !== "queued" && !dropped.has(photo.draft);
        if (isKept) transaction.objectStore("photos").put(photo);
      };
    });
    return isKept;
  }

  // Only what is still there is changed, and only in `changes`.
  function changePhoto(id, changes) {
    return run("readwrite", function (transaction) {
      const photos = transaction.objectStore("photos");
      photos.get(id).onsuccess = function (event) {
        if (event.target.result) photos.put(Object.assign(event.target.result, changes));
      };
    });
  }

  function drop(transaction, id) {
    dropped.add(id);
    transaction.objectStore("drafts").delete(id);
    transaction.objectStore("photos").index("draft").openKeyCursor(id).onsuccess = function (event) {
      const cursor = event.target.result;
      if (!cursor) return;
      transaction.objectStore("photos").delete(cursor.primaryKey);
      cursor.continue();
    };
  }

  function byTime(receipts) {
    return receipts.sort(function (one, other) {
      return one.recorded_at < other.recorded_at ? -1 : 1;
    });
  }

  function trim(sent, account) {
    sent.index("account").getAll(account).onsuccess = function (event) {
      byTime(event.target.result)
        .slice(0, -SENT_KEPT)
        .forEach(function (receipt) {
          sent.delete(receipt.key);
        });
    };
  }

  // One receipt a draft, however often it was sent; it is told once.
  function putReceipt(sent, draft, receipt) {
    sent.getKey(draft.id).onsuccess = function (event) {
      if (event.target.result !== undefined) return;
      sent.put({
        key: draft.id,
        account: draft.account,
        id: draft.id,
        duty: draft.duty,
        title: draft.title,
        visit: receipt.visit,
        number: receipt.number,
        url: receipt.url,
        recorded_at: receipt.recorded_at,
        is_told: false,
      });
      trim(sent, draft.account);
    };
  }

  function mark() {
    try {
      localStorage.setItem(FLAG, "1");
    } catch (error) {
      // Without it signing out looks into the database, that is all.
    }
  }

  field.store = {
    open: open,
    mark: mark,
    isUsed: function () {
      try {
        return localStorage.getItem(FLAG) === "1";
      } catch (error) {
        return true;
      }
    },
    drafts: async function (account) {
      const found = await all("drafts", "account", account);
      return found.sort(function (one, other) {
        return one.begun < other.begun ? -1 : 1;
      });
    },
    draft: function (id) {
      return run("readonly", function (transaction) {
        return transaction.objectStore("drafts").get(id);
      });
    },
    saveDraft: function (draft) {
      return putDraft(draft, false);
    },
    autosaveDraft: function (draft) {
      return putDraft(draft, true);
    },
    dropDraft: function (id) {
      dropped.add(id);
      return run("readwrite", function (transaction) {
        drop(transaction, id);
      });
    },
    photos: function (draft) {
      return all("photos", "draft", draft);
    },
    addPhoto: addPhoto,
    changePhoto: changePhoto,
    dropPhoto: function (id) {
      return run("readwrite", function (transaction) {
        transaction.objectStore("photos").delete(id);
      });
    },
    // The server's receipt: the draft goes, its number stays. A draft that was changed while it was on its way stays too.
    acknowledge: function (draft, receipt) {
      return run("readwrite", function (transaction) {
        putReceipt(transaction.objectStore("sent"), draft, receipt);
        transaction.objectStore("drafts").get(draft.id).onsuccess = function (event) {
          const now = event.target.result;
          if (now && now.state === "queued" && now.finished === draft.finished) drop(transaction, draft.id);
        };
      });
    },
    sent: async function (account) {
      return byTime(await all("sent", "account", account));
    },
    told: function (receipts) {
      return run("readwrite", function (transaction) {
        receipts.forEach(function (receipt) {
          transaction.objectStore("sent").put(Object.assign({}, receipt, { is_told: true }));
        });
      });
    },
    newId: function () {
      if (crypto.randomUUID) return crypto.randomUUID();
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const text = Array.from(bytes, function (byte) {
        return byte.toString(16).padStart(2, "0");
      }).join("");
      return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
  };
})();
