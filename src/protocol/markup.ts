/**
 * The names that the first HTML carries for the client: attributes of the root element, and comments that mark slots.
 *
 * A template's text for the browser (`Template.text`, on the wire in `Extras.t`) is its static HTML with:
 *   `<!--$-->`                           a content or region slot
 *   HOLE inside an attribute's value     an attribute slot (static text of the value stays around it)
 *   an attribute named `$` + slot index  a tag slot; its value names the state of a control that the slot may bring
 *   HOLE as text of a raw element        a raw slot
 *   `<!---->`                            the separator before a content slot that follows another in one run of text
 * Slots are numbered in document order.
 */

/** Stands for the value in a template's text: a noncharacter, which no document may contain. */
export const HOLE = "\uFDD0"

/** The comment's data that marks a content slot in a template's text. */
export const SLOT_COMMENT = "$"

/** First letter of the attribute that marks a tag slot in a template's text. */
export const TAG_SLOT_PREFIX = "$"

/** `<!--{7-->` opens nested template number 7, `<!--{-->` a range of no template (safe HTML, region, nothing). */
export const OPEN = "{"

/** `<!--}-->` closes what `OPEN` opened. */
export const CLOSE = "}"

/** `<!--{*7-->` opens a list whose items are all template 7; `<!--{*-->` one of several, each item in its own pair. */
export const LIST = "*"

/** `<!--#7*1000-->`: the 1,000 items that follow, to the end of the element, are single-root items of template 7. */
export const SOLE_LIST = "#"

/** The root element: name of the view. */
export const ROOT_ATTRIBUTE = "data-live"

/** The root element: signed token to join with. */
export const TOKEN_ATTRIBUTE = "data-live-token"

/** The root element of a view that needs no tickets for its own routes: "socket". */
export const PATCH_ATTRIBUTE = "data-live-patch"

/** The root element: ids of the templates used, separated by spaces; their index is their number. */
export const TEMPLATES_ATTRIBUTE = "data-live-templates"

/** An element that only serves the plain POST: hidden fields, the hidden form. The client steps over it. */
export const POST_ATTRIBUTE = "data-live-post"

/**
 * A template element whose one element is moved to the end of the element that this selector finds, anywhere in the
 * document. The moved element gets {@link ROOT_ATTRIBUTE}, but no token.
 */
export const PORTAL_ATTRIBUTE = "data-live-portal"

/** What {@link SERVED_PREFIX} says of a box or radio button; written for records of `` html`…` `` that speak of `checked`. */
export const CHECKED_ATTRIBUTE = "data-live-checked"

/** With `checked` or `value` behind it: an attribute of a control whose state is the server's, whether or not it gives one now. */
export const SERVED_PREFIX = "data-live-"

/** An element that keeps the focus: in it, first and last, stand two elements with {@link FOCUS_ATTRIBUTE}. */
export const FOCUS_WRAP_ATTRIBUTE = "data-live-focus-wrap"

/** `start` or `end`: where the focus turns back. It is also how {@link FOCUS_WRAP_ATTRIBUTE} begins. */
export const FOCUS_ATTRIBUTE = "data-live-focus"

/** Stands before the last part of a field's name, in a change, where the user has not used any control of that name. */
export const UNUSED_PREFIX = "_unused_"

/** The script tag of the client: JSON of {@link ClientConfig}. */
export const CONFIG_ATTRIBUTE = "data-live-config"

/** What the server tells the browser's script. */
export interface ClientConfig {
  /** Path of the socket.io endpoint, for example "/live/socket". */
  readonly socket: string
  /** What stands before the view's name in its namespace, for example "/live/". */
  readonly namespace: string
  /** Prefix of the binding attributes, for example "live-". */
  readonly prefix: string
  /** True in development: warnings and the error overlay. */
  readonly development: boolean
}
