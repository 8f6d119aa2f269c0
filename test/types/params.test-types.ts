/** The types of a view's params: unknown, or what a schema makes of them. Compiled by the oldest and the newest TypeScript. */

import { expectTypeOf } from "expect-type"
import { html, type LiveView, liveView, type OnMount } from "livemount"
import { z } from "zod"

const page = z.object({ page: z.coerce.number().default(1), q: z.string().optional() })
const requireUser: OnMount<{ user: string }> = (params, session, socket) => {
  expectTypeOf(socket.uri).toEqualTypeOf<string>()
  expectTypeOf(socket.action).toEqualTypeOf<string | undefined>()
  return { user: "ada" }
}

export const unchecked: LiveView = liveView({
  name: "unchecked",
  mount: () => ({ shown: "" }),
  handleParams(params, uri, socket) {
    expectTypeOf(params).toEqualTypeOf<Readonly<Record<string, unknown>>>()
    expectTypeOf(uri).toEqualTypeOf<string>()
    socket.assign({ shown: uri })
    socket.pushPatch("?page=2")
    socket.pushPatch("?page=2", { replace: true })
    // @ts-expect-error it is no member
    socket.pushPatch("?page=2", { replaces: true })
  },
  render: ({ shown, action }) => {
    expectTypeOf(action).toEqualTypeOf<string | undefined>()
    return html`<p>${shown}</p>`
  },
})

export const joined: LiveView = liveView.onMount(requireUser)({
  name: "joined",
  adopt: true,
  mount: () => ({ zone: "UTC" }),
  handleConnected(socket) {
    expectTypeOf(socket.connectParams).toEqualTypeOf<Readonly<Record<string, unknown>>>()
    expectTypeOf(socket.assigns.zone).toEqualTypeOf<string>()
    expectTypeOf(socket.assigns.user).toEqualTypeOf<string>()
    socket.assign({ zone: String(socket.connectParams["zone"]) })
    // @ts-expect-error there is no such assign
    socket.assign({ zones: "CET" })
  },
  render: ({ zone }) => html`<p>${zone}</p>`,
})

export const checked: LiveView = liveView.params(page)({
  name: "checked",
  mount(params) {
    expectTypeOf(params).toEqualTypeOf<{ page: number; q?: string | undefined }>()
    return { page: params.page }
  },
  handleParams({ page, q }, uri, socket) {
    expectTypeOf(page).toEqualTypeOf<number>()
    expectTypeOf(q).toEqualTypeOf<string | undefined>()
    socket.assign({ page })
  },
  render: ({ page }) => html`<p>${page}</p>`,
})

/** Guards and a schema in either order. */
export const both: readonly LiveView[] = [
  liveView.onMount(requireUser).params(page)({
    name: "both",
    mount: ({ page }, session, socket) => ({ text: socket.assigns.user + page.toFixed() }),
    render: ({ text, user }) => html`<p>${text}${user}</p>`,
  }),
  liveView.params(page).onMount(requireUser)({
    name: "both-too",
    mount: ({ page }, session, socket) => ({ text: socket.assigns.user + page.toFixed() }),
    render: ({ text, user }) => html`<p>${text}${user}</p>`,
  }),
]

// @ts-expect-error params are named values
liveView.params(z.string())
