/** The form of a proposal: what its fields may hold, and what they offer. */

import type { Issue, Params } from "livemount"
import { z } from "zod"

/** What the form was last seen with. */
export interface SentProposal {
  readonly params: Params
  readonly issues?: readonly Issue[]
}

/** A proposal that is being written. */
export interface ProposalDraft extends SentProposal {
  /** It was opened without the script, and stays where it is when the script comes. */
  readonly isInPage: boolean
}

/** Evenings that one proposal may name. */
export const MOST_EVENINGS = 4

/** The kinds of film, as a select shows them: genres of the catalogue. */
export const kinds = [
  {
    label: "Stories",
    options: ["Action", "Adventure", "Black Comedy", "Comedy", "Drama", "Horror", "Romantic Comedy"],
  },
  { label: "Old school", options: ["Musical", "Thriller/Suspense", "Western"] },
  { label: "From life", options: ["Concert/Performance", "Documentary"] },
] as const

const kindNames = kinds.flatMap(({ options }) => options)

/** Today, as an ISO date. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

const evening = z.object({
  day: z
    .string()
    .refine((day) => day === "" || z.iso.date().safeParse(day).success, "Enter a date.")
    .refine((day) => day === "" || day >= today(), "This day is over."),
})

// Its keys in the order of the form: so the first issue is that of the first field.
export const newProposal = z.object({
  title: z.string().trim().min(1, "Enter the film's title.").max(120, "Use at most 120 characters."),
  year: z
    .string()
    .trim()
    .regex(/^\d{4}$/, "Enter four digits.")
    .transform(Number)
    .pipe(z.number().min(1888, "The first film is of 1888.").max(2030, "Use 2030 or earlier.")),
  kind: z.enum(kindNames, "Choose a kind."),
  why: z.string().trim().min(20, "Use at least 20 characters.").max(400, "Use at most 400 characters."),
  email: z.email("Enter an address such as anna@example.org."),
  // What is left empty does not count, and a day counts once.
  evenings: z
    .array(evening)
    .max(MOST_EVENINGS, `Name at most ${MOST_EVENINGS} evenings.`)
    .transform((evenings) => [...new Set(evenings.map(({ day }) => day).filter((day) => day !== ""))].sort())
    .refine((days) => days.length > 0, "Name at least one evening."),
  introduced: z.stringbool().default(false),
})
