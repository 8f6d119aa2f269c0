/** The room: everybody who has the page open reads what the others write, and sees who is writing. */

import { randomUUID } from "node:crypto"
import { event, type LiveView, liveView, topic } from "livemount"
import { z } from "zod"
import type { Asked } from "../data/ask.js"
import { type Chat, type Entry, withEntry } from "../data/chat.js"
import type {} from "../session.js"

/** What the pages tell each other, and what one tells itself (`expire`). */
export type RoomMessage =
  | { readonly type: "said"; readonly tab: string; readonly entry: Entry }
  | { readonly type: "typing"; readonly tab: string; readonly name: string }
  | { readonly type: "quiet"; readonly tab: string }
  | { readonly type: "expire" }

/** Everything that happens in the room. */
export const room = topic<RoomMessage>("room")

/** Tells all open pages. */
export type PublishToRoom = (message: RoomMessage) => void

interface Writer {
  readonly tab: string
  readonly name: string
  readonly until: number
}

interface RoomAssigns {
  /** Names the page load, and this view of it among all others: a duplicated tab has the page in common. */
  page: string
  tab: string
  name: string
  draft: string
  entries: readonly Entry[]
  writers: readonly Writer[]
  /** Who is writing, as a sentence. */
  writing: string
  errors: Readonly<Record<string, string>>
}

const TYPING_MILLISECONDS = 3000

const message = z.object({
  name: z.string().trim().min(1, "Enter your name.").max(30, "Use at most 30 characters."),
  text: z.string().trim().min(1, "Write something first.").max(500, "Use at most 500 characters."),
})

const draft = z.object({ name: z.string().max(100), text: z.string().max(2000) })

/** Makes the room's view on the application's chat. */
export function roomView(chat: Asked<Chat>, publish: PublishToRoom): LiveView<RoomMessage> {
  return liveView<RoomAssigns, RoomMessage>({
    name: "room",
    template: "room.njk",
    title: "Room",

    async mount(_params, session, socket) {
      socket.subscribe(room)
      const page = session.page ?? randomUUID()
      const [name, entries] = await Promise.all([chat.nameIn(page), chat.entries()])
      return {
        page,
        tab: randomUUID(),
        name: name ?? session.guest ?? "Guest",
        draft: "",
        entries,
        writers: [],
        writing: "",
        errors: {},
      }
    },

    events: {
      say: event(
        message,
        async ({ name, text }, socket) => {
          const { page, tab } = socket.assigns
          const entry = await chat.say(page, name, text)
          publish({ type: "said", tab, entry })
          socket.assign({ name, draft: "", errors: {}, entries: withEntry(socket.assigns.entries, entry) })
        },
        (issues, params, socket) => {
          const errors = Object.fromEntries(issues.map((issue) => [String(issue.path?.[0] ?? ""), issue.message]))
          socket.assign({ errors })
          const sent = draft.safeParse(params)
          if (sent.success) socket.assign({ name: sent.data.name, draft: sent.data.text })
        },
      ),
      typing: event(draft, ({ name, text }, socket) => {
        const { tab } = socket.assigns
        socket.assign({ name, draft: text, errors: {} })
        publish(text.trim() === "" ? { type: "quiet", tab } : { type: "typing", tab, name: name.trim() || "Somebody" })
      }),
    },

    handleInfo(news, socket) {
      const { assigns } = socket
      const now = Date.now()
      switch (news.type) {
        case "said":
          return socket.assign({
            entries: withEntry(assigns.entries, news.entry),
            ...writersAfter(assigns.writers.filter(({ tab }) => tab !== news.tab)),
          })
        case "typing": {
          if (news.tab === assigns.tab) return
          const others = assigns.writers.filter(({ tab }) => tab !== news.tab)
          socket.sendAfter(TYPING_MILLISECONDS + 50, { type: "expire" })
          const writer: Writer = { tab: news.tab, name: news.name, until: now + TYPING_MILLISECONDS }
          return socket.assign(writersAfter([...others, writer]))
        }
        case "quiet":
          return socket.assign(writersAfter(assigns.writers.filter(({ tab }) => tab !== news.tab)))
        case "expire":
          return socket.assign(writersAfter(assigns.writers.filter(({ until }) => until > now)))
      }
    },
  })
}

function writersAfter(writers: readonly Writer[]): Pick<RoomAssigns, "writers" | "writing"> {
  const names = writers.map(({ name }) => name).sort()
  const [first, second] = names
  if (first === undefined) return { writers, writing: "" }
  if (second === undefined) return { writers, writing: `${first} is writing` }
  return { writers, writing: names.length === 2 ? `${first} and ${second} are writing` : "Several people are writing" }
}
