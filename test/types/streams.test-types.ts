/** The types of streams: their items are known wherever their rows are made or changed. Compiled by the oldest and the newest TypeScript. */

import { expectTypeOf } from "expect-type"
import { attr, component, html, liveView, type Stream, type StreamHandle, type StreamKey, stream } from "livemount"

interface Line {
  readonly id: number
  readonly text: string
}
const latest = async (): Promise<readonly Line[]> => []

// @ts-expect-error what tells rows apart has to be said
stream([{ id: 1 }], {})
// @ts-expect-error a date is no key
stream([{ at: new Date() }], { key: (row) => row.at })
expectTypeOf(stream([{ id: 1 }], { key: (row) => row.id, limit: 10 })).toEqualTypeOf<Stream<{ id: number }>>()

const list = component("list", {
  attrs: { lines: attr.of<Stream<Line>>().required() },
  render: ({ lines }) => html`<ul>${lines.map((line) => html`<li>${line.text}</li>`)}</ul>`,
})

export const log = liveView({
  name: "log",
  async mount() {
    return { lines: stream(await latest(), { key: (line) => line.id, limit: 200 }), paused: false }
  },
  events: {
    add(_params, socket) {
      const lines = socket.stream("lines")
      expectTypeOf(lines).toEqualTypeOf<StreamHandle<Line>>()
      lines.insert({ id: 1, text: "a" }, { at: "start" })
      lines.insertMany([{ id: 1, text: "a" }], { at: 3, updateOnly: true })
      lines.delete(1)
      lines.reset([])
      expectTypeOf(lines.keys()).toEqualTypeOf<readonly StreamKey[]>()
      expectTypeOf(lines.size).toEqualTypeOf<number>()
      // @ts-expect-error no text
      lines.insert({ id: 1 })
      // @ts-expect-error no such place
      lines.insert({ id: 1, text: "a" }, { at: "middle" })
      // @ts-expect-error not a stream
      socket.stream("paused")
      // @ts-expect-error no such stream
      socket.stream("rows")
    },
  },
  restream(name, socket) {
    expectTypeOf(name).toEqualTypeOf<"lines">()
    expectTypeOf(socket.assigns.paused).toEqualTypeOf<boolean>()
    return latest()
  },
  render: ({ lines, paused }) => html`<p>${lines.size} ${paused}</p>${list({ lines })}`,
})

liveView({
  name: "wrong",
  mount: () => ({ lines: stream<Line>([], { key: (line) => line.id }) }),
  // @ts-expect-error other items
  restream: () => [{ id: "1" }],
  render: ({ lines }) => html`<ul>${lines.map((line) => html`<li>${line.text}</li>`)}</ul>`,
})
