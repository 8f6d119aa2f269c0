/** What has to hold whenever nothing is broken and nothing under way: one function, which says what does not. */
import type { Run } from "./journal.js"
import type { MadeEvent, Tab } from "./tab.js"
import { LAST } from "./views.js"
import type { World } from "./world.js"

/** What does not hold, as sentences. Empty: all is well. */
export function wrongs({ tabs, journal }: World): string[] {
  journal.read()
  const runs = [...journal.runs.values()]
  return tabs.flatMap((tab, n) => [...wrongsOf(tab, runs)].map((what) => `tab ${n}: ${what}`))
}

function* wrongsOf(tab: Tab, runs: readonly Run[]): Generator<string> {
  for (const event of tab.events) yield* wrongsOfEvent(event, runs)
  yield* wrongOrder(tab, runs)
  for (const text of tab.told)
    if (/LV_CLIENT_FAILED|TypeError|ReferenceError/.test(text)) yield `its console says ${text}`
  const { shown } = tab
  if (shown === undefined) return
  const run = runs.find(({ name }) => name === shown.run)
  if (run === undefined) return yield `it shows the run ${shown.run}, which there is not`
  const { done } = run
  for (const { id, what, fate, isKept } of tab.events)
    if (isKept && fate === "done" && !done.includes(id)) yield `what the event ${id} (${what}) did is lost`
  const count = String(done.length)
  const shall = {
    run: run.name,
    count,
    infos: String(run.infos),
    page: run.page,
    branch: `${done.length % 2 === 0 ? "even" : "odd"} ${count}`,
    last: done.slice(-LAST),
    rows: done,
    text: run.text,
    typed: run.text,
  }
  const [is, expected] = [JSON.stringify(shown), JSON.stringify(shall)]
  if (is !== expected) yield `it shows ${is}, and the server ${expected}`
}

function* wrongsOfEvent({ id, what, fate, isRetried }: MadeEvent, runs: readonly Run[]): Generator<string> {
  const event = `the event ${id} (${what}, ${fate})`
  const times = runs.reduce((sum, { begun }) => sum + begun.filter((each) => each === id).length, 0)
  if (fate === undefined) yield `of ${event} nothing was told`
  if (times > (isRetried ? 2 : 1)) yield `${event} was executed ${times} times`
  // Of what a hook is told by a code of its own nothing was sent.
  if (fate === "refused" && what.endsWith("by hook") && times > 0) yield `${event} was executed`
  if (fate === "done" && times === 0) yield `${event} was not executed`
}

/** Events are done in the order in which they were made, where they are done at most once. */
function* wrongOrder(tab: Tab, runs: readonly Run[]): Generator<string> {
  const own = new Map(tab.events.filter(({ isRetried }) => !isRetried).map(({ id }, n) => [id, n]))
  for (const { name, begun } of runs) {
    const places = begun.map((id) => own.get(id)).filter((place) => place !== undefined)
    if (places.some((place, n) => n > 0 && place < (places[n - 1] as number)))
      yield `the run ${name} has done ${begun.join()}`
  }
}
