// Drafts of visits and their photos on this device (IndexedDB). Every record carries the handle of the account that made it, and
// nothing is ever read for another one. Where the browser has no such storage, `open` rejects and the plain form does the work.
(function () {
  "use strict";
  const NAME = "portal-field";
  const SENT_KEPT = 50; // ids only, so that the officer can see what left this device
  const FLAG = "portal.field"; // says without opening the database that this device has been used in the field
  const field = (window.portalField = window.portalField || {});
  const dropped = new Set(); // on this page; a late autosave does not bring them back
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

  async function put(name, record) {
    await run("readwrite", function (transaction) {
      return transaction.objectStore(name).put(record);
    });
    mark();
    return record;
  }

  function drop(transaction, id) {
    transaction.objectStore("drafts").delete(id);
    transaction.objectStore("photos").index("draft").openKeyCursor(id).onsuccess = function (event) {
      const cursor = event.target.result;
      if (!cursor) return;
      transaction.objectStore("photos").delete(cursor.primaryKey);
      cursor.continue();
    };
  }

  function trim(sent, account) {
    sent.index("account").getAllKeys(account).onsuccess = function (event) {
      event.target.result.slice(0, -SENT_KEPT).forEach(function (key) {
        sent.delete(key);
      });
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
      return dropped.has(draft.id) ? Promise.resolve(draft) : put("drafts", draft);
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
    savePhoto: function (photo) {
      return put("photos", photo);
    },
    dropPhoto: function (id) {
      return run("readwrite", function (transaction) {
        transaction.objectStore("photos").delete(id);
      });
    },
    // The server's receipt: the draft goes, its number stays. A draft that was changed while it was on its way stays too.
    acknowledge: function (draft, receipt) {
      return run("readwrite", function (transaction) {
        const sent = transaction.objectStore("sent");
        sent.put({
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
        transaction.objectStore("drafts").get(draft.id).onsuccess = function (event) {
          const now = event.target.result;
          if (now && now.state === "queued" && now.finished === draft.finished) drop(transaction, draft.id);
        };
      });
    },
    sent: function (account) {
      return all("sent", "account", account);
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
