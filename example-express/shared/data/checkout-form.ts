/** The forms of the checkout, one for each of its steps: what their fields may hold, and what an order comes to. */

import { z } from "zod"

/** What is sold, in euros. */
export const passes = [
  { value: "single", name: "Season pass", label: "Season pass, 60 €", price: 60 },
  { value: "matinee", name: "Matinee pass", label: "Matinee pass, 35 €", price: 35 },
  { value: "friend", name: "Friend of the club", label: "Friend of the club, 140 €", price: 140 },
] as const

/** How passes get to their owners. */
export const ways = [
  { value: "door", label: "I collect them at the door" },
  { value: "post", label: "By post, 3 €" },
] as const

/** Euros. */
const POSTAGE = 3

/** Passes that one order may name. */
export const MOST_PASSES = 9

const chosen = z.object({
  pass: z.enum(
    passes.map(({ value }) => value),
    "Choose a pass.",
  ),
  count: z
    .string()
    .trim()
    .regex(/^\d+$/, "Enter a number.")
    .transform(Number)
    .pipe(z.number().min(1, "Order at least one.").max(MOST_PASSES, `Order at most ${MOST_PASSES}.`)),
})

const person = z.object({
  name: z.string().trim().min(1, "Enter your name.").max(80, "Use at most 80 characters."),
  email: z.email("Enter an address such as anna@example.org."),
})

const place = z
  .object({
    way: z.enum(
      ways.map(({ value }) => value),
      "Choose one.",
    ),
    street: z.string().trim().max(80, "Use at most 80 characters.").default(""),
    city: z.string().trim().max(80, "Use at most 80 characters.").default(""),
  })
  .superRefine(({ way, street, city }, context) => {
    if (way !== "post") return
    if (street === "") context.addIssue({ code: "custom", path: ["street"], message: "Enter street and number." })
    if (city === "") context.addIssue({ code: "custom", path: ["city"], message: "Enter postcode and city." })
  })

const nothing = z.object({})

/** The steps, in order. The last one shows what was entered, and orders. */
export const steps = [
  { name: "Passes", schema: chosen },
  { name: "You", schema: person },
  { name: "Delivery", schema: place },
  { name: "Order", schema: nothing },
] as const

/** What was typed so far, whether or not it is right: by the name of its field. */
export type Typed = Readonly<Record<string, string>>

const FIELDS = [...Object.keys(chosen.shape), ...Object.keys(person.shape), ...Object.keys(place.shape)]

/** The fields of what a form has sent. Anybody may send anything. */
export function typedIn(params: Readonly<Record<string, unknown>>): Typed {
  const fields: Record<string, string> = {}
  for (const name of FIELDS) {
    const value = params[name]
    if (typeof value === "string") fields[name] = value.slice(0, 200)
  }
  return fields
}

/** An order whose fields have all been checked. */
export interface PassOrder {
  readonly pass: string
  readonly count: number
  readonly name: string
  readonly email: string
  /** Undefined: it is collected at the door. */
  readonly address: string | undefined
  /** Euros. */
  readonly total: number
}

/** The order that was typed; undefined while a field of it is not right. */
export function orderOf(typed: Typed): PassOrder | undefined {
  const checked = z.intersection(chosen, person).and(place).safeParse(typed)
  if (!checked.success) return undefined
  const { pass, count, name, email, way, street, city } = checked.data
  const { name: sold, price } = passes.find(({ value }) => value === pass) ?? passes[0]
  const isPosted = way === "post"
  return {
    pass: sold,
    count,
    name,
    email,
    address: isPosted ? `${street}, ${city}` : undefined,
    total: count * price + (isPosted ? POSTAGE : 0),
  }
}
