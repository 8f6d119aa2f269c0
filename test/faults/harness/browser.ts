/** What a browser is beside its tabs: cookies, and how it fetches. Its network is that of the machine. */
import { CookieJar, type DOMWindow } from "jsdom"

export class Browser {
  readonly jar = new CookieJar()
  /** False: no WebSocket gets through, as behind some proxies; the client polls. */
  readonly hasWebSockets: boolean

  constructor({ hasWebSockets = true } = {}) {
    this.hasWebSockets = hasWebSockets
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    const cookies = this.jar.getCookieStringSync(url)
    if (cookies !== "") headers.set("cookie", cookies)
    const response = await fetch(url, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) this.jar.setCookieSync(cookie, url)
    return response
  }

  /** Fetches a page as the address bar does: again, where a connection that was kept is gone. */
  async open(url: string): Promise<Response> {
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        return await this.fetch(url)
      } catch {
        // It was reset with the others.
      }
    }
    return this.fetch(url)
  }

  /** Gives a window what jsdom has not. */
  equip(window: DOMWindow): void {
    const fetchInPage = (url: string | URL, { signal, ...init }: RequestInit = {}): Promise<Response> => {
      // Its own kind of signal is none to Node.js.
      const stop = new AbortController()
      signal?.addEventListener("abort", () => stop.abort())
      return this.fetch(new URL(url, window.location.href).href, { ...init, signal: stop.signal })
    }
    Object.assign(window, { fetch: fetchInPage, Headers, Response, TextDecoder, TextEncoder, structuredClone })
    class Line extends window.WebSocket {
      /** What jsdom was given to send it sends a moment later, unless it was closed meanwhile: browsers do send it. */
      override close(): void {
        process.nextTick(() => super.close())
      }
    }
    Object.assign(window, { WebSocket: Line })
    if (!this.hasWebSockets) Object.assign(window, { WebSocket: undefined })
  }
}
