// Staff need a second factor: a session without one opens nothing but this.

import { h, html, useEffect, useState } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { Failed, Skeleton } from "../../kit/states.js";
import { toast } from "../../kit/toast.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { limited, leave } from "../me.js";
import { entered } from "./entered.js";
import { Door } from "./frame.js";

/** @param {{to: string}} props */
export function FactorFirst({ to }) {
  const [parts, setParts] = useState(/** @type {any[] | null} */ (null));
  const [account, setAccount] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const load = () => {
    setProblem(null);
    Promise.all([
      import("../settings/totp.js").then((it) => it.TotpPart),
      import("../settings/passkeys.js").then((it) => it.PasskeysPart),
    ]).then(setParts, () => setProblem({ code: "offline" }));
    call("GET /auth/account").then(setAccount, setProblem);
  };
  useEffect(load, []);
  const on = async () => {
    try {
      await call("POST /auth/refresh", { anonymous: true }); // the session's next token knows of the factor
      await entered(to);
      if (limited.peek()) toast(t("auth.factor_missing"), { bad: true });
    } catch (refused) {
      toast(said(refused), { bad: true });
    }
  };
  const body = problem ? h(Failed, { problem, retry: load }) : !parts || !account ? h(Skeleton, { rows: 2, kind: "row" })
    : html`<h2>${t("auth.factor_app")}</h2>${h(parts[0], { account, put: setAccount })}<h2>${t("auth.factor_passkey")}</h2>${h(parts[1], {})}`;
  return h(Door, { title: t("auth.factor_title"), text: t("auth.factor_text"), children: html`<div class="stack">
    ${body}
    <div class="door-row">
      <button type="button" class="quiet" onClick=${() => leave()}>${t("shell.sign_out")}</button>
      <button type="button" class="primary" onClick=${on}>${h(Icon, { name: "check" })}${t("auth.factor_on")}</button>
    </div>
  </div>` });
}
