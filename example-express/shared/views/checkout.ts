/**
 * The checkout: passes for the season, in four steps. What was typed and the step are persisted, so that the order goes on after a
 * lost connection, a restart of the server and a page that was loaded again; without a script its form carries them along.
 */

import { randomUUID } from "node:crypto"
import { type Form, type Issue, type LiveView, liveView, type Params, type Socket, toForm } from "livemount"
import type { Asked } from "../data/ask.js"
import { orderOf, type PassOrder, passes, steps, type Typed, typedIn, ways } from "../data/checkout-form.js"
import type { Orders, TakenOrder } from "../data/orders.js"

type StepForm = Form<(typeof steps)[number]["schema"]>

interface CheckoutAssigns {
  /** Index into the steps. */
  step: number
  typed: Typed
  /** Made up once for each order: ordering twice with it is ordering once. */
  key: string
  taken: TakenOrder | null
  form: StepForm
  order: PassOrder | null
  readonly steps: readonly string[]
  readonly passes: typeof passes
  readonly ways: typeof ways
}

type CheckoutSocket = Socket<CheckoutAssigns>

const LAST = steps.length - 1

/** Makes the view on the application's orders. */
export function checkoutView(orders: Asked<Orders>): LiveView {
  return liveView<CheckoutAssigns>({
    name: "checkout",
    template: "checkout.njk",
    title: "Checkout",
    persist: ["step", "typed", "key", "taken"],

    mount: () => ({
      ...begun(),
      steps: steps.map(({ name }) => name),
      passes,
      ways,
    }),

    restore({ step = 0, typed = {}, key, taken = null }, socket) {
      socket.assign({ ...shown(Math.min(step, LAST), typed), taken })
      if (key !== undefined) socket.assign({ key })
    },

    events: {
      type: (params, socket) => {
        const { step, typed } = socket.assigns
        const now = { ...typed, ...typedIn(params) }
        socket.assign(shown(step, now, params, issuesOf(step, now)))
      },

      async go(params, socket) {
        const { step, typed } = socket.assigns
        const now = { ...typed, ...typedIn(params) }
        if (params.go === "back") return socket.assign(shown(Math.max(0, step - 1), now))
        const issues = issuesOf(step, now)
        if (issues.length > 0) return socket.assign(shown(step, now, now, issues))
        if (step < LAST) return socket.assign(shown(step + 1, now))
        return await place(socket)
      },

      again: (_params, socket) => socket.assign(begun()),
    },
  })

  async function place(socket: CheckoutSocket): Promise<void> {
    const { typed, key, order } = socket.assigns
    // Somebody may have sent the last step without those before it.
    if (order === null) return socket.assign(shown(firstOpen(typed), typed))
    socket.assign({ taken: await orders.place(key, order) })
  }
}

function begun(): Pick<CheckoutAssigns, "step" | "typed" | "key" | "taken" | "form" | "order"> {
  const typed = { pass: "single", count: "1", way: "door" }
  return { ...shown(0, typed), key: randomUUID(), taken: null }
}

/** What is shown of a step. Without issues no field is called wrong. */
function shown(
  step: number,
  typed: Typed,
  params: Params = typed,
  issues?: readonly Issue[],
): Pick<CheckoutAssigns, "step" | "typed" | "form" | "order"> {
  const { schema } = stepAt(step)
  const form: StepForm = toForm(schema, { ...typed, ...params }, issues)
  return { step, typed, form, order: orderOf(typed) ?? null }
}

function issuesOf(step: number, typed: Typed): readonly Issue[] {
  return stepAt(step).schema.safeParse(typed).error?.issues ?? []
}

/** The first step that something is missing in. */
function firstOpen(typed: Typed): number {
  return Math.max(
    0,
    steps.findIndex((_, index) => issuesOf(index, typed).length > 0),
  )
}

function stepAt(index: number): (typeof steps)[number] {
  return steps[index] ?? steps[0]
}
