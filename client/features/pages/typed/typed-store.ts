/** What was typed, over a page load: in the tab's `sessionStorage`, for the next document that is of the same user. */
import { TYPED_KEY } from "../../../page/pages.js"

/** What one control held. */
export interface Typed {
  readonly key: string
  readonly value: string
  readonly isChecked: boolean
  /** Of a select: there may be several. */
  readonly chosen: readonly string[] | undefined
  /** The page has asked browsers not to remember it: it stays in this document. */
  readonly isOff: boolean
}

interface Stored {
  /** Tells users from each other. */
  readonly of: string
  readonly typed: readonly (readonly [entry: string, typed: readonly Typed[]])[]
}

/** The document is about to go. */
export function storeTyped(of: string, all: Iterable<readonly [entry: string, typed: readonly Typed[]]>): void {
  const typed = Array.from(all, ([entry, texts]) => [entry, texts.filter(({ isOff }) => !isOff)] as const)
  const stored: Stored = { of, typed: typed.filter(([, texts]) => texts.length > 0) }
  try {
    if (stored.typed.length === 0) sessionStorage.removeItem(TYPED_KEY)
    else sessionStorage.setItem(TYPED_KEY, JSON.stringify(stored))
  } catch {
    // There is no room, or no storage.
  }
}

/** What documents before this one have left. That of somebody else is gone then. */
export function storedTyped(of: string): Stored["typed"] {
  try {
    const stored = JSON.parse(sessionStorage.getItem(TYPED_KEY) ?? "null") as Stored | null
    if (stored?.of === of) return stored.typed
    sessionStorage.removeItem(TYPED_KEY)
  } catch {
    // There is no storage.
  }
  return []
}
