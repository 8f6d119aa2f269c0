/**
 * The key that a page comes back to its view with: the name of the process of the app that has given it, `:`, a tag that vouches for the
 * name, and 144 random bits.
 */

export const TAG_LENGTH = 12
export const UNIQUE_LENGTH = 36

/** Characters behind the name. */
export const BEHIND_NAME: number = 1 + TAG_LENGTH + UNIQUE_LENGTH
