// The page that is not there, or not for this member: the same for both.

import { h, html } from "../vendor/preact.js";
import { t } from "../lib/i18n.js";
import { Empty } from "../kit/states.js";
import { useTitle } from "./title.js";

export function Missing() {
  useTitle(t("shell.missing_title"));
  return html`<h1>${t("shell.missing_title")}</h1>
    ${h(Empty, { icon: "compass", text: t("shell.missing"), children: html`<a class="primary" href="/">${t("shell.home")}</a>` })}`;
}
