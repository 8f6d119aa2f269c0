/** The types of hooks: events by signatures and by the server's own, and what JSON makes of replies. Both compilers. */

import { expectTypeOf } from "expect-type"
import { event, liveView, type Socket } from "livemount"
import { Hook, type Json, registerHooks } from "livemount/client"
import { z } from "zod"

interface Range {
  from: number
  to?: number
}
interface Point {
  at: Date
  value: number | undefined
  label(): string
}
interface ChartAssigns {
  range: Range
}

// As a file of the server exports them.
export const zoom = event(
  z.object({ from: z.number(), to: z.number().default(9) }),
  async ({ from }, socket: Socket<ChartAssigns>): Promise<Point[]> => {
    socket.assign({ range: { from } })
    return []
  },
)
export const rename = event(
  z.object({ name: z.string() }),
  ({ name }, socket: Socket<ChartAssigns>) => ({ name, of: socket.assigns.range.from }),
  (issues) => issues.map(({ message }) => message),
)
export const reset = event(z.object({}), (_params, socket: Socket<ChartAssigns>) =>
  socket.assign({ range: { from: 0 } }),
)
liveView<ChartAssigns>({
  name: "chart",
  template: "chart.njk",
  mount: () => ({ range: { from: 0 } }),
  events: { zoom, rename, reset },
})

/** A point as the page gets it. */
interface Shown {
  at: string
  value?: number
}

class Chart extends Hook<
  {
    zoom: typeof zoom
    rename: typeof rename
    reset: typeof reset
    plain(range: Range): Point[]
    none(): void
    open(on?: boolean): 1
  },
  HTMLCanvasElement
> {
  override async mounted(): Promise<void> {
    expectTypeOf(this.el).toEqualTypeOf<HTMLCanvasElement>()
    const points: Shown[] = await this.pushEvent("zoom", { from: 1 })
    expectTypeOf(points.map(({ at }) => at)).toEqualTypeOf<string[]>()
    // @ts-expect-error a function does not travel
    void points[0]?.label
    await this.pushEvent("zoom", { from: 1, to: 2 })
    // @ts-expect-error the schema takes a number
    void this.pushEvent("zoom", { from: "1" })
    // @ts-expect-error it takes something
    void this.pushEvent("zoom")
    expectTypeOf(await this.pushEvent("rename", { name: "a" })).toEqualTypeOf<{ name: string; of: number } | string[]>()
    expectTypeOf(await this.pushEvent("reset")).toEqualTypeOf<void>()
    const plain = await this.pushEvent("plain", { from: 1 })
    expectTypeOf(plain.map(({ at }) => at)).toEqualTypeOf<string[]>()
    // @ts-expect-error not a range
    void this.pushEvent("plain", 1)
    expectTypeOf(await this.pushEvent("none")).toEqualTypeOf<void>()
    // @ts-expect-error it takes nothing
    void this.pushEvent("none", 1)
    expectTypeOf(await this.pushEvent("open", true)).toEqualTypeOf<1>()
    expectTypeOf(await this.pushEvent("open")).toEqualTypeOf<1>()
    // @ts-expect-error the view has no such event
    void this.pushEvent("zom", { from: 1 })
    expectTypeOf(await this.pushEventTo("#cart", "refresh")).toEqualTypeOf<PromiseSettledResult<unknown>[]>()
    const end = this.handleEvent<{ id: number }>("highlight", ({ id }) => expectTypeOf(id).toEqualTypeOf<number>())
    expectTypeOf(end).toEqualTypeOf<() => void>()
    this.js()
      .show("#menu", { transition: "fade-in" })
      .focusFirst({ inner: "a" })
      .push("open", { value: { at: 1 } })
    // @ts-expect-error no such option
    this.js().show("#menu", { transitions: "fade-in" })
  }
}

class Plain extends Hook {
  override mounted(): void {
    expectTypeOf(this.el).toEqualTypeOf<HTMLElement>()
    void this.pushEvent("anything", { at: 1 }).then((reply) => expectTypeOf(reply).toEqualTypeOf<unknown>())
    void this.pushEvent("anything")
  }
}

registerHooks({ Chart, Plain })
// @ts-expect-error an object is no class
registerHooks({ Chart: { mounted() {} } })

expectTypeOf<
  Json<{ a: Date; b: Map<string, number>; c?: bigint; d: [undefined, 1]; e: { f: () => void } }>
>().toEqualTypeOf<{
  a: string
  b: Record<never, never>
  c?: never
  d: [null, 1]
  e: Record<never, never>
}>()
expectTypeOf<Json<unknown>>().toEqualTypeOf<unknown>()
