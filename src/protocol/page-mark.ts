/**
 * How a page of livemount is known to another one that would take its place without a page load: by a header that the server
 * sets, and never by its content, which may be anybody's.
 */

/** Of the answer that is a page: its {@link PageMark}, as text. The script's tag carries the same, for the page that was loaded. */
export const PAGE_HEADER = "Live-Page"

/** Of the request: the page is to take the place of another one. */
export const NAVIGATE_HEADER = "Live-Navigate"

/** Its value where the button has just gone down on a link to the page: a guess that comes true as soon as the button is let go. */
export const PRESSED = "press"

/** The script's tag: what {@link PAGE_HEADER} says of the page. */
export const PAGE_ATTRIBUTE = "data-live-page"

/** An island's root: a digest of the values that its page has given it. Without, it was given none. */
export const GIVEN_ATTRIBUTE = "data-live-given"

/** What stands for nothing in a mark. */
const NONE = "-"

/** Digests, but for `root`. Two pages differ in what is said of each by other texts; what they stand for is the server's matter. */
export interface PageMark {
  /** Of the browser's script, of how it is set up, and of the protocol. */
  readonly script: string
  /** Of the name of the live session; empty: none. */
  readonly liveSession: string
  /** Of whom the option `identify` sees; empty: nobody. */
  readonly identity: string
  /** Of the headers that rule the document for as long as it is there; empty: none. */
  readonly policies: string
  /** Id of the root that the page is about; empty: it has islands only. */
  readonly root: string
}

/** Writes a mark. */
export function writePageMark({ script, liveSession, identity, policies, root }: PageMark): string {
  return [script, liveSession, identity, policies, root].map((part) => part || NONE).join(" ")
}

/** Reads a mark; undefined: it is none, or of a version that is not known. */
export function readPageMark(text: string | null): PageMark | undefined {
  const parts = text?.split(" ") ?? []
  if (parts.length !== 5) return undefined
  const [script = "", liveSession = "", identity = "", policies = "", root = ""] = parts.map((part) =>
    part === NONE ? "" : part,
  )
  return { script, liveSession, identity, policies, root }
}
