/** What runs in a tab of the fault suite: the client as it is served, and a hook that pushes what the driver says. */
import { Hook, registerHooks } from "../../../client/hooks.js"
import "../../../client/browser.js"

class Pusher extends Hook {
  override mounted(): void {
    Object.assign(window, { pushByHook: (name: string, payload: object) => this.pushEvent(name, payload) })
  }
}

registerHooks({ Pusher })
