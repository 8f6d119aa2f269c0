/** Fresh tokens for the page's views: fetched by `client/features/renewal/`, used over a connection with their cookie. */
import type { Loadable } from "../util/lazy.js"
import type { Renewal } from "../view/renewal.js"
import type { ViewTokens } from "../view/view-page.js"
import type { ConnectionKeeper } from "./connection-keeper.js"

export interface Renewer {
  /** A token for the root, from the page's own URL. */
  renew(root: HTMLElement): Promise<Renewal>
}

export function pageTokens(renewal: Loadable<Renewer>, keeper: ConnectionKeeper): ViewTokens {
  return {
    renewToken: (root) =>
      renewal
        .get()
        .then((renewer) => renewer.renew(root))
        // The part could not be loaded.
        .catch(() => ({ kind: "unreachable" })),
    cookieRenewed: () => keeper.reopen(),
  }
}
