// From anywhere to a conversation: with a member, or one that is known by its id.

import { call } from "../../lib/client.js";
import { said } from "../../lib/i18n.js";
import { go } from "../../lib/router.js";
import { toast } from "../../kit/toast.js";

/** Open the conversation with a member; the first time it is made. @param {string} userId */
export async function talkTo(userId) {
  try {
    const conversation = await call("POST /messages/conversations", { body: { participantIds: [userId] } });
    go(`/m/${conversation.id}`);
  } catch (problem) {
    toast(said(problem), { bad: true });
  }
}
