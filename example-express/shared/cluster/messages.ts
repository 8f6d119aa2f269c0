/** What the workers of the example's cluster ask their primary process, and what it answers. */

import type { HouseData } from "../data/house-data.js"

/** A worker asks for a member of the data. */
export interface Question {
  readonly question: true
  readonly number: number
  readonly part: keyof HouseData
  readonly member: string
  readonly parameters: readonly unknown[]
}

/** The answer to the question with that number. */
export interface Answer {
  readonly answerTo: number
  readonly value?: unknown
  readonly error?: string
}

/** livemount's own messages travel over the same channel. */
export function isQuestion(message: unknown): message is Question {
  return typeof message === "object" && message !== null && "question" in message
}

export function isAnswer(message: unknown): message is Answer {
  return typeof message === "object" && message !== null && "answerTo" in message
}
