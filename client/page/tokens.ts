/** Fresh tokens for the page's views: fetched by `client/features/renewal/`, used over a connection with their cookie. */
import type { Loadable } from "../util/lazy.js"
import type { Renewal } from "../view/renewal.js"
import type { ViewTokens } from "../view/view-page.js"
import type { ConnectionKeeper } from "./connection-keeper.js"

export interface Renewer {
  /** A token for the root, from the page's own URL. */
  renew(root: HTMLElement): Promise<Renewal>
}

export class Tokens implements ViewTokens {
  readonly #renewal: Loadable<Renewer>
  readonly #keeper: ConnectionKeeper

  constructor(renewal: Loadable<Renewer>, keeper: ConnectionKeeper) {
    this.#renewal = renewal
    this.#keeper = keeper
  }

  async renewToken(root: HTMLElement): Promise<Renewal> {
    try {
      return await (await this.#renewal.get()).renew(root)
    } catch {
      // The part could not be loaded.
      return { kind: "unreachable" }
    }
  }

  cookieRenewed(): void {
    this.#keeper.reopen()
  }
}
