/** A page's own script, which goes through a bundler. */

import { createLiveClient, Hook, type LiveConnection, registerHooks } from "livemount/client"

const connection: LiveConnection = createLiveClient({ params: { timeZone: "Europe/Vienna" } })
connection.connect()
// @ts-expect-error: there is no such method.
connection.reconnect()

class Chart extends Hook<{ zoom(by: number): { at: Date } }, HTMLCanvasElement> {
  async mounted(): Promise<void> {
    const { at } = await this.pushEvent("zoom", 2)
    this.el.title = at.slice(0, 10)
    this.js().show("#menu")
  }
}
registerHooks({ Chart })
