/** The types of flash: every `render` is given it, beside the assigns of the view and of its guards. */

import { expectTypeOf } from "expect-type"
import { components, type Flash, html, type LiveView, liveView, type OnMount } from "livemount"

const requireUser: OnMount<{ user: string }> = (_params, _session, socket) => {
  socket.putFlash("error", "Log in first.")
  // @ts-expect-error a text
  socket.putFlash("error", 5)
  return socket.redirect("/login")
}

export const page: LiveView = liveView.onMount(requireUser)({
  name: "page",
  mount(_params, _session, socket) {
    expectTypeOf(socket.flash).toEqualTypeOf<Flash>()
    socket.clearFlash()
    return { count: 0 }
  },
  events: {
    save(_params, socket) {
      socket.putFlash("info", "Saved.")
      socket.clearFlash("error")
      // @ts-expect-error livemount writes it
      socket.assign({ flash: {} })
    },
  },
  render({ flash, count, user }) {
    expectTypeOf(flash).toEqualTypeOf<Flash>()
    expectTypeOf(count).toEqualTypeOf<number>()
    expectTypeOf(user).toEqualTypeOf<string>()
    // @ts-expect-error it is required
    void components.flashGroup({})
    return html`${components.flashGroup({ flash, close: "Schließen", class: "toasts" })}`
  },
})
