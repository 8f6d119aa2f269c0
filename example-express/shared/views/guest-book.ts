/** The guest book, a view whose template is EJS: the server compares its HTML, the browser gets the difference. */

import { event, type LiveView, liveView, topic } from "livemount"
import { z } from "zod"
import type { Asked } from "../data/ask.js"
import type { GuestBook, Signature } from "../data/guest-book.js"

/** The book was signed, or somebody said thanks. */
export const guestBookChanges = topic<"changed">("guest-book")

interface GuestBookAssigns {
  signatures: readonly Signature[]
  total: number
  name: string
  text: string
  errors: Readonly<Record<string, string>>
  notice: string
}

const signature = z.object({
  name: z.string().trim().min(1, "Enter your name.").max(40, "Use at most 40 characters."),
  text: z.string().trim().min(1, "Write a few words.").max(280, "Use at most 280 characters."),
})

const draft = z.object({ name: z.string().max(100), text: z.string().max(1000) })

/** Makes the view on the application's guest book. */
export function guestBookView(book: Asked<GuestBook>, changed: () => void): LiveView<"changed"> {
  const shown = async (): Promise<Pick<GuestBookAssigns, "signatures" | "total">> => {
    const [signatures, total] = await Promise.all([book.signatures(), book.total()])
    return { signatures, total }
  }
  return liveView<GuestBookAssigns, "changed">({
    name: "guest-book",
    template: "guest-book.ejs",
    title: "Guest book",

    async mount(_params, _session, socket) {
      socket.subscribe(guestBookChanges)
      return { ...(await shown()), name: "", text: "", errors: {}, notice: "" }
    },

    events: {
      sign: event(
        signature,
        async ({ name, text }, socket) => {
          await book.sign(name, text)
          changed()
          socket.assign({ ...(await shown()), name, text: "", errors: {}, notice: `Thank you, ${name}.` })
        },
        (issues, params, socket) => {
          const errors = Object.fromEntries(issues.map((issue) => [String(issue.path?.[0] ?? ""), issue.message]))
          socket.assign({ errors, notice: "" })
          const sent = draft.safeParse(params)
          if (sent.success) socket.assign(sent.data)
        },
      ),
      thank: event(z.object({ id: z.string() }), async ({ id }, socket) => {
        if (!(await book.thank(id))) return socket.assign({ notice: "That entry is not shown any more." })
        changed()
        return socket.assign({ ...(await shown()), notice: "" })
      }),
    },

    async handleInfo(_message, socket) {
      socket.assign(await shown())
    },
  })
}
