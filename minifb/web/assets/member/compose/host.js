// Where the composer is drawn; it is fetched when it is first opened.

import { h, useEffect, useState } from "../../vendor/preact.js";
import { learn, t } from "../../lib/i18n.js";
import { toast } from "../../kit/toast.js";
import { asked, closed } from "./open.js";

/** Once, in the shell. */
export function ComposeHost() {
  const [parts, setParts] = useState(/** @type {Record<string, any>} */ ({}));
  const open = asked.value;
  const part = open && parts[open.what];
  useEffect(() => {
    if (!open || part) return;
    const coming = open.what === "drafts" ? import("./drafts.js").then((it) => it.DraftsDialog) : import("./dialog.js").then((it) => it.ComposeDialog);
    Promise.all([coming, learn()]).then(([it]) => setParts((before) => ({ ...before, [open.what]: it })), () => {
      toast(t("compose.not_loaded"), { bad: true });
      closed();
    });
  }, [open]);
  return open && part ? h(part, { key: open.key, wish: open.wish, onClose: closed }) : null;
}
