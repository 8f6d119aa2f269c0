/** Where a page is: its URL as the browser has it, and where livemount is mounted beneath that. */

import type { BasePaths } from "../base-path.js"
import type { HostExchange } from "../host/host-exchange.js"
import { mountPath, pathAndQuery, pathOf, withoutMark } from "./page-url.js"

export class PageAddress {
  /** What a proxy has stripped from the path: "" or such as "/app". */
  readonly basePath: string
  /** The page's own path and query, as the browser has them. */
  readonly url: string
  /** Where the middleware is mounted, as the browser sees it: "" or a path that its own URLs begin with. */
  readonly base: string

  /** @param seenUrl - As the middleware saw it, relative to where it is mounted. */
  constructor(exchange: HostExchange, basePaths: BasePaths, seenUrl: string) {
    const asked = withoutMark(pathAndQuery(exchange.originalUrl))
    this.basePath = basePaths.of(exchange)
    this.url = this.basePath + asked
    this.base = this.basePath + (mountPath(pathOf(seenUrl), pathOf(asked)) ?? "")
  }
}
