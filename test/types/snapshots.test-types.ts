/** The types of what views persist: keys of the assigns whose values come back as they were. */

import { expectTypeOf } from "expect-type"
import {
  type AsyncResult,
  html,
  type LiveView,
  liveView,
  memorySnapshots,
  type SnapshotStore,
  type Stream,
} from "livemount"
import { liveMiddleware } from "livemount/express"
import { redisSnapshots } from "livemount/redis"

interface Item {
  readonly id: number
  readonly note?: string
}

interface CheckoutAssigns {
  readonly cart: readonly Item[]
  readonly step: "address" | "payment"
  readonly chosen: number | undefined
  readonly since: Date
  readonly prices: ReadonlyMap<string, number>
  readonly popular: AsyncResult<readonly Item[]>
  readonly lines: Stream<Item>
  readonly anything: unknown
  readonly format: (n: number) => string
}

declare const assigns: CheckoutAssigns

export const checkout: LiveView = liveView<CheckoutAssigns>({
  name: "checkout",
  persist: ["cart", "step", "chosen", "anything"],
  version: 2,
  mount: () => assigns,
  upgrade(old, from) {
    expectTypeOf(old).toEqualTypeOf<Readonly<Record<string, unknown>>>()
    expectTypeOf(from).toEqualTypeOf<number>()
    return { step: "address", cart: [{ id: 1 }] }
  },
  restore(saved, socket) {
    expectTypeOf(saved.cart).toEqualTypeOf<readonly Item[] | undefined>()
    expectTypeOf(saved.step).toEqualTypeOf<"address" | "payment" | undefined>()
    // @ts-expect-error what cannot be persisted is not there
    void saved.since
    socket.assign({ step: saved.step ?? "address" })
    // @ts-expect-error no step
    socket.assign({ step: "delivery" })
  },
  render: ({ cart }) => html`<p>${cart.length}</p>`,
})

const members = { name: "x", mount: () => assigns, render: () => html`` }

// @ts-expect-error no assign
liveView<CheckoutAssigns>({ ...members, persist: ["carts"] })
// @ts-expect-error a date comes back as a text
liveView<CheckoutAssigns>({ ...members, persist: ["since"] })
// @ts-expect-error a map comes back empty
liveView<CheckoutAssigns>({ ...members, persist: ["prices"] })
// @ts-expect-error its task runs anew
liveView<CheckoutAssigns>({ ...members, persist: ["popular"] })
// @ts-expect-error its rows are not on the server
liveView<CheckoutAssigns>({ ...members, persist: ["lines"] })
// @ts-expect-error JSON has no functions
liveView<CheckoutAssigns>({ ...members, persist: ["format"] })
// @ts-expect-error no list
liveView<CheckoutAssigns>({ ...members, persist: "cart" })
// @ts-expect-error no number
liveView<CheckoutAssigns>({ ...members, persist: ["cart"], version: "2" })
// @ts-expect-error no step
liveView<CheckoutAssigns>({ ...members, persist: ["cart"], upgrade: () => ({ step: 7 }) })

// What a guard adds is the guard's.
const ofUsers = liveView.onMount(() => ({ user: "ann" }))
// @ts-expect-error decided anew at each mount
ofUsers<CheckoutAssigns>({ ...members, persist: ["user"] })
ofUsers<CheckoutAssigns>({
  ...members,
  persist: ["cart"],
  restore: (_saved, socket) => expectTypeOf(socket.assigns.user).toEqualTypeOf<string>(),
})

// Where `mount` stands before them, its assigns are known without being named.
liveView({
  name: "inferred",
  mount: () => ({ step: 1, since: new Date() }),
  persist: ["step"],
  restore: (saved) => expectTypeOf(saved).toEqualTypeOf<{ readonly step?: number }>(),
  events: { next: (_params, socket) => socket.update("step", (step) => step + 1) },
  render: ({ step }) => html`<p>${step}</p>`,
})

expectTypeOf(memorySnapshots({ size: 1000 })).toEqualTypeOf<SnapshotStore>()
declare const client: Parameters<typeof redisSnapshots>[0]
liveMiddleware({ snapshots: { store: redisSnapshots(client, { prefix: "shop" }), age: 60 * 60_000, size: 10_000 } })
// @ts-expect-error no store
liveMiddleware({ snapshots: { store: new Map() } })
