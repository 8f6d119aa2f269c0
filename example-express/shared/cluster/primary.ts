/** The primary process' half: it has the data, and answers its workers. */

import cluster from "node:cluster"
import { askHere } from "../data/ask.js"
import type { HouseData } from "../data/house-data.js"
import { isQuestion } from "./messages.js"

/** Answers every question of every worker, in the order they come. */
export function answerWorkers(data: HouseData): void {
  const ask = askHere(data)
  cluster.on("message", (worker, message: unknown) => {
    if (!isQuestion(message) || !worker.isConnected()) return
    const { number, part, member, parameters } = message
    try {
      worker.send({ answerTo: number, value: ask(part, member, parameters) })
    } catch (error) {
      worker.send({ answerTo: number, error: String(error) })
    }
  })
  // Whoever was let in by it comes in again by another's door.
  cluster.on("exit", ({ id }) => {
    for (const presence of [data.readers, data.visitors]) presence.tell(String(id), 0)
  })
}
