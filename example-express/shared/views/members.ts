/**
 * The members' area: pages of one live session, which only members see. What is said to them is a flash, on the page itself or
 * on the one that they come to.
 */

import { event, type LiveView, liveView, type OnMount, type Topic } from "livemount"
import { z } from "zod"
import type { AskedHouse } from "../data/ask.js"
import type { ClubMember } from "../data/members.js"
import type { Screening } from "../data/programme.js"
import { type Known, requireBoard, requireMember } from "./members-guards.js"

/** The pages of the area, for its navigation. */
export const membersPages = [
  { path: "/members", name: "Membership" },
  { path: "/members/tickets", name: "Tickets" },
  { path: "/members/board", name: "Board" },
] as const

export interface MembersViews {
  /** The one page of them that is for everybody. */
  readonly logIn: LiveView
  readonly membership: LiveView
  readonly tickets: LiveView<"changed">
  readonly board: LiveView
}

/** Makes the views, and the guard of their live session. */
export function membersViews(
  { logins, members, programme }: AskedHouse,
  reservations: { readonly topic: Topic<"changed">; readonly changed: () => void },
): { readonly guard: OnMount<Known>; readonly views: MembersViews } {
  const guard = requireMember(logins)
  const memberView = liveView.onMount(guard)

  const logIn = liveView({ name: "log-in", template: "log-in.njk", title: "Members’ area", mount: () => ({}) })

  const membership = memberView<{ person: ClubMember }>({
    name: "membership",
    template: "membership.njk",
    title: "Membership",
    mount: (_params, _session, socket) => ({ person: socket.assigns.member }),
    events: {
      like: event(
        z.object({ favourite: z.string().trim().max(80) }),
        async ({ favourite }, socket) => {
          const person = await members.like(socket.assigns.member.id, favourite)
          if (person === undefined) return
          socket.assign({ person })
          socket.putFlash("info", "Saved.")
        },
        (_issues, _params, socket) => socket.putFlash("error", "Use at most 80 characters."),
      ),
    },
  })

  const tickets = memberView<{ screenings: readonly Screening[] }, "changed">({
    name: "tickets",
    template: "tickets.njk",
    title: "Tickets",
    async mount(_params, _session, socket) {
      socket.subscribe(reservations.topic)
      return { screenings: await programme.screenings() }
    },
    events: {
      reserve: event(z.object({ id: z.coerce.number().int() }), async ({ id }, socket) => {
        const screening = await programme.reserve(id)
        if (screening === undefined) return socket.putFlash("error", "That screening is sold out.")
        await members.give(socket.assigns.member.id, screening)
        reservations.changed()
        socket.putFlash("info", `A seat for “${screening.title}” on ${screening.day} is yours.`)
        return socket.pushNavigate("/members")
      }),
    },
    async handleInfo(_message, socket) {
      socket.assign({ screenings: await programme.screenings() })
    },
  })

  const board = memberView.onMount(requireBoard)<{ all: readonly ClubMember[] }>({
    name: "board",
    template: "board.njk",
    title: "Board",
    mount: async () => ({ all: await members.all() }),
  })

  return { guard, views: { logIn, membership, tickets, board } }
}
