/** What the parts of patches have of the page. */
import type { Toolbox } from "../../dom/toolbox.js"
import type { Navigation } from "../../page/navigation.js"
import type { Pages } from "../../page/pages.js"
import type { Loadable } from "../../util/lazy.js"
import type { PageView } from "../../view/view-page.js"

export interface PatchTools {
  /** Prefix of the binding attributes. */
  readonly prefix: string
  readonly navigation: Pick<Loadable<Navigation>, "use">
  readonly pages: Pick<Loadable<Pages>, "part" | "get">
  readonly views: { readonly all: readonly PageView[] }
  readonly toolbox: Pick<Toolbox, "rootOf">
  /** The view that an element belongs to. */
  viewOf(element: Element): PageView | undefined
  /** Loads another page. */
  visit(url: string): void
}
