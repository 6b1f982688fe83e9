// Lists that are gone through whole, page by page, as far as whoever asks wants to go.

/**
 * Everything a list holds.
 *
 * @template T
 * @param {(cursor: string | undefined) => Promise<{items: T[], next?: string | null}>} load
 * @returns {AsyncGenerator<T, void>}
 */
export async function* each(load) {
  /** @type {string | undefined} */
  let cursor;
  do {
    const page = await load(cursor);
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor);
}
