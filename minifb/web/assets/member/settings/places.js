// The pages of the settings: their address, icon and part, in groups as they stand in the list.

import { h } from "../../vendor/preact.js";
import { Lazy } from "../../kit/lazy.js";
import { AboutPart } from "./about.js";
import { AccountPart } from "./account.js";
import { AppearancePart } from "./appearance.js";
import { BlockedPart } from "./blocked.js";
import { DeletePart } from "./delete.js";
import { DraftsPart } from "./drafts.js";
import { FeedPart } from "./feed.js";
import { InvitesPart } from "./invites.js";
import { LanguagePart } from "./language.js";
import { NotificationsPart } from "./notifications.js";
import { PrivacyPart } from "./privacy.js";
import { ProfilePart } from "./profile.js";
import { RemovedPart } from "./removed.js";
import { SessionsPart } from "./sessions.js";
import { HiddenPart, SavedPart } from "./shelves.js";
import { StoragePart } from "./storage.js";

/**
 * A page of the settings; `runs`: only for who runs the community.
 *
 * @typedef {{key: string, icon: string, part: () => any, runs?: boolean}} Place
 */

// Much for few: fetched when it is opened.
const SecurityPart = () => h(Lazy, { load: () => import("./security.js").then((it) => it.SecurityPart) });
const CommunityPart = () => h(Lazy, { load: () => import("./community.js").then((it) => it.CommunityPart) });
const AppsPart = () => h(Lazy, { load: () => import("./apps.js").then((it) => it.AppsPart) });

/** @type {Place[][]} */
export const GROUPS = [
  [
    { key: "account", icon: "at-sign", part: AccountPart },
    { key: "profile", icon: "user", part: ProfilePart },
    { key: "privacy", icon: "lock", part: PrivacyPart },
    { key: "security", icon: "shield-check", part: SecurityPart },
    { key: "sessions", icon: "monitor-smartphone", part: SessionsPart },
  ],
  [
    { key: "notifications", icon: "bell", part: NotificationsPart },
    { key: "feed", icon: "rows-3", part: FeedPart },
    { key: "appearance", icon: "sun-moon", part: AppearancePart },
    { key: "language", icon: "languages", part: LanguagePart },
  ],
  [
    { key: "saved", icon: "bookmark", part: SavedPart },
    { key: "drafts", icon: "file-pen-line", part: DraftsPart },
    { key: "hidden", icon: "eye-off", part: HiddenPart },
    { key: "blocked", icon: "ban", part: BlockedPart },
    { key: "removed", icon: "gavel", part: RemovedPart },
  ],
  [
    { key: "community", icon: "house", part: CommunityPart, runs: true },
    { key: "invites", icon: "ticket", part: InvitesPart },
    { key: "apps", icon: "key-round", part: AppsPart },
    { key: "storage", icon: "hard-drive", part: StoragePart },
    { key: "about", icon: "info", part: AboutPart },
    { key: "delete", icon: "trash-2", part: DeletePart },
  ],
];
