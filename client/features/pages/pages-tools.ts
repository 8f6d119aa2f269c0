/** What the parts of pages have of the page. */
import type { Toolbox } from "../../dom/toolbox.js"
import type { Loadable } from "../../util/lazy.js"
import type { PageView } from "../../view/view-page.js"
import type * as repair from "../morph/repair.js"

export interface PagesTools {
  /** Prefix of the binding attributes. */
  readonly prefix: string
  readonly toolbox: Toolbox
  /** Has the walk that regions are written by. */
  readonly repair: Pick<Loadable<typeof repair>, "get">
  readonly views: { readonly all: readonly PageView[] }
  /** The page holds other roots than before: views that went are left, views that came are joined. */
  rootsChanged(): void
}
