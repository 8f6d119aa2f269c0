/** A worker's half: it asks the primary process for what it shares with the others. */

import type { Ask } from "../data/ask.js"
import { isAnswer, type Question } from "./messages.js"

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** Asks over the channel to the primary process. What was asked first is answered first. */
export function askPrimary(): Ask {
  const waiting = new Map<number, Waiting>()
  let last = 0
  process.on("message", (message) => {
    if (!isAnswer(message)) return
    const { answerTo, value, error } = message
    const question = waiting.get(answerTo)
    waiting.delete(answerTo)
    if (error === undefined) question?.resolve(value)
    else question?.reject(new Error(error))
  })
  return (part, member, parameters) =>
    new Promise((resolve, reject) => {
      const number = ++last
      const question: Question = { question: true, number, part, member, parameters }
      waiting.set(number, { resolve, reject })
      process.send?.(question, undefined, undefined, (error) => {
        if (error !== null && waiting.delete(number)) reject(error)
      })
    })
}
