/** The types of guards: what they add is seen by what comes after them. Compiled by the oldest and the newest TypeScript. */

import { expectTypeOf } from "expect-type"
import { event, html, type LiveView, liveView, type MountSocket, type OnMount, type Socket, topic } from "livemount"
import { z } from "zod"

interface User {
  readonly name: string
}
interface Team {
  readonly members: readonly User[]
}

const requireUser: OnMount<{ currentUser: User }> = async (params, session, socket) => {
  expectTypeOf(params).toEqualTypeOf<Readonly<Record<string, unknown>>>()
  // @ts-expect-error nothing has been added before it
  void socket.assigns.team
  // @ts-expect-error a guard begins nothing that lasts
  socket.subscribe(topic("a"))
  return params["id"] === undefined ? socket.redirect("/login") : { currentUser: { name: "Ada" } }
}
const withTeam: OnMount<{ team: Team }, { currentUser: User }> = (params, session, socket) => ({
  team: { members: [socket.assigns.currentUser] },
})
const check: OnMount = () => ({})
// @ts-expect-error it adds a user
const wrong: OnMount<{ currentUser: User }> = () => ({})
void wrong

const userView = liveView.onMount(requireUser)
const teamView = userView.onMount(check).onMount(withTeam)
// @ts-expect-error nothing adds the user that it needs
liveView.onMount(withTeam)

export const page: LiveView = teamView({
  name: "team",
  async mount(params, session, socket) {
    expectTypeOf(socket.assigns.currentUser).toEqualTypeOf<User>()
    expectTypeOf(socket.assigns.team).toEqualTypeOf<Team>()
    return { open: false }
  },
  events: {
    toggle(params, socket) {
      expectTypeOf(socket.assigns.team).toEqualTypeOf<Team>()
      socket.update("open", (open) => !open)
      socket.assign({ currentUser: { name: "Bob" } })
      // @ts-expect-error no such assign
      socket.assign({ opne: true })
      // @ts-expect-error not a team
      socket.assign({ team: 1 })
    },
  },
  terminate(reason, socket) {
    expectTypeOf(socket.assigns.currentUser).toEqualTypeOf<User>()
  },
  render: ({ open, currentUser, team }) => {
    expectTypeOf(open).toEqualTypeOf<boolean>()
    return html`<p>${currentUser.name} ${team.members.length}</p>`
  },
})

// --- both types named, with messages and checked events

interface Assigns {
  count: number
}
type Message = { readonly by: number }

export const counted: LiveView = userView<Assigns, Message>({
  name: "counted",
  template: "counted.njk",
  mount(params, session, socket) {
    expectTypeOf(socket).toEqualTypeOf<MountSocket<Message, object & { currentUser: User }>>()
    socket.sendAfter(1, { by: 1 })
    return { count: 0 }
  },
  events: {
    add: event(z.object({ by: z.number() }), ({ by }, socket: Socket<Assigns & { currentUser: User }, Message>) => {
      socket.update("count", (n) => n + by)
    }),
  },
  handleInfo({ by }, socket) {
    expectTypeOf(socket.assigns.currentUser.name).toEqualTypeOf<string>()
    socket.update("count", (n) => n + by)
  },
})

// --- guards written in place

export const inPlace: LiveView = liveView.onMount((params, session, socket) =>
  params["id"] === undefined ? socket.redirect("/") : { id: String(params["id"]) },
)({
  name: "in-place",
  mount: (params, session, socket) => {
    expectTypeOf(socket.assigns.id).toEqualTypeOf<string>()
    return {}
  },
  render: ({ id }) => html`<p>${id}</p>`,
})
