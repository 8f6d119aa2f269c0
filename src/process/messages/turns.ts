/**
 * Shares the event loop between views. A view that has something to do takes a turn; when turns have taken long
 * together, the rest wait until the loop has served everyone else (sockets, timers).
 *
 * It belongs to the JavaScript thread, as the loop does: one for all servers of the process.
 */

/** Something that can be given a turn. */
export interface TurnTaker {
  /** Does what there is to do, and leaves the rest when `performance.now()` has passed `until`. Must not throw. */
  takeTurn(until: number): void
}

/** Milliseconds of turns after which the loop goes round. */
const BUDGET = 8

let waiting: TurnTaker[] = []
let spent = 0
let scheduled = false

/** Gives a turn at once, or (when turns have taken long already) after the loop has gone round. */
export function takeTurnNow(taker: TurnTaker): void {
  if (spent >= BUDGET) takeTurnSoon(taker)
  else timed(taker)
}

/** Gives a turn after the loop has gone round: what arrives until then is handled in the same turn. */
export function takeTurnSoon(taker: TurnTaker): void {
  waiting.push(taker)
  if (scheduled) return
  scheduled = true
  setImmediate(goRound)
}

function goRound(): void {
  spent = 0
  scheduled = false
  const takers = waiting
  waiting = []
  let index = 0
  try {
    while (index < takers.length && spent < BUDGET) timed(takers[index++] as TurnTaker)
  } finally {
    // Those that got no turn come before those that asked meanwhile.
    if (index < takers.length) waiting = takers.slice(index).concat(waiting)
    if (waiting.length > 0 && !scheduled) {
      scheduled = true
      setImmediate(goRound)
    }
  }
}

function timed(taker: TurnTaker): void {
  const begin = performance.now()
  taker.takeTurn(begin + BUDGET)
  spent += performance.now() - begin
}
