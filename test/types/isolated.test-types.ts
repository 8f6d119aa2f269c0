/** What an app exports can be annotated, so that `isolatedDeclarations` holds (see tsconfig.isolated.json). */

import {
  type AsyncResult,
  asyncResult,
  type CheckedEvent,
  event,
  type Form,
  type LiveView,
  liveView,
  type Socket,
  type TopicFamily,
  toForm,
  topic,
} from "livemount"
import { z } from "zod"

export interface RoomAssigns {
  lines: readonly string[]
}
export interface RoomMessage {
  readonly text: string
}

export const lines: TopicFamily<RoomMessage> = topic("lines")

export const say: CheckedEvent<RoomAssigns, RoomMessage> = event(z.object({ text: z.string() }), ({ text }, socket) => {
  socket.update("lines", (before) => [...before, text])
  socket.sendAfter(1, { text })
})

export function clear(_params: unknown, socket: Socket<RoomAssigns, RoomMessage>): void {
  socket.assign({ lines: [] })
}

export const room: LiveView<RoomMessage> = liveView<RoomAssigns, RoomMessage>({
  name: "room",
  template: "room.njk",
  mount(_params, _session, socket) {
    socket.subscribe(lines)
    return { lines: [] }
  },
  events: { say, clear },
  handleInfo: ({ text }, socket) => socket.update("lines", (before) => [...before, text]),
})

export const anyRoom: LiveView = room

export const line: z.ZodObject<{ text: z.ZodString }> = z.object({ text: z.string() })

export interface FormAssigns {
  form: Form<typeof line>
  total: AsyncResult<number>
}

export const emptyForm: Form<typeof line> = toForm(line)
export const noTotal: AsyncResult<number> = asyncResult.loading()

export const formPage: LiveView = liveView<FormAssigns>({
  name: "form-page",
  template: "form-page.njk",
  mount: () => ({ form: emptyForm, total: asyncResult(() => 1) }),
})
