// What is being written: a new post, one that is edited, or a draft; and what of it is kept on this device meanwhile.

import { computed, effect, signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { get, put, remove } from "../../lib/idb.js";
import { Upload, upload } from "../../lib/upload.js";
import { myId } from "../me.js";
import { usual } from "./usual.js";

/** @typedef {{kind: string, ids?: string[]}} Audience */
/** @typedef {{options: string[], multiple: boolean, closesAt: string | null}} Poll */

export const PHOTOS_MAX = 10;
export const TEXT_MAX = 10_000;
/** Larger files are not kept with a draft on this device: they are chosen again. */
const KEPT_FILE = 32 * 1024 * 1024;

/** A post that is being written. */
export class Writing {
  /** @param {import("./open.js").Wish} wish */
  constructor({ text, audience, share, edit, draft }) {
    const from = edit ?? draft;
    /** The post that is edited, if one is. */
    this.edit = edit ?? null;
    /** The draft on the server that this goes on from. */
    this.draft = signal(/** @type {any} */ (draft ?? null));
    this.text = signal(/** @type {string} */ (from?.text ?? text ?? ""));
    this.audience = signal(/** @type {Audience} */ (from?.audience ?? audience ?? usual(myId.value)));
    this.comments = signal(/** @type {"everyone" | "friends" | "nobody"} */ (from?.commentsFrom ?? "everyone"));
    this.photos = signal(/** @type {Upload[]} */ ((edit?.media ?? []).map(/** @param {any} media */ (media) => new Upload(null, media))));
    this.poll = signal(/** @type {Poll | null} */ (asked(from?.poll)));
    this.publishAt = signal(/** @type {string | null} */ (draft?.publishAt ?? null));
    /** The post that is shared, as it is quoted. */
    this.share = signal(/** @type {any} */ (share ?? edit?.sharedPost ?? null));
    this.shareId = /** @type {string | null} */ (share?.id ?? edit?.sharedPost?.id ?? draft?.sharedPostId ?? null);
    this.place = `${myId.value}:${edit ? `edit ${edit.id}` : draft ? `draft ${draft.id}` : share ? `share ${share.id}` : "new"}`;
    this.start = signal(this.print());
    this.dirty = computed(() => this.print() !== this.start.value);
    this.length = computed(() => [...this.text.value].length);
    this.full = computed(() => Boolean(this.text.value.trim() || this.photos.value.length || this.shareId || this.poll.value));
    /** Whether something was found on this device when it was opened. */
    this.restored = signal(false);
    this.gone = false;
  }

  /** What it says, as the API takes it. */
  said() {
    const poll = this.poll.value;
    return {
      text: this.text.value.trim(),
      audience: /** @type {any} */ (this.audience.value),
      commentsFrom: this.comments.value,
      mediaIds: this.photos.value.map((one) => one.id).filter(Boolean),
      poll: poll && { ...poll, options: poll.options.map((one) => one.trim()).filter(Boolean) },
      sharedPostId: this.shareId,
    };
  }

  /** All of it in one string, to see whether it changed. */
  print() {
    const poll = this.poll.value;
    return JSON.stringify([this.text.value.trim(), this.audience.value, this.comments.value, this.photos.value.map((one) => [one.id || one.key, one.alt.value]), poll, this.publishAt.value]);
  }

  /** What is there now is not lost any more. */
  settle() {
    this.start.value = this.print();
  }

  /** Add files, as many as there is room for; gives how many were left out. @param {File[]} files */
  add(files) {
    const room = Math.max(0, PHOTOS_MAX - this.photos.value.length);
    this.photos.value = [...this.photos.value, ...upload(files.slice(0, room))];
    return Math.max(0, files.length - room);
  }

  /** @param {Upload} photo */
  drop(photo) {
    photo.cancel();
    this.photos.value = this.photos.value.filter((one) => one !== photo);
  }

  /** Put a photo at another place. @param {Upload} photo @param {number} to */
  move(photo, to) {
    const others = this.photos.value.filter((one) => one !== photo);
    if (to < 0 || to > others.length) return;
    this.photos.value = [...others.slice(0, to), photo, ...others.slice(to)];
  }

  /** Keep on this device what changes, from now on. @returns {() => void} stops it */
  keep() {
    let timer = /** @type {any} */ (0);
    const save = () => { if (!this.gone) put("drafts", this.place, this.kept()).catch(() => {}); };
    const stop = effect(() => {
      this.print();
      for (const one of this.photos.value) void one.state.value.status;
      clearTimeout(timer);
      if (this.dirty.value) timer = setTimeout(save, 300);
    });
    return () => { stop(); clearTimeout(timer); };
  }

  /** What is kept of it on this device. */
  kept() {
    const photos = this.photos.value.map((one) => ({ media: one.state.value.media, alt: one.alt.value, file: one.id || (one.file?.size ?? 0) > KEPT_FILE ? null : one.file }));
    return { text: this.text.value, audience: this.audience.value, comments: this.comments.value, poll: this.poll.value, publishAt: this.publishAt.value, photos: photos.filter((one) => one.media || one.file) };
  }

  /** Fetch what a draft names: its media, and the post it shares. */
  async fetch() {
    const draft = this.draft.value;
    if (!draft) return;
    const media = await Promise.all(draft.mediaIds.map(/** @param {string} id */ (id) => call("GET /media/{id}", { path: { id } }).catch(() => null)));
    this.photos.value = media.filter((one) => one).map((one) => new Upload(null, one));
    if (draft.sharedPostId) this.share.value = await call("GET /posts/{id}", { path: { id: draft.sharedPostId } }).catch(() => null);
    this.settle();
  }

  /** Take up what was kept on this device, if something was. */
  async restore() {
    const kept = await get("drafts", this.place).catch(() => null);
    if (!kept || this.dirty.value) return;
    if (kept.text) this.text.value = kept.text;
    this.audience.value = kept.audience;
    this.comments.value = kept.comments;
    this.poll.value = kept.poll;
    this.publishAt.value = kept.publishAt && Date.parse(kept.publishAt) > Date.now() ? kept.publishAt : null;
    this.photos.value = kept.photos.map(/** @param {any} one */ (one) => {
      const photo = new Upload(one.file, one.media);
      photo.alt.value = one.alt;
      if (!one.media) photo.start();
      return photo;
    });
    this.restored.value = this.dirty.value;
  }

  /** Forget what is kept on this device. */
  forget() {
    this.gone = true;
    return remove("drafts", this.place).catch(() => {});
  }
}

/** A poll as it is written, from one that was asked. @param {any} poll @returns {Poll | null} */
function asked(poll) {
  if (!poll) return null;
  const options = poll.options.map(/** @param {any} one */ (one) => (typeof one === "string" ? one : one.text));
  return { options, multiple: poll.multiple, closesAt: poll.closesAt ?? null };
}
