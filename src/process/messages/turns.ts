/**
 * Shares the event loop between views. A view that has something to do takes a turn; when turns have taken long
 * together, the rest wait until the loop has served everyone else (sockets, timers).
 *
 * A round is nobody's: it runs outside of the contexts (Node's AsyncLocalStorage) of those who have asked for it. Else all views of
 * a round would handle their messages in the context of whoever came first: with its hops, and with the app's tenant or transaction.
 *
 * It belongs to the JavaScript thread, as the loop does: one for all servers of the process.
 */

import { AsyncLocalStorage } from "node:async_hooks"

/** Something that can be given a turn. */
export interface TurnTaker {
  /** Does what there is to do, and leaves the rest when `performance.now()` has passed `until`. Must not throw. */
  takeTurn(until: number): void
}

/** Milliseconds of turns after which the loop goes round. */
const BUDGET = 8

/**
 * Runs something in the context in which this file was loaded: in none, unless an app imports livemount late, within one. What the app has written is not to run right in it, where an
 * `enterWith` would hold for good; the immediate that is made in it has a context of its own.
 */
const outside = AsyncLocalStorage.snapshot()

let waiting: TurnTaker[] = []
/**
 * Milliseconds of turns since the last round. That the loop has gone round by itself meanwhile is not noticed: once in a while a turn waits
 * for a round of a loop that rests, which comes at once.
 */
let spent = 0
let scheduled = false

/** Gives a turn at once, or (when turns have taken long since the last round) after the loop has gone round. */
export function takeTurnNow(taker: TurnTaker): void {
  if (spent >= BUDGET) takeTurnSoon(taker)
  else timed(taker, performance.now())
}

/** Gives a turn after the loop has gone round: what arrives until then is handled in the same turn. */
export function takeTurnSoon(taker: TurnTaker): void {
  waiting.push(taker)
  schedule()
}

function schedule(): void {
  if (scheduled) return
  scheduled = true
  outside(askForRound)
}

function askForRound(): void {
  setImmediate(goRound)
}

function goRound(): void {
  spent = 0
  scheduled = false
  const takers = waiting
  waiting = []
  let index = 0
  try {
    let now = performance.now()
    while (index < takers.length && spent < BUDGET) now = timed(takers[index++] as TurnTaker, now)
  } finally {
    // Those that got no turn come before those that asked meanwhile.
    if (index < takers.length) waiting = takers.slice(index).concat(waiting)
    if (waiting.length > 0) schedule()
  }
}

/** Returns when the turn has ended: to ask the time costs as much as a small part of a turn. */
function timed(taker: TurnTaker, begin: number): number {
  taker.takeTurn(begin + BUDGET)
  const end = performance.now()
  spent += end - begin
  return end
}
