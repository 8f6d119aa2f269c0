/**
 * Tonight's films: menus, dialogs and short messages that the browser shows by itself, by commands that stand in the template.
 * The server hears of what it has to know alone.
 */

import { event, type LiveView, liveView, type Socket } from "livemount"
import { z } from "zod"

interface Film {
  readonly id: string
  readonly title: string
  readonly time: string
  readonly place: string
  readonly about: string
}

interface TonightAssigns {
  films: readonly Film[]
  /** Films of which the reader is to be reminded, by their ids. */
  reminded: readonly string[]
  notice: string
}

const films: readonly Film[] = [
  {
    id: "harvest",
    title: "The Last Harvest",
    time: "18:30",
    place: "Small hall",
    about: "Three sisters bring in what a storm has left of their father's fields. 96 minutes, with subtitles.",
  },
  {
    id: "harbour",
    title: "Night over the Harbour",
    time: "20:15",
    place: "Great hall",
    about: "A crane driver sees what nobody should have seen. 121 minutes, with an introduction by the director.",
  },
  {
    id: "lanterns",
    title: "Paper Lanterns",
    time: "22:00",
    place: "Courtyard",
    about: "Short films by students, under the open sky. 70 minutes; bring a blanket.",
  },
]

const choice = z.object({ id: z.string() })

export const tonight: LiveView = liveView<TonightAssigns>({
  name: "tonight",
  template: "tonight.njk",
  title: "Tonight",

  mount: () => ({ films, reminded: [], notice: "" }),

  events: {
    remind: event(choice, ({ id }, socket: Socket<TonightAssigns>) => {
      const { reminded } = socket.assigns
      const isOn = !reminded.includes(id)
      socket.assign({
        reminded: isOn ? [...reminded, id] : reminded.filter((one) => one !== id),
        notice: `${titleOf(id)}: ${isOn ? "you will be reminded" : "no reminder"}.`,
      })
    }),
    dismiss: event(choice, ({ id }, socket: Socket<TonightAssigns>) => {
      socket.update("films", (shown) => shown.filter((film) => film.id !== id))
      socket.assign({ notice: `${titleOf(id)} is not shown any more.` })
    }),
    restore: (_params, socket) => socket.assign({ films, notice: "All films are shown." }),
  },
})

function titleOf(id: string): string {
  return films.find((film) => film.id === id)?.title ?? "This film"
}
