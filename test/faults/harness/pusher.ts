/** A hook that pushes what the driver says. */
import { Hook, registerHooks } from "../../../client/hooks.js"

declare global {
  interface Window {
    pushByHook?: (name: string, payload: object) => Promise<unknown>
  }
}

class Pusher extends Hook {
  override mounted(): void {
    window.pushByHook = (name, payload) => this.pushEvent(name, payload)
  }
}

registerHooks({ Pusher })
